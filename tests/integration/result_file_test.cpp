/// A result file does not depend on ranks, threads and partition, apart from its provenance.
#include <gtest/gtest.h>

#include <cstdlib>

#include "io/result_reader.hpp"
#include "simulation/run.hpp"
#include "support/every_feature.hpp"
#include "support/shared_folder.hpp"

namespace bgsim {
namespace {

constexpr std::uint64_t all = 1'000'000'000;

void run_to(const std::filesystem::path& file,
            const config::Specification& specification,
            const comm::Communicator& communicator,
            int threads,
            double flush_every_s) {
    simulation::RunOptions options;
    options.output = file;
    options.threads = threads;
    options.flush_every_s = flush_every_s;
    EXPECT_EQ(simulation::run(specification, communicator, options, {}).exit_code, 0);
}

void expect_same_content(const std::filesystem::path& a, const std::filesystem::path& b) {
    const io::ResultReader first(a);
    const io::ResultReader second(b);
    EXPECT_EQ(first.complete_until_ms(), second.complete_until_ms());
    for (const auto& p : first.populations()) {
        SCOPED_TRACE(p.name);
        EXPECT_GT(p.n_spikes, 0U);
        EXPECT_EQ(p.n_spikes, second.population(p.name).n_spikes);
        const auto spikes = first.spikes(p.name, 0, all);
        const auto others = second.spikes(p.name, 0, all);
        EXPECT_TRUE(spikes.timestamps_ms == others.timestamps_ms);
        EXPECT_TRUE(spikes.node_ids == others.node_ids);
        EXPECT_TRUE(first.rates_hz(p.name) == second.rates_hz(p.name));
    }
    ASSERT_EQ(first.reports().size(), second.reports().size());
    for (const auto& report : first.reports()) {
        EXPECT_GT(report.n_samples, 0U);
        EXPECT_TRUE(first.samples(report.population, 0, all) ==
                    second.samples(report.population, 0, all));
    }
}

/// Bit for bit, all groups, datasets and attributes except /provenance, if the program is there.
void expect_no_difference(const std::filesystem::path& a, const std::filesystem::path& b) {
    const std::string program = BGSIM_H5DIFF;
    if (program.empty()) GTEST_SKIP() << "h5diff was not found";
    const std::string command =
        program + " --exclude-path /provenance " + a.string() + " " + b.string();
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
}

class ResultFileTest : public testing::TestWithParam<config::PartitionRule> {};

TEST_P(ResultFileTest, IsThatOfASerialRun) {
    const auto world = comm::Communicator::world();
    const test::SharedFolder folder(world);
    auto s = test::every_feature();
    if (world.is_root()) run_to(folder / "serial.h5", s, {}, 1, 10.0);
    s.partition = GetParam();
    run_to(folder / "parallel.h5", s, world, 2, 0.05);
    if (!world.is_root()) return;
    expect_same_content(folder / "serial.h5", folder / "parallel.h5");
    expect_no_difference(folder / "serial.h5", folder / "parallel.h5");
}

INSTANTIATE_TEST_SUITE_P(Partitions,
                         ResultFileTest,
                         testing::Values(config::PartitionRule::by_population,
                                         config::PartitionRule::round_robin));

}  // namespace
}  // namespace bgsim
