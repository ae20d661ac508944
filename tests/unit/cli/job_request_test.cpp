#include "cli/job_request.hpp"

#include <gmock/gmock.h>

#include "support/example_specification.hpp"

namespace bgsim::cli {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

JobRequest request_for(const JobOptions& options, const config::Site& site) {
    return make_job(bgsim::test::example_specification(), options, site, {"my.yaml"}).request;
}

config::Site site_with(int cores, double memory_bytes = 256e9) {
    config::Site site;
    site.node_cores = cores;
    site.node_memory_bytes = memory_bytes;
    return site;
}

TEST(JobRequestTest, WithoutASiteAJobIsSmall) {
    const JobRequest job = request_for({}, {});
    EXPECT_EQ(job.name, "loop");
    EXPECT_EQ(job.nodes, 1);
    EXPECT_EQ(job.ranks_per_node, 2);
    EXPECT_EQ(job.threads, 4);
    EXPECT_FALSE(job.memory_bytes.has_value());
    EXPECT_THAT(job.program, HasSubstr("unit_cli_test"));  // the program that runs
}

TEST(JobRequestTest, NodesOfTheSiteAreDivided) {
    EXPECT_EQ(request_for({}, site_with(128)).ranks_per_node, 8);
    EXPECT_EQ(request_for({}, site_with(128)).threads, 16);
    JobOptions options;
    options.threads = 32;
    EXPECT_EQ(request_for(options, site_with(128)).ranks_per_node, 4);
    options.ranks_per_node = 2;
    EXPECT_EQ(request_for(options, site_with(128)).threads, 32);
    options.threads.reset();
    EXPECT_EQ(request_for(options, site_with(128)).threads, 64);
}

TEST(JobRequestTest, NodesAreWhatTheMemoryNeedsOrAsGiven) {
    EXPECT_EQ(request_for({}, site_with(4)).nodes, 1);
    auto s = bgsim::test::example_specification();
    s.populations[0].size = 51'200;
    s.populations[1].size = 51'200;
    s.projections.resize(1);
    s.projections[0].rule.number = 6000;  // 1.2 GB
    EXPECT_GT(make_job(s, {}, site_with(4, 300e6), {}).request.nodes, 3);
    JobOptions options;
    options.nodes = 2;
    const Job job = make_job(s, options, site_with(4, 300e6), {});
    EXPECT_EQ(job.request.nodes, 2);
    EXPECT_EQ(job.request.memory_bytes, 300e6);  // no more than a node has
    EXPECT_THAT(job.warnings, Contains(HasSubstr("does not fit a node of 300 MB")));
}

TEST(JobRequestTest, TimeIsGivenOrPredictedOrTheLongestOfTheSite) {
    JobOptions options;
    EXPECT_EQ(request_for(options, {}).time_s, 1200.0);  // 10 min and a little, in full 10 min
    config::Site site;
    site.longest_time_s = 900.0;
    EXPECT_EQ(request_for(options, site).time_s, 900.0);
    EXPECT_THAT(request_for(options, site).remarks, Contains(HasSubstr("returns to the queue")));
    options.time = "4h";
    EXPECT_EQ(request_for(options, site).time_s, 14400.0);
    EXPECT_THAT(request_for(options, site).remarks, Contains("time: as given"));
}

TEST(JobRequestTest, CommandLineIsKeptForTheRun) {
    ConfigurationOptions options;
    options.file = "my.yaml";
    EXPECT_THAT(run_arguments(options), ElementsAre("my.yaml"));
    options.overrides = {.set = {"a=1", "b=2"}, .scale = 0.1, .seed = 0, .params = {"p"}};
    options.partition = "round_robin";
    options.precision = "single";
    EXPECT_THAT(
        run_arguments(options),
        ElementsAre("my.yaml", "--set", "a=1", "--set", "b=2", "--scale", "0.1", "--seed", "0",
                    "--params", "p", "--partition", "round_robin", "--precision", "single"));
}

TEST(JobRequestTest, GoodJobsHaveNoWarnings) {
    JobOptions options;
    options.ranks_per_node = 1;
    options.threads = 1;
    EXPECT_THAT(make_job(bgsim::test::example_specification(), options, {}, {}).warnings,
                IsEmpty());
}

}  // namespace
}  // namespace bgsim::cli
