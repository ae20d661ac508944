#include "core/slurm_job.hpp"

#include <gtest/gtest.h>

#include <map>

namespace bgsim::core {
namespace {

Variables variables(std::map<std::string, std::string> values) {
    return [values = std::move(values)](const char* name) -> std::optional<std::string> {
        const auto found = values.find(name);
        if (found == values.end()) return std::nullopt;
        return found->second;
    };
}

/// Says `text` to the one command that is expected.
CommandOutput says(const std::string& expected, std::optional<std::string> text) {
    return [=](const std::string& command) -> std::optional<std::string> {
        EXPECT_EQ(command, expected);
        return text;
    };
}

TEST(SlurmJobTest, TimesAsSlurmWritesThem) {
    EXPECT_EQ(slurm_time_s("4:59"), 299.0);
    EXPECT_EQ(slurm_time_s("2:59:59"), 10799.0);
    EXPECT_EQ(slurm_time_s("2-02:59:59"), 183599.0);
    for (const char* text :
         {"", "UNLIMITED", "NOT_SET", "12", "1:", "-1:00", "1:2:3:4", "x-1:00"}) {
        EXPECT_EQ(slurm_time_s(text), std::nullopt) << text;
    }
}

TEST(SlurmJobTest, ThereIsNoneOutsideOfSlurm) {
    EXPECT_EQ(current_slurm_job(variables({})), std::nullopt);
    EXPECT_EQ(current_slurm_job(variables({{"SLURM_JOB_ID", "1; rm -r"}})), std::nullopt);
}

TEST(SlurmJobTest, ATaskOfAnArrayIsNamedByBoth) {
    EXPECT_EQ(current_slurm_job(variables({{"SLURM_JOB_ID", "12"}})), (SlurmJob{"12", 0}));
    EXPECT_EQ(current_slurm_job(variables({{"SLURM_JOB_ID", "12"},
                                           {"SLURM_ARRAY_JOB_ID", "10"},
                                           {"SLURM_ARRAY_TASK_ID", "2"},
                                           {"SLURM_RESTART_COUNT", "3"}})),
              (SlurmJob{"10_2", 3}));
}

TEST(SlurmJobTest, TheTimeLeftIsAskedForUnlessTheEndIsKnown) {
    const SlurmJob job{"10_2", 0};
    const std::string command = "squeue -h -j 10_2 -o %L";
    EXPECT_EQ(remaining_s(job, variables({}), says(command, "1:00:00\n")), 3600.0);
    EXPECT_EQ(remaining_s(job, variables({}), says(command, "UNLIMITED\n")), std::nullopt);
    EXPECT_EQ(remaining_s(job, variables({}), says(command, std::nullopt)), std::nullopt);
    const auto past =
        remaining_s(job, variables({{"SLURM_JOB_END_TIME", "1"}}), says("nothing", std::nullopt));
    ASSERT_TRUE(past);
    EXPECT_LT(*past, 0.0);
}

TEST(SlurmJobTest, AJobIsActiveWhileItIsInTheQueue) {
    const std::string command = "squeue -h -r -o %A,%F_%K";
    const auto queue = says(command, "7,7_N/A\n12,10_2\n");
    EXPECT_EQ(is_active({"7", 0}, queue), true);
    EXPECT_EQ(is_active({"10_2", 0}, queue), true);
    EXPECT_EQ(is_active({"10_3", 0}, queue), false);
    EXPECT_EQ(is_active({"1", 0}, queue), false);
    EXPECT_EQ(is_active({"7", 0}, says(command, std::nullopt)), std::nullopt);
}

TEST(SlurmJobTest, CommandsGiveTheirOutputOrNothing) {
    EXPECT_EQ(output_of_commands()("echo word"), "word\n");
    EXPECT_EQ(output_of_commands()("false"), std::nullopt);
    EXPECT_EQ(output_of_commands()("no-such-program-anywhere"), std::nullopt);
}

}  // namespace
}  // namespace bgsim::core
