#include <gmock/gmock.h>

#include "bgsim/config/load.hpp"
#include "bgsim/error.hpp"
#include "model/neuron_models.hpp"

namespace bgsim::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string parameters =
    "model: lif, parameters: {C_m: 100 pF, g_L: 10 nS, E_L: -70 mV, V_th: -50 mV, V_reset: -65 mV}";
const std::string four_populations =
    "experiment: lfp\n"
    "time: {duration: 1 s, dt: 0.5 ms}\n"
    "populations:\n"
    "  a: {size: 5, " +
    parameters +
    ", ports: {g: {tau: 5 ms, E_rev: 0 mV}}}\n"
    "  jumps: {size: 5, " +
    parameters +
    ", ports: {g: {type: delta}}}\n"
    "  source: {size: 3, spikes: {times: [1 ms]}}\n"
    "  b: {size: 5, " +
    parameters + ", ports: {g: {type: current, tau: 5 ms}}}\n";

Specification with_lfp(const std::string& lfp) {
    return load_text(four_populations + "record: {lfp: " + lfp + "}\n", "lfp.yaml", {},
                     model::catalogue());
}

std::string refusal_of_lfp(const std::string& lfp) {
    try {
        with_lfp(lfp);
    } catch (const InputError& error) {
        return error.what();
    }
    return "loaded";
}

TEST(LfpRecordingTest, AllPopulationsWithSynapticCurrentsAreRecorded) {
    const auto lfp = with_lfp("{every: 1 ms}").recording.lfp.value();
    EXPECT_THAT(lfp.populations, ElementsAre(0, 3));
    EXPECT_EQ(lfp.every, 2);
}

TEST(LfpRecordingTest, OrThoseThatAreNamedInTheOrderOfTheNetwork) {
    EXPECT_THAT(with_lfp("{every: 1 ms, populations: [b, a, b]}").recording.lfp.value().populations,
                ElementsAre(0, 3));
}

TEST(LfpRecordingTest, ItSurvivesTheWayToOtherRanks) {
    const auto lfp = unpack(pack(with_lfp("{every: 1 ms}"))).recording.lfp.value();
    EXPECT_THAT(lfp.populations, ElementsAre(0, 3));
    EXPECT_EQ(lfp.every, 2);
}

TEST(LfpRecordingTest, MistakesAreTold) {
    EXPECT_THAT(refusal_of_lfp("{populations: [a]}"), HasSubstr("every"));
    EXPECT_THAT(refusal_of_lfp("{every: 0.7 ms}"), HasSubstr("0.5 ms"));
    EXPECT_THAT(refusal_of_lfp("{every: 1 ms, populations: [c]}"), HasSubstr("'c'"));
    EXPECT_THAT(refusal_of_lfp("{every: 1 ms, populations: [source]}"), HasSubstr("'source'"));
    EXPECT_THAT(refusal_of_lfp("{every: 1 ms, populations: [jumps]}"),
                HasSubstr("'jumps' has no port of type conductance or current; remove it from "
                          "'record.lfp'"));
    EXPECT_THAT(refusal_of_lfp("{every: 1 ms, cells: 3}"), HasSubstr("unknown key 'cells'"));
}

TEST(LfpRecordingTest, APeriodBeyondTheRunIsNoted) {
    EXPECT_THAT(with_lfp("{every: 1 s}").notes,
                ElementsAre(HasSubstr("record.lfp: only the start")));
}

}  // namespace
}  // namespace bgsim::config
