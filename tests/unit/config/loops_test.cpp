/// Rates that follow a population: what is read, and what is refused.
#include <gmock/gmock.h>

#include <limits>

#include "bgsim/config/load.hpp"
#include "bgsim/error.hpp"
#include "model/neuron_models.hpp"
#include "support/bytes_without_places.hpp"

namespace bgsim::config {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

/// Spikes are exchanged every 0.8 ms.
const std::string loop_network =
    "experiment: loops\n"
    "time: {duration: 1 s, dt: 0.1 ms}\n"
    "dopamine: {level: 0.3, baseline: 0.8}\n"
    "populations:\n"
    "  SNr: {size: 50, model: lif, parameters: {C_m: 100 pF, g_L: 10 nS, E_L: -70 mV, V_th: -50 "
    "mV, V_reset: -65 mV}, ports: {g: {tau: 5 ms, E_rev: 0 mV}}}\n"
    "  TH: {size: 20, spikes: {poisson: {rate: THALAMUS}}}\n"
    "projections:\n"
    "  TH -> SNr: {port: g, connect: {rule: all_to_all}, weight: 1 nS, delay: 0.8 ms}\n"
    "inputs:\n"
    "  CTX -> SNr: {poisson: {rate: CORTEX}, ports: {g: 1 nS}}\n";

std::string with_rates(const std::string& thalamus, const std::string& cortex) {
    std::string text = loop_network;
    text.replace(text.find("THALAMUS"), 8, thalamus);
    return text.replace(text.find("CORTEX"), 6, cortex);
}

Specification loops_of(const std::string& thalamus, const std::string& cortex) {
    return load_text(with_rates(thalamus, cortex), "loops.yaml", {}, model::catalogue());
}

Loop loop_of(const std::string& loop) {
    const auto s = loops_of("5 Hz", loop);
    EXPECT_EQ(s.inputs.at(0).waveform.kind, Waveform::Kind::loop);
    return s.inputs[0].waveform.loop.value();
}

std::string refused_loop(const std::string& loop) {
    try {
        loops_of("5 Hz", loop);
    } catch (const InputError& error) {
        return error.what();
    }
    return "loaded";
}

const std::string linear =
    "function: {linear: {gain: -0.5, offset: 40 Hz}}, limits: [1 Hz, 100 Hz]";
const std::string times = "follow: SNr, window: 20 ms, delay: 10 ms";

TEST(LoopsTest, ALineHasLimits) {
    const Loop loop = loop_of("{" + times + ", " + linear + "}");
    EXPECT_EQ(loop.population, 0U);
    EXPECT_EQ(loop.window, 200);
    EXPECT_EQ(loop.delay, 100);
    EXPECT_EQ(loop.start, 0.0);
    EXPECT_EQ(loop.function, Loop::Function::linear);
    EXPECT_EQ(loop.gain, -0.5);
    EXPECT_EQ(loop.offset, 40.0);
    EXPECT_EQ(loop.low, 1.0);
    EXPECT_EQ(loop.high, 100.0);
    EXPECT_EQ(loop.factor, 1.0);
}

TEST(LoopsTest, ASigmoidAndATableAreLimitedByThemselves) {
    const Loop sigmoid = loop_of(
        "{" + times +
        ", start: 0.02 kHz, function: {sigmoid: {max: 60 Hz, midpoint: 30 Hz, slope: -4 Hz}}}");
    EXPECT_EQ(sigmoid.function, Loop::Function::sigmoid);
    EXPECT_EQ(sigmoid.start, 20.0);
    EXPECT_EQ(sigmoid.maximum, 60.0);
    EXPECT_EQ(sigmoid.midpoint, 30.0);
    EXPECT_EQ(sigmoid.slope, -4.0);
    EXPECT_EQ(sigmoid.low, 0.0);
    EXPECT_EQ(sigmoid.high, std::numeric_limits<double>::infinity());
    const Loop table =
        loop_of("{" + times + ", function: {table: [[0 Hz, 80 Hz], [60 Hz, 10 Hz]]}}");
    EXPECT_EQ(table.function, Loop::Function::table);
    EXPECT_THAT(table.points, ElementsAre(Pair(0.0, 80.0), Pair(60.0, 10.0)));
}

TEST(LoopsTest, ASourceMayFollowWhatStandsLaterInTheFileOrItself) {
    std::string text = with_rates("{" + times + ", " + linear + "}", "1 Hz");
    text.replace(text.find("follow: SNr"), 11, "follow: PPN");
    text.replace(text.find("projections:"), 0,
                 "  PPN: {size: 5, spikes: {poisson: {rate: {" + times + ", " + linear + "}}}}\n");
    text.replace(text.rfind("follow: SNr"), 11, "follow: PPN");
    const auto s = load_text(text, "loops.yaml", {}, model::catalogue());
    EXPECT_EQ(s.populations.at(1).spike_rate->loop->population, 2U);
    EXPECT_EQ(s.populations.at(2).spike_rate->loop->population, 2U);
}

TEST(LoopsTest, DopamineMultipliesTheRate) {
    const auto s = loops_of("{" + times + ", " + linear + "}, dopamine: 0.4", "5 Hz");
    EXPECT_DOUBLE_EQ(s.populations[1].spike_rate->loop->factor, 0.8);
}

TEST(LoopsTest, TheResolvedConfigurationAndItsBytesHaveTheLoop) {
    const auto s = loops_of("{" + times + ", " + linear + "}",
                            "{" + times + ", start: 3 Hz, function: {table: [[0 Hz, 80 Hz]]}}");
    const auto again = load_text(s.resolved_yaml, "again.yaml", {}, model::catalogue());
    EXPECT_EQ(test::bytes_without_places(again), test::bytes_without_places(s));
    const auto copy = unpack(pack(s));
    EXPECT_EQ(pack(copy), pack(s));
    EXPECT_EQ(copy.inputs[0].waveform.loop->start, 3.0);
    EXPECT_THAT(copy.inputs[0].waveform.loop->points, ElementsAre(Pair(0.0, 80.0)));
    EXPECT_EQ(copy.populations[1].spike_rate->loop->gain, -0.5);
}

TEST(LoopsTest, ItsDelayIsAtLeastTheTimeBetweenTwoExchanges) {
    EXPECT_EQ(loop_of("{follow: SNr, window: 1 ms, delay: 0.8 ms, " + linear + "}").delay, 8);
    EXPECT_THAT(refused_loop("{follow: SNr, window: 1 ms, delay: 0.7 ms, " + linear + "}"),
                HasSubstr("loops.yaml:10:67: 'delay' must be at least 0.8 ms ('0.7 ms' found); "
                          "write for example '0.8 ms'"));
    EXPECT_THAT(
        refused_loop("{follow: SNr, window: 1 ms, " + linear + "}"),
        HasSubstr(
            "loops.yaml:10:32: 'delay' is missing in 'inputs.CTX -> SNr.poisson.rate'; a loop "
            "takes at least 0.8 ms here, the time from one exchange of spikes to the next; "
            "write for example 'delay: 0.8 ms'"));
    EXPECT_THAT(refused_loop("{follow: SNr, window: 1 ms, delay: 0.85 ms, " + linear + "}"),
                HasSubstr("'delay' must be a multiple of dt = 0.1 ms ('0.85 ms' found)"));
}

TEST(LoopsTest, AllMistakesAreToldWithTheirPlaces) {
    const std::string text = refused_loop(
        "{follow: SNR, window: 0.25 ms, delay: 1 ms, start: -1 Hz, functoin: {linear: {gain: "
        "1}}, limits: [100 Hz, 0 Hz]}");
    EXPECT_THAT(text,
                AllOf(HasSubstr("loops.yaml:10:41: there is no population 'SNR'; did you mean "
                                "'SNr'?"),
                      HasSubstr("'window' must be a multiple of dt = 0.1 ms ('0.25 ms' "
                                "found); write for example '0.2 ms'"),
                      HasSubstr("'start' must be zero or positive ('-1 Hz' found)"),
                      HasSubstr("unknown key 'functoin' in 'inputs.CTX -> SNr.poisson.rate'; "
                                "did you mean 'function'?"),
                      HasSubstr("'limits' are reversed ('[100 Hz, 0 Hz]' found); write the "
                                "lower end first"),
                      HasSubstr("5 errors")));
}

TEST(LoopsTest, AFunctionIsOneOfThree) {
    const auto refused = [&](const std::string& rest) {
        return refused_loop("{" + times + ", " + rest + "}");
    };
    EXPECT_THAT(refused("limits: [0 Hz, 1 Hz]"), HasSubstr("'function' is missing in"));
    EXPECT_THAT(refused("function: {linear: {gain: 1}, table: [[0 Hz, 1 Hz]]}"),
                HasSubstr("'function' needs one form"));
    EXPECT_THAT(refused("function: {linear: {gain: 1}}"), HasSubstr("'limits' is missing in"));
    EXPECT_THAT(
        refused("function: {linear: {gain: 1 Hz, offset: 1 mV}}, limits: [0 Hz, 1 Hz]"),
        AllOf(HasSubstr("'gain' needs a plain number"), HasSubstr("'offset' needs a rate")));
    EXPECT_THAT(refused("function: {sigmoid: {max: -1 Hz, slope: 1 Hz}}"),
                AllOf(HasSubstr("'max' must be zero or positive"),
                      HasSubstr("'midpoint' is missing in "
                                "'inputs.CTX -> SNr.poisson.rate.function.sigmoid'")));
    EXPECT_THAT(refused("function: {sigmoid: {max: 1 Hz, midpoint: 1 Hz, slope: 0 Hz}}"),
                HasSubstr("'slope' must not be zero ('0 Hz' found)"));
    EXPECT_THAT(refused("function: {table: []}"),
                HasSubstr("'table' needs a list of [activity, rate]"));
    EXPECT_THAT(refused("function: {table: [[0 Hz, 1 Hz], [0 Hz, 2 Hz], [1 Hz]]}"),
                AllOf(HasSubstr("the activities of 'table' must increase ('[0 Hz, 2 Hz]' found "
                                "after a larger or equal one)"),
                      HasSubstr("'table' needs [activity, rate]")));
    EXPECT_THAT(refused("function: {table: [[0 Hz, 1 Hz]]}, limits: 5 Hz"),
                HasSubstr("'limits' needs two rates"));
    EXPECT_THAT(refused("function: {table: [[0 Hz, -1 Hz]]}"),
                HasSubstr("'table' must be zero or positive ('-1 Hz' found)"));
}

TEST(LoopsTest, ARateThatFollowsIsNotModulated) {
    EXPECT_THAT(refused_loop("{" + times + ", " + linear + "}, steps: [[1 ms, 3 Hz]]"),
                HasSubstr("'steps' has no meaning beside a rate that follows a population; remove "
                          "it"));
}

TEST(LoopsTest, ASourceFiresAtMostOnceInAStep) {
    const std::string thalamus =
        "{" + times + ", function: {linear: {gain: 1}}, limits: [0 Hz, 10 kHz]}";
    try {
        loops_of(thalamus, "1 Hz");
        ADD_FAILURE();
    } catch (const InputError& error) {
        EXPECT_THAT(error.what(), HasSubstr("the rate of 'populations.TH.spikes.poisson' reaches "
                                            "10000 Hz, but a cell fires at most once in a step"));
    }
    EXPECT_EQ(loop_of(thalamus).high, 10'000.0) << "inputs may";
}

TEST(LoopsTest, ALoopThatIsNeverClosedIsNoted) {
    const auto s = loops_of("5 Hz", "{follow: SNr, window: 20 ms, delay: 1 s, " + linear + "}");
    EXPECT_THAT(s.notes, ElementsAre(HasSubstr("the loop is never closed, its delay (1000 ms)")));
}

}  // namespace
}  // namespace bgsim::config
