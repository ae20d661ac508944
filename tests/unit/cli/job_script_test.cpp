#include "cli/job_script.hpp"

#include <gmock/gmock.h>

namespace bgsim::cli {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

JobRequest job() {
    return {.name = "loop",
            .nodes = 2,
            .ranks_per_node = 8,
            .threads = 16,
            .time_s = 14400.0,
            .memory_bytes = {},
            .array = "",
            .arguments = {"my.yaml", "--set", "projections.STN -> GPe.delay=2 ms"},
            .program = "/opt/bg sim/bgsim",
            .remarks = {"why"}};
}

TEST(JobScriptTest, HeadAsksForWhatTheJobNeeds) {
    const std::string text = job_script(job(), {});
    EXPECT_THAT(text, StartsWith("#!/bin/bash\n#SBATCH --job-name=loop\n"));
    for (const char* line :
         {"#SBATCH --nodes=2", "#SBATCH --ntasks-per-node=8", "#SBATCH --cpus-per-task=16",
          "#SBATCH --time=04:00:00", "#SBATCH --signal=B:USR2@300", "#SBATCH --requeue",
          "#SBATCH --open-mode=append", "#SBATCH --output=bgsim-%j.log", "# why"}) {
        EXPECT_THAT(text, HasSubstr(std::string(line) + '\n'));
    }
    for (const char* word : {"--partition", "--account", "--qos", "--mem", "--array", "module"}) {
        EXPECT_THAT(text, Not(HasSubstr(word)));
    }
}

TEST(JobScriptTest, WordsReachTheProgramAsTheyAre) {
    const std::string text = job_script(job(), {});
    EXPECT_THAT(text, HasSubstr("\nexport BGSIM='/opt/bg sim/bgsim'\n"));
    EXPECT_THAT(text, HasSubstr("\nrun_bgsim my.yaml --set 'projections.STN -> GPe.delay=2 ms' || "
                                "code=$?\nrequeue_if_stopped \"$code\"\nexit \"$code\"\n"));
    EXPECT_THAT(text, Not(HasSubstr("export BGSIM_MPIRUN")));
}

TEST(JobScriptTest, StepsAreThoseOfTheOtherScripts) {
    const std::string text = job_script(job(), {});
    EXPECT_THAT(text, HasSubstr("\nrun_bgsim() {\n"));
    EXPECT_THAT(text, HasSubstr("\nrequeue_if_stopped() {\n"));
    EXPECT_THAT(text, HasSubstr("BGSIM_MPIRUN"));
}

TEST(JobScriptTest, SiteIsHeeded) {
    const std::string text = job_script(job(), {.partition = "long",
                                                .account = "me",
                                                .qos = "high",
                                                .node_cores = {},
                                                .node_memory_bytes = {},
                                                .longest_time_s = {},
                                                .modules = {"gcc", "openmpi/4"},
                                                .prepare = {"ulimit -c 0"},
                                                .sbatch = {"--exclusive"},
                                                .mpirun = "srun --mpi=pmix",
                                                .program = ""});
    for (const char* line :
         {"#SBATCH --partition=long", "#SBATCH --account=me", "#SBATCH --qos=high",
          "#SBATCH --exclusive", "module load gcc openmpi/4 || exit", "ulimit -c 0",
          "export BGSIM_MPIRUN='srun --mpi=pmix'"}) {
        EXPECT_THAT(text, HasSubstr('\n' + std::string(line) + '\n'));
    }
}

TEST(JobScriptTest, ArrayHasASeedForEachTask) {
    auto request = job();
    request.array = "1-100%8";
    const std::string text = job_script(request, {});
    EXPECT_THAT(text, HasSubstr("#SBATCH --array=1-100%8\n"));
    EXPECT_THAT(text, HasSubstr("#SBATCH --output=bgsim-%A_%a.log\n"));
    EXPECT_THAT(text, HasSubstr(" --seed \"$SLURM_ARRAY_TASK_ID\" || code=$?\n"));
}

TEST(JobScriptTest, MemoryIsAskedForInMebibytes) {
    auto request = job();
    request.memory_bytes = 2.5 * 1024 * 1024;
    EXPECT_THAT(job_script(request, {}), HasSubstr("#SBATCH --mem=3M\n"));
}

TEST(JobScriptTest, ShortJobsAreNotToldToStopAtTheirStart) {
    EXPECT_EQ(warning_s(14400.0), 300.0);
    EXPECT_EQ(warning_s(600.0), 150.0);
}

}  // namespace
}  // namespace bgsim::cli
