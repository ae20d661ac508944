#include "simulation/network_table.hpp"

#include <gmock/gmock.h>

#include <limits>

#include "support/example_specification.hpp"

namespace bgsim::simulation {
namespace {

using config::ConnectionRule;
using config::Distribution;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

std::string table() { return network_table(test::example_specification(), {}); }

TEST(NetworkTableTest, HeadNamesExperimentSeedAndTime) {
    EXPECT_THAT(table(), HasSubstr("experiment loop, seed 3, 2000 ms in steps of 0.1 ms, "
                                   "100 ms discarded, double precision\ntwo nuclei\n"));
}

TEST(NetworkTableTest, PopulationRowHasSizeBlocksModelAndVariedParameters) {
    EXPECT_THAT(table(), ContainsRegex("GPe +300 +2 +qif +rk4 +cell_of_GPe +C_m +24.6 kB\n"));
}

TEST(NetworkTableTest, PortRowHasTimeConstantAndReversal) {
    EXPECT_THAT(table(), ContainsRegex("STN +GABA_A +conductance +6 +-65 +1\n"));
}

TEST(NetworkTableTest, PortsOfOtherTypesAndShapesAreToldApart) {
    auto s = test::example_specification();
    auto& ports = s.populations[0].ports;
    ports[0].shape = config::Port::Shape::alpha;
    ports[1].type = config::Port::Type::current;
    ports[1].shape = config::Port::Shape::difference;
    ports[1].tau_rise = 0.5;
    config::Port jump;
    jump.name = "jump";
    jump.type = config::Port::Type::delta;
    jump.gain = 1.2;
    ports.push_back(jump);
    s.inputs[0].ports = {{.port = 2, .weight = {.first = 0.3}}};
    const std::string text = network_table(s, {});
    EXPECT_THAT(text, ContainsRegex("STN +AMPA +conductance +12 alpha +0 +1\n"));
    EXPECT_THAT(text, ContainsRegex("STN +GABA_A +current +6, rise 0.5 +- +1\n"));
    EXPECT_THAT(text, ContainsRegex("STN +jump +delta +- +- +1.2\n"));
    EXPECT_THAT(text, HasSubstr("jump 0.3 mV"));
}

TEST(NetworkTableTest, CellsThatOnlySendSpikesHaveNoModel) {
    auto s = test::example_specification();
    config::Population source;
    source.name = "source";
    source.size = 300;
    source.spike_times = {1, 2, 50};
    s.populations.push_back(source);
    s.recording.spikes.push_back(true);
    EXPECT_THAT(network_table(s, {}),
                ContainsRegex("source +300 +2 +- +3 spike\\(s\\) each +0 B\n"));
}

TEST(NetworkTableTest, CellsThatFireAtRandomHaveARate) {
    auto s = test::example_specification();
    s.populations[0].model.clear();
    s.populations[0].spike_rate = config::Waveform{};
    s.populations[0].spike_rate->mean = 40.0;
    EXPECT_THAT(network_table(s, {}), ContainsRegex("STN +100 +1 +- +poisson, 40 Hz "));
}

TEST(NetworkTableTest, ACeilingStandsWithTheWeightAndTakesMemory) {
    auto s = test::example_specification();
    const double before = input_bytes(s, s.populations[0]);
    const auto n_ports = static_cast<double>(s.populations[0].ports.size());
    s.projections[1].ceiling = 5.5;
    EXPECT_THAT(network_table(s, {}), HasSubstr("uniform 1..3 nS, up to 5.5 nS "));
    EXPECT_DOUBLE_EQ(input_bytes(s, s.populations[0]), before * (n_ports + 1.0) / n_ports);
}

TEST(NetworkTableTest, ARateThatFollowsAPopulationSaysHow) {
    auto s = test::example_specification();
    auto& rate = s.inputs[0].waveform;
    rate = {.kind = config::Waveform::Kind::loop};
    rate.loop = config::Loop{
        .population = 1, .window = 200, .delay = 100, .gain = -0.5, .offset = 40.0, .high = 100.0};
    EXPECT_THAT(network_table(s, {}),
                HasSubstr("follows GPe (20 ms, 10 ms ago): 40 - 0.5 x within 0..100 Hz"));
    rate.loop->function = config::Loop::Function::sigmoid;
    rate.loop->maximum = 60.0;
    rate.loop->midpoint = 30.0;
    rate.loop->slope = -5.0;
    rate.loop->high = std::numeric_limits<double>::infinity();
    rate.loop->factor = 0.8;
    EXPECT_THAT(network_table(s, {}),
                HasSubstr("0.8 (sigmoid to 60 Hz, half at 30 Hz, slope -5 Hz)"));
}

TEST(NetworkTableTest, DopamineIsALevelOrADepletion) {
    auto s = test::example_specification();
    EXPECT_THAT(network_table(s, {}), Not(HasSubstr("dopamine")));
    s.dopamine_level = 0.5;
    s.dopamine_baseline = 0.8;
    EXPECT_THAT(network_table(s, {}), HasSubstr("dopamine 0.5, baseline 0.8\n"));
    s.dopamine_depletion = 0.95;
    EXPECT_THAT(network_table(s, {}), HasSubstr("dopamine depletion 0.95, baseline 0.8\n"));
}

TEST(NetworkTableTest, DrawnWeightsOfAnInputAreShownAndTakeMemory) {
    auto s = test::example_specification();
    const double before = expected_bytes(s, s.populations[0]);
    s.inputs[0].ports[0].weight = {.kind = Distribution::Kind::uniform, .first = 1, .second = 3};
    EXPECT_THAT(network_table(s, {}), HasSubstr("AMPA uniform 1..3 nS"));
    EXPECT_EQ(expected_bytes(s, s.populations[0]), before + 256 * 8);
    EXPECT_EQ(expected_bytes(s, s.populations[1]),
              expected_bytes(test::example_specification(), s.populations[1]));
}

TEST(NetworkTableTest, AnInputToSomeCellsSaysToHowMany) {
    auto s = test::example_specification();
    s.inputs[0].neurons = {{{0, 9}, {20, 20}}};
    EXPECT_THAT(network_table(s, {}), ContainsRegex("CTX -> STN +poisson +11 +546 Hz"));
}

TEST(NetworkTableTest, ProjectionRowHasDegreesWeightDelayAndSize) {
    const std::string text = table();
    EXPECT_THAT(text, ContainsRegex("GPe -> STN +GABA_A +fixed_outdegree k=10 +30 +10 "
                                    "+uniform 1..3 nS +uniform 1..5 ms +- +3000 +28.2 kB\n"));
    EXPECT_THAT(text, ContainsRegex("GPe -> GPe .* yes +8970 "));
}

TEST(NetworkTableTest, InputRowHasWaveformPortsAndDelay) {
    EXPECT_THAT(table(),
                ContainsRegex("CTX -> STN +poisson +all +546 Hz, square 20 Hz \\+- 50.4 Hz "
                              "+AMPA 0.5 nS +2.5\n"));
}

TEST(NetworkTableTest, RecordingTotalsAndNotesFollow) {
    const std::string text = table();
    EXPECT_THAT(text, HasSubstr("  spikes: all populations\n"));
    EXPECT_THAT(text, HasSubstr("  state: V_m, u of 10 cell(s) of STN every 1 ms\n"));
    EXPECT_THAT(text, HasSubstr("  400 cells in 2 population(s), about 20970 synapses in 3 "
                                "projection(s)\n"));
    EXPECT_THAT(text, HasSubstr("notes\n  sizes were scaled by 0.1\n"));
}

TEST(NetworkTableTest, EmptySectionsAreLeftOut) {
    config::Specification s;
    s.populations = {test::population("STN", 1)};
    s.recording.spikes = {false};
    const std::string text = network_table(s, {});
    EXPECT_THAT(text, Not(HasSubstr("projections\n")));
    EXPECT_THAT(text, Not(HasSubstr("inputs\n")));
    EXPECT_THAT(text, HasSubstr("  spikes: none\n"));
}

TEST(DescribeTest, DistributionsSayTheirKindAndBounds) {
    EXPECT_EQ(describe(Distribution{.first = 2.0}, "nS"), "2 nS");
    EXPECT_EQ(describe(Distribution{.kind = Distribution::Kind::normal,
                                    .first = 15.2,
                                    .second = 3.0,
                                    .bounds = Distribution::Bounds::redraw,
                                    .low = 6.2,
                                    .high = 24.2},
                       "pF"),
              "normal 15.2 +- 3 pF, within 6.2..24.2 pF");
}

TEST(NetworkTableTest, RecordedSpikesNameTheirFile) {
    auto s = test::example_specification();
    s.populations[0].model.clear();
    s.populations[0].spike_file = config::SpikeFile{"/a/b.csv", {1, 2, 3}};
    EXPECT_THAT(network_table(s, {}), ContainsRegex("STN +100 +1 +- +3 spike\\(s\\) of /a/b.csv "));
}

TEST(NetworkTableTest, RecruitedCellsAreCounted) {
    auto s = test::example_specification();
    s.inputs[0].recruits = 0.4;
    EXPECT_THAT(network_table(s, {}), ContainsRegex("CTX -> STN +poisson +40 at random +546 Hz"));
}

TEST(DescribeTest, CurrentsSayHowTheyChange) {
    config::Waveform w{.kind = config::Waveform::Kind::pulses,
                       .mean = 3.0,
                       .amplitude = 300.0,
                       .frequency = 130.0,
                       .steps = {}};
    w.pulses = {.period = 1000.0 / 130.0, .width = 0.06, .first = 1000.0, .until = 2000.0};
    config::Specification s;
    EXPECT_EQ(describe(w, "pA", s),
              "3 pA, pulses of 300 pA, 0.06 ms, at 130 Hz, from 1000 ms, to 2000 ms");
    w = {.kind = config::Waveform::Kind::noise, .mean = 3.0, .amplitude = 20.0, .steps = {}};
    w.tau = 5.0;
    w.from = 100;
    w.until = 200;
    EXPECT_EQ(describe(w, "pA", s), "3 +- 20 pA, noise of 5 ms, from 10 ms, to 20 ms");
    w.is_shared = true;
    s.dt = 0.5;
    EXPECT_EQ(describe(w, "pA", s), "3 +- 20 pA, shared noise of 5 ms, from 50 ms, to 100 ms");
}

TEST(DescribeTest, RulesSayWhatTheyAllow) {
    EXPECT_EQ(describe(ConnectionRule{.number = 5, .multapses = true}),
              "fixed_indegree k=5, multapses");
    EXPECT_EQ(describe(ConnectionRule{
                  .kind = ConnectionRule::Kind::all_to_all, .multapses = true, .autapses = false}),
              "all_to_all, no autapses");
}

}  // namespace
}  // namespace bgsim::simulation
