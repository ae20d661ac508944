/// Rank 0 leads, the others follow: same measurements, same errors.
#include "protocol/laboratory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bgsim/config/load.hpp"
#include "bgsim/error.hpp"
#include "model/neuron_models.hpp"
#include "protocol/recorded.hpp"
#include "support/shared_folder.hpp"
#include "support/temporary_folder.hpp"

namespace bgsim::protocol {
namespace {

using testing::ElementsAre;

config::Specification network(double current_pA) {
    const test::TemporaryFolder folder;
    const auto file = folder.write(
        "a.yaml",
        "experiment: a\ntime: {duration: 50 ms}\npopulations: {cell: {size: 600, model: "
        "lif, parameters: {C_m: 250 pF, g_L: 25 nS, t_ref: 2 ms, E_L: -70 mV, V_th: -55 "
        "mV, V_reset: -70 mV}}}\ninputs: {step -> cell: {current: " +
            std::to_string(current_pA) + " pA, neurons: 599}}\n");
    return config::load(file, {}, model::catalogue());
}

class LaboratoryTest : public testing::Test {
protected:
    void conduct_here(const std::function<void(Laboratory&)>& work) {
        conduct(ranks_, {.threads = 2, .scratch = folder_.path()}, work);
    }

    comm::Communicator ranks_ = comm::Communicator::world();
    test::SharedFolder folder_{ranks_};
};

TEST_F(LaboratoryTest, OneSimulationMayFollowFromAnother) {
    std::vector<double> spikes;
    conduct_here([&](Laboratory& laboratory) {
        double current_pA = 100.0;
        while (spikes.empty()) {
            current_pA *= 10.0;
            spikes = spike_trains(*laboratory.simulate(network(current_pA)), "cell")[599];
        }
    });
    // What rank 0 measured is known to it alone.
    if (ranks_.is_root()) {
        EXPECT_THAT(spikes, ElementsAre(4.8, 11.6, 18.4, 25.2, 32.0, 38.8, 45.6));
        // Others may be here before rank 0 has tidied up.
        EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
    } else {
        EXPECT_TRUE(spikes.empty());
    }
}

TEST_F(LaboratoryTest, AnErrorOfTheLeaderEndsAllAlike) {
    try {
        conduct_here([&](Laboratory& laboratory) {
            laboratory.simulate(network(1000.0));
            throw InputError("nothing to see here", ExitCode::missing_input);
        });
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_STREQ(error.what(), "nothing to see here");
        EXPECT_EQ(error.code(), ExitCode::missing_input);
    }
}

TEST_F(LaboratoryTest, AKeptResultIsNotOverwritten) {
    const KeptResult kept{folder_ / "kept.h5"};
    conduct_here([&](Laboratory& laboratory) { laboratory.simulate(network(1000.0), kept); });
    EXPECT_TRUE(std::filesystem::exists(kept.file));
    try {
        conduct_here([&](Laboratory& laboratory) { laboratory.simulate(network(1000.0), kept); });
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ExitCode::cannot_create);
    }
}

}  // namespace
}  // namespace bgsim::protocol
