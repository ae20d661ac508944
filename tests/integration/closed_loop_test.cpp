/// Loops through the rates of populations: the same spikes on any layout, in parts, and after a
/// branch into a loop that is new.
#include <gmock/gmock.h>

#include "bgsim/config/load.hpp"
#include "checkpoint/checkpoint.hpp"
#include "model/neuron_models.hpp"
#include "simulation/run.hpp"
#include "simulation/session.hpp"
#include "support/run_network.hpp"
#include "support/shared_folder.hpp"

namespace bgsim {
namespace {

using config::PartitionRule;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const comm::Communicator& world() {
    static const auto communicator = comm::Communicator::world();
    return communicator;
}

/// The example, 400 ms of it.
config::Specification closed_loop(std::vector<std::string> set = {}) {
    set.insert(set.begin(), {"time.duration=400 ms", "time.discard=0 ms"});
    return config::load(BGSIM_SOURCE_DIR "/configs/examples/closed_loop.yaml",
                        {.set = set, .scale = {}, .seed = {}, .params = {}}, model::catalogue());
}

/// Compare on rank 0, which has all the spikes.
void expect_same(const std::vector<std::uint64_t>& spikes,
                 const std::vector<std::uint64_t>& expected) {
    if (!world().is_root()) return;
    EXPECT_GT(expected.size(), 1000U);
    EXPECT_TRUE(spikes == expected);
}

TEST(ClosedLoopTest, SpikesAreThoseOfASerialRun) {
    auto s = closed_loop();
    const auto serial = test::all_spikes(s);
    for (const auto rule : {PartitionRule::by_population, PartitionRule::round_robin}) {
        for (const int threads : {1, 3}) {
            s.partition = rule;
            expect_same(test::all_spikes(s, {.communicator = world(), .threads = threads}), serial);
        }
    }
    EXPECT_NE(test::all_spikes(closed_loop({"inputs.CTX -> STN.poisson.rate=250 Hz"})), serial);
}

class ClosedLoopCheckpointTest : public testing::Test {
protected:
    simulation::RunSummary run(config::Specification s,
                               Step until,
                               int threads,
                               const std::string& name = "run.h5") {
        s.duration = until;
        const auto files = simulation::run_files(folder_ / name);
        const auto session = simulation::open_session(s, files, {}, world());
        simulation::RunOptions options;
        options.output = files.result;
        options.start = session.start;
        options.checkpoint_every_s = 1e6;  // only at the end
        options.threads = threads;
        return simulation::run(s, world(), options, {});
    }

    /// What restoring the checkpoint of `run` into the network of `s` tells.
    std::vector<std::string> notes_of_restoring(const config::Specification& s) {
        const auto file = simulation::run_files(folder_ / "run.h5").checkpoint;
        engine::Engine engine(s, world(), 1, model::choose_isa("auto"));
        return checkpoint::restore(file, checkpoint::read_metadata(file), s, engine.state());
    }

    test::SharedFolder folder_{world()};
};

/// The parts end within the first window, between and in the middle of intervals.
TEST_F(ClosedLoopCheckpointTest, SpikesOfPartsAreThoseOfOnePiece) {
    const auto s = closed_loop();
    const auto whole = run(s, 3000, 1, "whole.h5");
    run(s, 120, 2);
    run(s, 1033, 1);
    const auto parts = run(s, 3000, 3);
    EXPECT_GT(parts.spikes, 1000U);
    EXPECT_EQ(parts.spikes, whole.spikes);
    EXPECT_EQ(parts.spike_digest, whole.spike_digest);
}

TEST_F(ClosedLoopCheckpointTest, ABranchIntoANewLoopSaysFromWhenOnItCounts) {
    run(closed_loop(), 1000, 1);
    EXPECT_THAT(notes_of_restoring(closed_loop()), IsEmpty());
    EXPECT_THAT(
        notes_of_restoring(closed_loop({"inputs.CTX -> STN.poisson.rate.follow=STN"})),
        ElementsAre(HasSubstr("the checkpoint has 0 step(s) of the activity of STN, which is "
                              "followed: before these, the 'start' of what follows it counts")));
    EXPECT_THAT(notes_of_restoring(closed_loop({"inputs.CTX -> STN.poisson.rate.window=90 ms"})),
                ElementsAre(HasSubstr("the checkpoint has 225 step(s) of the activity of TH")));
}

}  // namespace
}  // namespace bgsim
