#include "cli/launch.hpp"

#include <gmock/gmock.h>

#include <map>

namespace bgsim::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

Variables with(const std::map<std::string, std::string>& values) {
    return [values](const char* name) -> std::optional<std::string> {
        const auto found = values.find(name);
        if (found == values.end()) return std::nullopt;
        return found->second;
    };
}

TEST(LaunchTest, ThreadsFollowOmpNumThreadsFirst) {
    const Cores cores{.usable = 8, .sharing_ranks = 1};
    EXPECT_EQ(
        default_threads(cores, with({{"OMP_NUM_THREADS", "3"}, {"SLURM_CPUS_PER_TASK", "4"}})), 3);
    EXPECT_EQ(default_threads(cores, with({{"SLURM_CPUS_PER_TASK", "4"}})), 4);
    EXPECT_EQ(default_threads(cores, with({})), 8);
}

TEST(LaunchTest, NestedOmpNumThreadsCountsItsOutermostLevel) {
    EXPECT_EQ(default_threads({}, with({{"OMP_NUM_THREADS", "4,2"}})), 4);
}

TEST(LaunchTest, UselessVariablesAreNoNumberOfThreads) {
    const Cores cores{.usable = 6, .sharing_ranks = 2};
    for (const char* text : {"", "0", "-2", "many"}) {
        EXPECT_EQ(default_threads(cores, with({{"OMP_NUM_THREADS", text}})), 3) << text;
    }
}

TEST(LaunchTest, RanksShareTheCoresOfTheirHostButHaveOneThreadAtLeast) {
    EXPECT_EQ(default_threads({.usable = 8, .sharing_ranks = 3}, with({})), 2);
    EXPECT_EQ(default_threads({.usable = 2, .sharing_ranks = 5}, with({})), 1);
}

TEST(LaunchTest, CopiesInsteadOfRanksAreFound) {
    EXPECT_THAT(launch_problem(1, with({{"OMPI_COMM_WORLD_SIZE", "4"}})),
                HasSubstr("OMPI_COMM_WORLD_SIZE=4 but MPI sees a single rank"));
    EXPECT_THAT(launch_problem(1, with({{"SLURM_NTASKS", "4"}})), HasSubstr("srun bgsim"));
}

TEST(LaunchTest, RightStartsAreNoProblem) {
    EXPECT_THAT(launch_problem(1, with({})), IsEmpty());
    EXPECT_THAT(launch_problem(4, with({{"OMPI_COMM_WORLD_SIZE", "4"}})), IsEmpty());
    EXPECT_THAT(launch_problem(1, with({{"SLURM_NTASKS", "1"}})), IsEmpty());
}

TEST(LaunchTest, OneRankByMpirunWithinALargerAllocationIsNoProblem) {
    EXPECT_THAT(launch_problem(1, with({{"OMPI_COMM_WORLD_SIZE", "1"}, {"SLURM_NTASKS", "4"}})),
                IsEmpty());
}

TEST(LaunchTest, MoreThreadsThanCoresGiveAWarningWithTheRemedy) {
    EXPECT_THAT(
        oversubscription_warning({.usable = 8, .sharing_ranks = 2}, 8),
        HasSubstr("2 rank(s) x 8 thread(s) share 8 core(s), which is slow; use --threads 4"));
    EXPECT_THAT(oversubscription_warning({.usable = 2, .sharing_ranks = 4}, 1),
                HasSubstr("use fewer ranks"));
    EXPECT_THAT(oversubscription_warning({.usable = 8, .sharing_ranks = 2}, 4), IsEmpty());
}

TEST(LaunchTest, WantedThreadsAreTaken) {
    const Placement placement = place({}, 3);
    EXPECT_EQ(placement.threads, 3);
    EXPECT_EQ(placement.hosts.size(), 1U);
}

}  // namespace
}  // namespace bgsim::cli
