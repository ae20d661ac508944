/// Pulses, noise, stimulation, windows and shares of cells in the section `inputs`.
#include <gmock/gmock.h>

#include <limits>

#include "bgsim/config/load.hpp"
#include "bgsim/error.hpp"
#include "model/neuron_models.hpp"
#include "support/bytes_without_places.hpp"

namespace bgsim::config {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string stimulated =
    "experiment: stimuli\n"
    "time: {duration: 1 s, dt: 0.1 ms}\n"
    "populations:\n"
    "  A: {size: 50, model: lif, parameters: {C_m: 100 pF, g_L: 10 nS, E_L: -70 mV, V_th: -50 mV, "
    "V_reset: -65 mV}, ports: {g: {tau: 5 ms, E_rev: 0 mV}}}\n"
    "inputs:\n";

Specification with_input(const std::string& input) {
    return load_text(stimulated + "  x -> A: " + input + "\n", "stimuli.yaml", {},
                     model::catalogue());
}

Waveform current_of(const std::string& current) {
    return with_input("{current: " + current + "}").inputs.at(0).waveform;
}

Waveform rate_of(const std::string& rate) {
    return with_input("{poisson: " + rate + ", ports: {g: 1 nS}}").inputs.at(0).waveform;
}

std::string refused(const std::string& input) {
    try {
        with_input(input);
    } catch (const InputError& error) {
        return error.what();
    }
    return "loaded";
}

TEST(PulsesOfInputsTest, AreReadWithFrequencyOrPeriod) {
    const Waveform w = current_of(
        "{value: 3 pA, pulses: {frequency: 130 Hz, width: 60 us, amplitude: -300 pA, from: 0.1 s, "
        "to: 300 ms, jitter: 0.2 ms, biphasic: yes}}");
    EXPECT_EQ(w.kind, Waveform::Kind::pulses);
    EXPECT_EQ(w.mean, 3.0);
    EXPECT_EQ(w.amplitude, -300.0);
    EXPECT_DOUBLE_EQ(w.pulses.period, 1000.0 / 130.0);
    EXPECT_EQ(w.frequency, 130.0);
    EXPECT_DOUBLE_EQ(w.pulses.width, 0.06);
    EXPECT_EQ(w.pulses.first, 100.0);
    EXPECT_EQ(w.pulses.until, 300.0);
    EXPECT_EQ(w.pulses.jitter, 0.2);
    EXPECT_TRUE(w.pulses.biphasic);
    const Waveform plain = current_of("{pulses: {period: 7.7 ms, width: 1 ms, amplitude: 5 pA}}");
    EXPECT_EQ(plain.pulses.period, 7.7);
    EXPECT_EQ(plain.mean, 0.0);
    EXPECT_EQ(plain.pulses.until, std::numeric_limits<double>::infinity());
    EXPECT_FALSE(plain.pulses.biphasic);
}

TEST(PulsesOfInputsTest, OfARateMayBeSharesOfItAndGaps) {
    EXPECT_EQ(rate_of("{rate: 200 Hz, pulses: {frequency: 5 Hz, width: 30 ms, amplitude: 0.5}}")
                  .amplitude,
              100.0);
    const Waveform gaps =
        rate_of("{rate: 200 Hz, pulses: {frequency: 5 Hz, width: 30 ms, amplitude: -100 %}}");
    EXPECT_EQ(gaps.amplitude, -200.0);
    EXPECT_THAT(refused("{poisson: {rate: 200 Hz, pulses: {frequency: 5 Hz, width: 30 ms, "
                        "amplitude: -201 Hz}}, ports: {g: 1 nS}}"),
                HasSubstr("the rate would become negative: -1 Hz during a pulse; use an amplitude "
                          "from -200 Hz"));
    EXPECT_THAT(refused("{poisson: {rate: 200 Hz, pulses: {frequency: 5 Hz, width: 30 ms, "
                        "amplitude: 5 Hz, biphasic: yes}}, ports: {g: 1 nS}}"),
                HasSubstr("unknown key 'biphasic'"));
}

TEST(PulsesOfInputsTest, DopamineScalesThem) {
    const auto s = load_text(
        "dopamine: {level: 0, baseline: 1}\n" + stimulated +
            "  x -> A: {poisson: {rate: 100 Hz, dopamine: 0.5, pulses: {frequency: 5 Hz, width: 30 "
            "ms, amplitude: 40 Hz}}, ports: {g: 1 nS}}\n",
        "stimuli.yaml", {}, model::catalogue());
    EXPECT_EQ(s.inputs.at(0).waveform.mean, 50.0);
    EXPECT_EQ(s.inputs[0].waveform.amplitude, 20.0);
}

TEST(PulsesOfInputsTest, MistakesAreNamed) {
    const auto pulses = [](const std::string& text) {
        return refused("{current: {pulses: {" + text + "}}}");
    };
    EXPECT_THAT(pulses("width: 1 ms, amplitude: 5 pA"),
                HasSubstr("stimuli.yaml:6:30: 'frequency' is missing in "
                          "'inputs.x -> A.current.pulses'; write for example 'frequency: 20 Hz'"));
    EXPECT_THAT(pulses("frequency: 5 Hz, period: 7 ms, width: 1 ms, amplitude: 5 pA"),
                HasSubstr("has both 'period' and 'frequency'"));
    EXPECT_THAT(pulses("frequency: 5 Hz, amplitude: 5 pA"), HasSubstr("'width' is missing"));
    EXPECT_THAT(pulses("frequency: 5 Hz, width: 1 ms"), HasSubstr("'amplitude' is missing"));
    EXPECT_THAT(pulses("frequency: 100 Hz, width: 6 ms, amplitude: 5 pA, biphasic: yes"),
                HasSubstr("two pulses of this width do not fit into a period of 10 ms"));
    EXPECT_THAT(pulses("frequency: 100 Hz, width: 11 ms, amplitude: 5 pA"),
                HasSubstr("pulses do not fit into a period of 10 ms"));
    EXPECT_THAT(pulses("frequency: 5 Hz, width: 1 ms, amplitude: 5 pA, from: 2 s, to: 1 s"),
                HasSubstr("'to' must be later than 'from' = 2000 ms ('1 s' found)"));
    EXPECT_THAT(pulses("frequency: 0 Hz, width: 0 ms, amplitude: 5 mV, jitter: -1 ms"),
                HasSubstr("4 errors"));
}

TEST(NoiseOfInputsTest, IsRead) {
    const Waveform w =
        current_of("{noise: {mean: -3 pA, sd: 0.02 nA, tau: 5 ms, shared: yes}, to: 500 ms}");
    EXPECT_EQ(w.kind, Waveform::Kind::noise);
    EXPECT_EQ(w.mean, -3.0);
    EXPECT_DOUBLE_EQ(w.amplitude, 20.0);
    EXPECT_EQ(w.tau, 5.0);
    EXPECT_TRUE(w.is_shared);
    EXPECT_EQ(w.from, 0);
    EXPECT_EQ(w.until, 5000);
    EXPECT_FALSE(current_of("{noise: {sd: 20 pA, tau: 5 ms}}").is_shared);
}

TEST(NoiseOfInputsTest, MistakesAreNamed) {
    EXPECT_THAT(refused("{current: {noise: {mean: 1 pA}}}"), HasSubstr("2 errors"));
    EXPECT_THAT(refused("{current: {value: 6 pA, noise: {sd: 1 pA, tau: 5 ms}}}"),
                HasSubstr("'value' has no meaning beside noise; write it as the 'mean'"));
    EXPECT_THAT(refused("{current: {noise: {sd: -1 pA, tau: 0 ms}}}"), HasSubstr("2 errors"));
    EXPECT_THAT(refused("{current: {noise: {sd: 1 pA, tau: 5 ms}, ramp: [[0 ms, 1 pA]]}}"),
                HasSubstr("has both 'noise' and 'ramp'"));
    EXPECT_THAT(refused("{poisson: {noise: {sd: 1 Hz, tau: 5 ms}}, ports: {g: 1 nS}}"),
                HasSubstr("unknown key 'noise'"));
}

TEST(WindowTest, SilencesAnyInput) {
    const Waveform w = current_of("{value: 6 pA, from: 100 ms, to: 200 ms}");
    EXPECT_EQ(w.from, 1000);
    EXPECT_EQ(w.until, 2000);
    EXPECT_EQ(rate_of("{rate: 5 Hz, from: 100 ms}").from, 1000);
    EXPECT_EQ(rate_of("{rate: 5 Hz, from: 100 ms}").until, std::numeric_limits<Step>::max());
    EXPECT_EQ(current_of("6 pA").from, 0);
    EXPECT_THAT(refused("{current: {value: 6 pA, from: 100 ms, to: 100 ms}}"),
                HasSubstr("stimuli.yaml:6:53: 'to' must be later than 'from' = 100 ms ('100 ms' "
                          "found); exchange them, or remove 'to' for the end of the run"));
    EXPECT_THAT(refused("{current: {value: 6 pA, from: 0.05 ms}}"), HasSubstr("multiple of dt"));
    EXPECT_THAT(with_input("{current: {value: 6 pA, from: 1 s}}").notes,
                Contains("input 'x -> A': it begins at 1000 ms, when the run is over"));
    EXPECT_THAT(
        with_input("{dbs: {frequency: 5 Hz, width: 1 ms, amplitude: 5 pA, from: 2 s}}").notes,
        Contains("input 'x -> A': its pulses begin at 2000 ms, when the run is over"));
}

TEST(StimulationTest, IsACurrentOfPulsesIntoAShareOfTheCells) {
    const auto s = with_input(
        "{dbs: {frequency: 130 Hz, width: 60 us, amplitude: 300 pA, from: 100 ms, jitter: 0.2 ms, "
        "recruits: 40 %}}");
    const Input& in = s.inputs.at(0);
    EXPECT_EQ(in.kind, Input::Kind::current);
    EXPECT_EQ(in.waveform.kind, Waveform::Kind::pulses);
    EXPECT_EQ(in.waveform.amplitude, 300.0);
    EXPECT_DOUBLE_EQ(in.recruits, 0.4);
    EXPECT_EQ(n_receivers(in, 50), 20U);
}

TEST(StimulationTest, MistakesAreNamed) {
    const std::string pulses = "frequency: 130 Hz, width: 60 us, amplitude: 300 pA";
    EXPECT_THAT(refused("{dbs: {" + pulses + "}, current: 5 pA}"),
                HasSubstr("'inputs.x -> A' has both 'dbs' and 'current'"));
    EXPECT_THAT(refused("{dbs: {" + pulses + "}, ports: {g: 1 nS}}"),
                HasSubstr("'ports' has no meaning for a current"));
    EXPECT_THAT(refused("{dbs: {" + pulses + ", recruits: 0.4}, recruits: 0.4}"),
                HasSubstr("'inputs.x -> A' has 'recruits' twice"));
    EXPECT_THAT(refused("{dbs: 5 pA}"), HasSubstr("'inputs.x -> A.dbs' needs a map"));
    EXPECT_THAT(refused("{delay: 1 ms}"), HasSubstr("needs either 'poisson', 'current' or 'dbs'"));
}

TEST(RecruitsTest, AreAShareOfAnyInput) {
    EXPECT_EQ(with_input("{current: 5 pA, recruits: 0.25}").inputs.at(0).recruits, 0.25);
    const auto s =
        with_input("{poisson: {rate: 5 Hz}, ports: {g: 1 nS}, neurons: 0-9, recruits: 30 %}");
    EXPECT_EQ(n_receivers(s.inputs.at(0), 50), 3U);
    EXPECT_EQ(with_input("{current: 5 pA}").inputs.at(0).recruits, 1.0);
    EXPECT_THAT(refused("{current: 5 pA, recruits: 101 %}"),
                HasSubstr("stimuli.yaml:6:37: 'recruits' needs a share from 0 to 100 % ('101 %' "
                          "found); write for example '40 %'"));
    EXPECT_THAT(refused("{current: 5 pA, recruits: -1 %}"), HasSubstr("zero or positive"));
    EXPECT_THAT(refused("{current: 5 pA, recruits: all}"), HasSubstr("'recruits'"));
    EXPECT_THAT(with_input("{current: 5 pA, recruits: 0.5 %}").notes,
                Contains(HasSubstr("none receives it")));
    EXPECT_THAT(with_input("{current: 5 pA, recruits: 0 %}").notes, IsEmpty());
}

TEST(StimuliTest, TheResolvedConfigurationGivesTheSame) {
    const auto s = with_input(
        "{dbs: {frequency: 130 Hz, width: 60 us, amplitude: 300 pA, to: 900 ms, recruits: 40 %}}\n"
        "  y -> A: {current: {noise: {sd: 20 pA, tau: 5 ms}, from: 100 ms}, recruits: 0.5}\n"
        "  z -> A: {poisson: {rate: 1 Hz, pulses: {period: 7 ms, width: 1 ms, amplitude: 5 Hz}}, "
        "ports: {g: 1 nS}}");
    const auto again = load_text(s.resolved_yaml, "resolved.yaml", {}, model::catalogue());
    EXPECT_EQ(test::bytes_without_places(again), test::bytes_without_places(s));
    EXPECT_EQ(pack(unpack(pack(s))), pack(s));
    EXPECT_EQ(unpack(pack(s)).inputs.at(0).waveform.pulses.until, 900.0);
    EXPECT_EQ(unpack(pack(s)).inputs.at(1).waveform.from, 1000);
    EXPECT_EQ(unpack(pack(s)).inputs.at(1).recruits, 0.5);
}

}  // namespace
}  // namespace bgsim::config
