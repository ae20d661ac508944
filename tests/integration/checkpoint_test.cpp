/// A run in parts is the run in one piece, on any layout, precision and instruction set.
#include <gmock/gmock.h>

#include "checkpoint/checkpoint.hpp"
#include "model/block_kernel.hpp"
#include "simulation/run.hpp"
#include "simulation/session.hpp"
#include "support/every_feature.hpp"
#include "support/shared_folder.hpp"
#include "support/world.hpp"

namespace bgsim {
namespace {

using config::PartitionRule;
using simulation::Start;
using test::world;

/// How one part of a run is done.
struct Part {
    Step until = 0;
    int threads = 1;
    PartitionRule partition = PartitionRule::by_population;
};

struct Outcome {
    Start::Kind began = Start::Kind::fresh;
    simulation::RunSummary summary;
};

class CheckpointTest : public testing::Test {
protected:
    Outcome run(config::Specification s, const Part& part, const std::string& name = "run.h5") {
        s.duration = part.until;
        s.partition = part.partition;
        const auto files = simulation::run_files(folder_ / name);
        const auto session = simulation::open_session(s, files, {}, world());
        simulation::RunOptions options;
        options.output = files.result;
        options.start = session.start;
        options.checkpoint_every_s = 1e6;  // only at the end
        options.threads = part.threads;
        options.isa = isa_;
        return {session.start.kind, simulation::run(s, world(), options, {})};
    }

    /// In one piece, on one thread.
    std::uint64_t digest_of_one_piece(const config::Specification& s, Step until) {
        return run(s, {.until = until}, "whole.h5").summary.spike_digest;
    }

    void expect_same_in_parts(const config::Specification& s) {
        const std::uint64_t expected = digest_of_one_piece(s, 2000);
        run(s, {.until = 700, .threads = 2});
        const auto second =
            run(s, {.until = 1333, .threads = 1, .partition = PartitionRule::round_robin});
        EXPECT_EQ(second.began, Start::Kind::resumed);
        const auto last = run(s, {.until = 2000, .threads = 3});
        if (!world().is_root()) return;
        EXPECT_GT(last.summary.spikes, 100U);
        EXPECT_EQ(last.summary.spike_digest, expected);
        EXPECT_NEAR(last.summary.started_s, 0.1333, 1e-12);
    }

    std::string isa_ = "auto";

private:
    test::SharedFolder folder_{world()};
};

TEST_F(CheckpointTest, SpikesOfPartsAreThoseOfOnePiece) {
    expect_same_in_parts(test::every_feature());
}

TEST_F(CheckpointTest, InSinglePrecisionToo) {
    auto s = test::every_feature();
    s.precision = config::Precision::single;
    expect_same_in_parts(s);
}

TEST_F(CheckpointTest, TheInstructionSetOfTheFirstPartIsKept) {
    const auto s = test::every_feature();
    isa_ = model::isa_levels().front();
    run(s, {.until = 300});
    const std::string first = isa_;
    isa_ = "auto";
    EXPECT_EQ(run(s, {.until = 600}).summary.isa, first);
}

TEST_F(CheckpointTest, CountsAndRatesAreThoseOfAllParts) {
    const auto s = test::every_feature();
    const auto whole = run(s, {.until = 2000}, "whole.h5").summary;
    run(s, {.until = 1100});
    const auto parts = run(s, {.until = 2000}).summary;
    EXPECT_EQ(parts.spikes, whole.spikes);
    EXPECT_EQ(parts.synaptic_events, whole.synaptic_events);
    EXPECT_EQ(parts.external_events, whole.external_events);
    EXPECT_EQ(parts.rates_hz, whole.rates_hz);
}

}  // namespace
}  // namespace bgsim
