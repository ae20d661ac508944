/// Runs that end early: on a signal to any rank, on a potential that is not finite, on runaway.
#include <gmock/gmock.h>

#include <chrono>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <limits>
#include <thread>

#include <sys/resource.h>
#include <unistd.h>

#include "io/result_reader.hpp"
#include "simulation/run.hpp"
#include "support/lif_network.hpp"
#include "support/shared_folder.hpp"
#include "support/world.hpp"

namespace bgsim {
namespace {

using test::world;
using testing::HasSubstr;

/// 600 cells A that fire at some 30 Hz, and 300 cells B that listen to them.
config::Specification network(Step duration) {
    auto s = test::lif_specification(
        {test::lif_population("A", 600), test::lif_population("B", 300)}, duration);
    test::parameter(s.populations[0], "I_e").first = 220.0;
    s.projections = {test::lif_projection("A -> B", 0, 1, {.number = 20}, 10)};
    s.inputs = {test::poisson_input("x -> A", 0, 500.0)};
    return s;
}

struct Outcome {
    simulation::RunSummary summary;
    std::string message;  ///< on rank 0
};

/// A file that is there once a run has simulated 200 ms, for all ranks to see.
std::filesystem::path under_way(const std::filesystem::path& output) {
    return output.parent_path() / "under_way";
}

Outcome run(const config::Specification& s, simulation::RunOptions options) {
    Outcome outcome;
    options.threads = 2;
    simulation::RunObserver observer;
    observer.stopped = [&](ExitCode, const std::string& line) { outcome.message += line + "\n"; };
    observer.progress = [&](const simulation::RunStatus& status) {
        if (options.output && status.model_ms >= 200.0) std::ofstream(under_way(*options.output));
    };
    outcome.summary = simulation::run(s, world(), options, observer);
    return outcome;
}

Outcome run(const config::Specification& s,
            const std::optional<std::filesystem::path>& output = {}) {
    simulation::RunOptions options;
    options.output = output;
    return run(s, options);
}

/// Sends `signal` to this process once the run into `output` is under way.
class LaterSignal {
public:
    LaterSignal(int signal, const std::filesystem::path& output)
        : thread_([signal, file = under_way(output)] { send(signal, file); }) {}
    ~LaterSignal() { thread_.join(); }

private:
    static void send(int signal, const std::filesystem::path& file) {
        while (!std::filesystem::exists(file)) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        kill(getpid(), signal);
    }
    std::thread thread_;
};

class StopSignalTest : public testing::TestWithParam<int> {};

TEST_P(StopSignalTest, ToOneRankStopsAllWithAResultCompleteUntilThen) {
    const test::SharedFolder folder(world());
    std::optional<LaterSignal> signal;
    if (world().rank() == world().size() - 1) signal.emplace(GetParam(), folder / "run.h5");
    const auto [summary, message] = run(network(1'000'000'000), folder / "run.h5");
    EXPECT_EQ(summary.exit_code, 75);
    if (!world().is_root()) return;
    EXPECT_THAT(message, HasSubstr(GetParam() == SIGTERM ? "SIGTERM" : "SIGUSR2"));
    EXPECT_GT(summary.spikes, 0U);
    EXPECT_GT(summary.simulated_s, 0.0);
    EXPECT_LT(summary.simulated_s, summary.requested_s);
    const io::ResultReader reader(folder / "run.h5");
    // Both are a number of steps times 0.1 ms, once in seconds.
    EXPECT_NEAR(reader.complete_until_ms(), summary.simulated_s * 1e3, 1e-6);
    EXPECT_EQ(reader.population("A").n_spikes + reader.population("B").n_spikes, summary.spikes);
}

INSTANTIATE_TEST_SUITE_P(Signals, StopSignalTest, testing::Values(SIGTERM, SIGUSR2));

/// B gets inhibitory events of a conductance that no step of any solver can follow.
config::Specification exploding_network(Step duration) {
    auto s = network(duration);
    s.populations[1].ports[0].E_rev = -80.0;
    auto input = test::poisson_input("x -> B", 1, 1000.0);
    input.ports[0].weight.first = 1e306;
    s.inputs.push_back(input);
    return s;
}

TEST(NumericalStopTest, APotentialThatIsNotFiniteEndsTheRunAndIsNamed) {
    const auto [summary, message] = run(exploding_network(10'000));
    EXPECT_EQ(summary.exit_code, 76);
    if (!world().is_root()) return;
    EXPECT_LT(summary.simulated_s, 0.1);
    EXPECT_THAT(message, testing::ContainsRegex("B: V_m of cell [0-9]+ is -?(nan|inf)"));
    EXPECT_THAT(message, testing::ContainsRegex("before [0-9]+\\.[0-9] ms"));
}

TEST(NumericalStopTest, EvenInTheLastInterval) {
    const auto [summary, message] = run(exploding_network(10));
    EXPECT_EQ(summary.exit_code, 76);
    if (!world().is_root()) return;
    EXPECT_THAT(message, HasSubstr("before 1.0 ms"));
}

TEST(NumericalStopTest, IgnoredIfAskedFor) {
    auto s = exploding_network(500);
    s.limits.stop_on_nan = false;
    const auto [summary, message] = run(s);
    EXPECT_EQ(summary.exit_code, 0);
    EXPECT_EQ(summary.simulated_s, summary.requested_s);
    EXPECT_EQ(message, "");
}

TEST(RunawayTest, ARateAboveTheLimitEndsTheRunAndIsNamed) {
    const test::SharedFolder folder(world());
    auto s = network(10'000);
    s.limits.max_rate_hz = 5.0;
    const auto [summary, message] = run(s, folder / "run.h5");
    EXPECT_EQ(summary.exit_code, 76);
    if (!world().is_root()) return;
    EXPECT_NEAR(summary.simulated_s, 0.1, 1e-9);
    EXPECT_THAT(message, HasSubstr("A: "));
    EXPECT_THAT(message, HasSubstr("runaway"));
    EXPECT_NEAR(io::ResultReader(folder / "run.h5").complete_until_ms(), 100.0, 1e-9);
}

/// A run that finds `at_start` bytes free when it begins and `later` from then on.
Outcome run_on_disk(const test::SharedFolder& folder, std::uint64_t at_start, std::uint64_t later) {
    auto s = network(1'000'000'000);
    s.limits.disk_free_bytes = 2'000'000'000;
    simulation::RunOptions options;
    options.output = folder / "run.h5";
    options.flush_every_s = 0.05;
    options.free_bytes = [&, n = 0](const std::filesystem::path&) mutable {
        return ++n == 1 ? at_start : later;
    };
    return run(s, options);
}

TEST(DiskLimitTest, TooLittleSpaceAtTheStartIsRefusedOnAllRanks) {
    const test::SharedFolder folder(world());
    try {
        run_on_disk(folder, 1'500'000'000, 0);
        ADD_FAILURE() << "no exception";
    } catch (const SystemError& error) {
        EXPECT_EQ(error.code(), ExitCode::cannot_create);
        EXPECT_THAT(error.what(), HasSubstr("1.5 GB are free, limits.disk_free needs 2.0 GB"));
    }
    EXPECT_FALSE(std::filesystem::exists(folder / "run.h5"));
}

TEST(DiskLimitTest, TooLittleSpaceLaterStopsWithAResultCompleteUntilThen) {
    const test::SharedFolder folder(world());
    const auto [summary, message] = run_on_disk(folder, 2'000'000'000, 1'000'000'000);
    EXPECT_EQ(summary.exit_code, 74);
    if (!world().is_root()) return;
    EXPECT_THAT(message, HasSubstr("1.0 GB are free, limits.disk_free needs 2.0 GB"));
    EXPECT_GT(summary.simulated_s, 0.0);
    EXPECT_NEAR(io::ResultReader(folder / "run.h5").complete_until_ms(), summary.simulated_s * 1e3,
                1e-6);
}

TEST(DiskLimitTest, WithoutOutputItDoesNotMatter) {
    auto s = network(100);
    s.limits.disk_free_bytes = std::numeric_limits<std::uint64_t>::max();
    EXPECT_EQ(run(s).summary.exit_code, 0);
}

/// No file of this process may grow beyond `n_bytes` while it lives.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t n_bytes) {
        getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{n_bytes, before_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() { setrlimit(RLIMIT_FSIZE, &before_); }

private:
    rlimit before_{};
};

TEST(FailedWriteTest, TheSummarySaysWhatIsInTheFile) {
    const test::SharedFolder folder(world());
    const FileSizeLimit limit(400'000);
    simulation::RunOptions options;
    options.output = folder / "run.h5";
    options.flush_every_s = 0.0;
    auto s = network(1'000'000'000);
    const auto [summary, message] = run(s, options);
    EXPECT_EQ(summary.exit_code, 74);
    if (!world().is_root()) return;
    ASSERT_TRUE(summary.written_s);
    EXPECT_TRUE(summary.is_cut());
    EXPECT_NEAR(io::ResultReader(folder / "run.h5").complete_until_ms(), *summary.written_s * 1e3,
                1e-6);
}

TEST(RatesTest, ThereAreNoneOfARunThatEndsBeforeDiscard) {
    auto s = network(10'000);
    s.discard = 5000;
    s.limits.max_rate_hz = 5.0;
    const auto summary = run(s).summary;
    EXPECT_EQ(summary.exit_code, 76);
    for (const auto& [name, rate] : summary.rates_hz) EXPECT_TRUE(std::isnan(rate)) << name;
}

TEST(RunawayTest, RatesBelowTheLimitAreNone) {
    auto s = network(3000);
    EXPECT_EQ(run(s).summary.exit_code, 0);
}

}  // namespace
}  // namespace bgsim
