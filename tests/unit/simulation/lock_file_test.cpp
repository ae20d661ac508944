#include "simulation/lock_file.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "bgsim/error.hpp"
#include "core/host.hpp"
#include "support/temporary_folder.hpp"

namespace bgsim::simulation {
namespace {

using test::TemporaryFolder;
using testing::HasSubstr;

const core::Variables outside_of_slurm = [](const char*) { return std::nullopt; };
const core::CommandOutput no_slurm = [](const std::string&) { return std::nullopt; };

core::Variables in_job(const std::string& id, const std::string& restarts) {
    return [=](const char* name) -> std::optional<std::string> {
        if (std::string(name) == "SLURM_JOB_ID") return id;
        if (std::string(name) == "SLURM_RESTART_COUNT") return restarts;
        return std::nullopt;
    };
}

core::CommandOutput queue(const std::string& jobs) {
    return [=](const std::string&) -> std::optional<std::string> { return jobs; };
}

std::string refusal(const std::filesystem::path& file,
                    const core::Variables& variables,
                    const core::CommandOutput& output) {
    try {
        const LockFile lock(file, variables, output);
    } catch (const SystemError& error) {
        EXPECT_EQ(error.code(), ExitCode::cannot_create);
        return error.what();
    }
    return "";
}

TEST(LockFileTest, IsHeldByOneAndGoneAfterwards) {
    const TemporaryFolder folder;
    {
        const LockFile lock(folder / "a/run.lock", outside_of_slurm, no_slurm);
        EXPECT_THAT(refusal(folder / "a/run.lock", outside_of_slurm, no_slurm),
                    HasSubstr("being written by process"));
    }
    EXPECT_FALSE(std::filesystem::exists(folder / "a/run.lock"));
    EXPECT_EQ(refusal(folder / "a/run.lock", outside_of_slurm, no_slurm), "");
}

TEST(LockFileTest, OneThatADeadProcessOfThisHostLeftIsTaken) {
    const TemporaryFolder folder;
    folder.write("run.lock", "host " + core::host_name() + "\nprocess 1\nsince 2020\n");
    EXPECT_EQ(refusal(folder / "run.lock", outside_of_slurm, no_slurm), "");
}

TEST(LockFileTest, OneOfAnotherHostIsRespectedUnlessSlurmSaysThatItsJobIsGone) {
    const TemporaryFolder folder;
    const std::string other = "host elsewhere\nprocess 1\nsince 2020\n";
    folder.write("run.lock", other);
    EXPECT_THAT(refusal(folder / "run.lock", outside_of_slurm, no_slurm),
                HasSubstr("process 1 on elsewhere"));
    folder.write("run.lock", other + "job 7 0\n");
    EXPECT_THAT(refusal(folder / "run.lock", outside_of_slurm, no_slurm), HasSubstr("job 7"));
    EXPECT_THAT(refusal(folder / "run.lock", in_job("8", "0"), queue("7,7_N/A\n8,8_N/A\n")),
                HasSubstr("job 7"));
    EXPECT_EQ(refusal(folder / "run.lock", in_job("8", "0"), queue("8,8_N/A\n")), "");
}

TEST(LockFileTest, ARequeuedJobTakesItsOwn) {
    const TemporaryFolder folder;
    const std::string own = "host elsewhere\nprocess 1\nsince 2020\njob 7 0\n";
    folder.write("run.lock", own);
    EXPECT_NE(refusal(folder / "run.lock", in_job("7", "0"), queue("7,7_N/A\n")), "");
    EXPECT_EQ(refusal(folder / "run.lock", in_job("7", "1"), queue("7,7_N/A\n")), "");
}

TEST(LockFileTest, AFolderThatCannotBeMadeIsNamed) {
    EXPECT_THAT(refusal("/proc/no/run.lock", outside_of_slurm, no_slurm), HasSubstr("/proc/no"));
}

}  // namespace
}  // namespace bgsim::simulation
