/// Populations that only send spikes, and inputs: who receives them, weights, dopamine.
#include <gmock/gmock.h>

#include "bgsim/config/load.hpp"
#include "bgsim/error.hpp"
#include "model/neuron_models.hpp"
#include "support/bytes_without_places.hpp"

namespace bgsim::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

const std::string fifty_targets =
    "experiment: sources\n"
    "time: {duration: 1 s, dt: 0.5 ms}\n"
    "populations:\n"
    "  target: {size: 50, model: lif, parameters: {C_m: 100 pF, g_L: 10 nS, E_L: -70 mV, V_th: -50 "
    "mV, V_reset: -65 mV}, ports: {g: {tau: 5 ms, E_rev: 0 mV}}}\n";

Specification with_more(const std::string& more, const Overrides& overrides = {}) {
    return load_text(fifty_targets + more, "sources.yaml", overrides, model::catalogue());
}

std::string refusal_of(const std::string& more) {
    try {
        with_more(more);
    } catch (const InputError& error) {
        return error.what();
    }
    return "loaded";
}

TEST(SpikeSourceTest, TimesAreStepsInAscendingOrder) {
    const auto s =
        with_more("  source: {size: 3, spikes: {times: [98 ms, 0.5 ms, 0.02 s, 1000 ms]}}\n");
    const Population& source = s.populations.at(1);
    EXPECT_EQ(source.size, 3U);
    EXPECT_TRUE(source.model.empty());
    EXPECT_THAT(source.spike_times, ElementsAre(1, 40, 196, 2000));
    EXPECT_THAT(source.parameters, IsEmpty());
    EXPECT_THAT(source.initial, IsEmpty());
    EXPECT_THAT(with_more("  source: {size: 3, spikes: {times: []}}\n").populations[1].spike_times,
                IsEmpty());
}

TEST(SpikeSourceTest, ManyTimesAreReadAtOnce) {
    std::string times;
    for (int i = 1; i <= 20'000; ++i) times += (i == 1 ? "" : ", ") + std::to_string(i) + " ms";
    const auto s = with_more("  source: {size: 1, spikes: {times: [" + times + "]}}\n");
    EXPECT_EQ(s.populations[1].spike_times.size(), 20'000U);
    EXPECT_EQ(s.populations[1].spike_times.back(), 40'000);
}

TEST(SpikeSourceTest, ATimeAfterTheEndIsNoted) {
    const auto s = with_more("  source: {size: 3, spikes: {times: [1000 ms, 1000.5 ms]}}\n");
    EXPECT_THAT(s.notes, ElementsAre("'source': its spike at 1000.5 ms has no effect, the run ends "
                                     "at 1000 ms"));
}

TEST(SpikeSourceTest, IsASourceOfProjectionsAndARecordedPopulation) {
    const auto s = with_more(
        "  source: {size: 3, spikes: {times: [5 ms]}}\n"
        "projections: {source -> target: {port: g, connect: {rule: fixed_indegree, k: 2}, weight: "
        "1 "
        "nS, delay: 1 ms, short_term_plasticity: {model: tsodyks, U: 0.5, tau_rec: 100 ms, "
        "tau_fac: "
        "0 ms}}}\n"
        "record: {spikes: [source]}\n"
        "targets: {source: {rate: 1 Hz}}\n");
    EXPECT_EQ(s.projections.at(0).source, 1U);
    EXPECT_THAT(s.recording.spikes, ElementsAre(false, true));
}

TEST(SpikeSourceTest, IsReplacedByACellInALaterFile) {
    Overrides overrides;
    overrides.set = {"populations.source.spikes=~", "populations.source.cell=lindahl2016/stn"};
    overrides.params = {BGSIM_SOURCE_DIR "/params"};
    const auto s = with_more("  source: {size: 3, spikes: {times: [5 ms]}}\n", overrides);
    EXPECT_EQ(s.populations[1].model, "adex");
    EXPECT_THAT(s.populations[1].spike_times, IsEmpty());
}

TEST(SpikeSourceTest, MayFireAtRandomWithARateThatChanges) {
    const auto s = with_more(
        "  source: {size: 3, spikes: {poisson: {rate: 20 Hz, steps: [[5 ms, 1.9 kHz]]}}}\n"
        "  other: {size: 3, spikes: {poisson: {rate: 40 Hz, dopamine: -0.5, modulate: {sinusoid: "
        "{frequency: 5 Hz, amplitude: 50 %}}}}}\n"
        "dopamine: {level: 0.4, baseline: 0}\n");
    const Waveform rate = s.populations.at(1).spike_rate.value();
    EXPECT_EQ(rate.mean, 20.0);
    EXPECT_THAT(rate.steps, ElementsAre(Pair(10, 1900.0)));
    EXPECT_TRUE(s.populations[1].model.empty());
    EXPECT_THAT(s.populations[1].spike_times, IsEmpty());
    EXPECT_DOUBLE_EQ(s.populations.at(2).spike_rate.value().mean, 32.0);
    EXPECT_DOUBLE_EQ(s.populations[2].spike_rate.value().amplitude, 16.0);
}

TEST(SpikeSourceTest, FiresAtMostOnceInAStep) {
    for (const std::string rate :
         {"rate: 2 kHz", "rate: 1 kHz, modulate: {square: {frequency: 1 Hz, amplitude: 1 kHz}}",
          "rate: 1 Hz, steps: [[1 ms, 2 kHz], [2 ms, 0 Hz]]",
          "ramp: [[1 ms, 0 Hz], [2 ms, 2 kHz]]"}) {
        EXPECT_THAT(
            refusal_of("  source: {size: 3, spikes: {poisson: {" + rate + "}}}\n"),
            HasSubstr("the rate of 'populations.source.spikes.poisson' reaches 2000 Hz, but "
                      "a cell fires at most once in a step; stay below 2000 Hz, or choose "
                      "more cells or a smaller dt"));
    }
    EXPECT_EQ(
        with_more("  source: {size: 3, spikes: {poisson: {rate: 3 kHz, steps: [[0 ms, 1 kHz]]}}}\n")
            .populations[1]
            .spike_rate->steps.size(),
        1U);
}

TEST(SpikeSourceTest, AStepOfItsRateAfterTheEndIsNoted) {
    const auto s = with_more("  source: {size: 3, spikes: {poisson: {steps: [[1 s, 5 Hz]]}}}\n");
    EXPECT_THAT(s.notes, ElementsAre("'source': its step at 1000 ms has no effect, the run ends at "
                                     "1000 ms"));
}

TEST(PoissonInputTest, DopamineMultipliesItsRate) {
    const std::string input =
        "inputs: {a -> target: {poisson: {rate: 1000 Hz, dopamine: -1, steps: [[5 ms, 400 Hz]]}, "
        "ports: {g: 1 nS}}}\n";
    const auto rate_of = [&](const std::string& dopamine) {
        return with_more("dopamine: {" + dopamine + "}\n" + input).inputs.at(0).waveform;
    };
    EXPECT_DOUBLE_EQ(rate_of("level: 0.8, baseline: 0.5").mean, 700.0);
    EXPECT_DOUBLE_EQ(rate_of("level: 0.8, baseline: 0.5").steps.at(0).second, 280.0);
    EXPECT_DOUBLE_EQ(rate_of("depletion: 0.95, baseline: 1").mean, 950.0);
    EXPECT_DOUBLE_EQ(rate_of("depletion: 1.03, baseline: 1").mean, 1030.0);
    EXPECT_DOUBLE_EQ(with_more(input).inputs.at(0).waveform.mean, 1000.0);
    EXPECT_THAT(refusal_of("dopamine: {level: 2, baseline: 0}\n" + input),
                HasSubstr("dopamine would multiply 'inputs.a -> target.poisson' by -1 (1 + beta * "
                          "phi with beta = -1, phi = 2); choose a smaller beta"));
}

TEST(PoissonInputTest, AWeightMayBeDrawnForEachCell) {
    const auto s = with_more(
        "inputs: {a -> target: {poisson: {rate: 5 Hz}, ports: {g: {uniform: [0.4 nS, 0.0005 "
        "uS]}}}}\n");
    const Distribution weight = s.inputs.at(0).ports.at(0).weight;
    EXPECT_EQ(weight.kind, Distribution::Kind::uniform);
    EXPECT_DOUBLE_EQ(weight.first, 0.4);
    EXPECT_DOUBLE_EQ(weight.second, 0.5);
    EXPECT_THAT(
        refusal_of("inputs: {a -> target: {poisson: {rate: 5 Hz}, ports: {g: {uniform: [-1 nS, 1 "
                   "nS]}}}}\n"),
        HasSubstr("zero or positive"));
}

TEST(WeightTest, MayDependOnDopamine) {
    const std::string more =
        "  source: {size: 3, spikes: {times: [5 ms]}}\n"
        "dopamine: {level: 0, baseline: 0.8}\n"
        "projections: {source -> target: {port: g, connect: {rule: all_to_all}, delay: 1 ms, "
        "weight: {value: 1.08 nS, dopamine: -1.003}}}\n"
        "inputs: {a -> target: {poisson: {rate: 5 Hz}, ports: {g: {uniform: [1 nS, 2 nS], "
        "dopamine: 0.5}}}}\n";
    const auto s = with_more(more);
    EXPECT_NEAR(s.projections.at(0).weight.first, 1.94659, 1e-5);
    EXPECT_TRUE(s.projections[0].weight.is_constant());
    EXPECT_DOUBLE_EQ(s.inputs.at(0).ports.at(0).weight.first, 0.6);
    EXPECT_DOUBLE_EQ(s.inputs[0].ports[0].weight.second, 1.2);
    const auto again = load_text(s.resolved_yaml, "resolved.yaml", {}, model::catalogue());
    EXPECT_EQ(test::bytes_without_places(again), test::bytes_without_places(s));
    Overrides overrides;
    overrides.set = {"projections.source -> target.weight.dopamine=2"};
    try {
        with_more(more, overrides);
        ADD_FAILURE() << "loaded";
    } catch (const InputError& error) {
        EXPECT_THAT(error.what(), HasSubstr("dopamine would multiply 'projections.source -> "
                                            "target.weight' by -0.6"));
    }
}

TEST(ReceiversTest, MayBeAShareOfTheCells) {
    Overrides overrides;
    const std::string inputs =
        "inputs: {a -> target: {current: 5 pA, neurons: 50 %}, b -> target: {current: 1 pA, "
        "neurons: 1 %}, c -> target: {current: 1 pA, neurons: [10 %, 49]}}\n";
    const auto s = with_more(inputs, overrides);
    EXPECT_THAT(s.inputs.at(0).neurons.value(), ElementsAre(Pair(0U, 24U)));
    EXPECT_THAT(s.inputs.at(1).neurons.value(), ElementsAre(Pair(0U, 0U)));
    EXPECT_THAT(s.inputs.at(2).neurons.value(), ElementsAre(Pair(0U, 4U), Pair(49U, 49U)));
    overrides.scale = 0.2;
    EXPECT_THAT(with_more(inputs, overrides).inputs.at(0).neurons.value(),
                ElementsAre(Pair(0U, 4U)));
    for (const std::string share : {"101 %", "0 %", "-5 %", "many %"}) {
        EXPECT_THAT(
            refusal_of("inputs: {a -> target: {current: 5 pA, neurons: " + share + "}}\n"),
            HasSubstr("sources.yaml:5:48: 'neurons' needs a share above 0 and up to 100 %"));
    }
}

TEST(ReceiversTest, AreRangesOfCells) {
    const auto s = with_more(
        "inputs:\n"
        "  a -> target: {current: 5 pA, neurons: 3}\n"
        "  b -> target: {current: 5 pA, neurons: [7, 0-3, 4, 49]}\n"
        "  c -> target: {poisson: {rate: 5 Hz}, ports: {g: 1 nS}, neurons: 10-19}\n");
    EXPECT_THAT(s.inputs.at(0).neurons.value(), ElementsAre(Pair(3U, 3U)));
    EXPECT_THAT(s.inputs.at(1).neurons.value(),
                ElementsAre(Pair(0U, 4U), Pair(7U, 7U), Pair(49U, 49U)));
    EXPECT_THAT(s.inputs.at(2).neurons.value(), ElementsAre(Pair(10U, 19U)));
}

TEST(ReceiversTest, AreAllCellsUnlessGiven) {
    const auto s = with_more(
        "inputs: {a -> target: {current: 5 pA}, b -> target: {current: 5 pA, "
        "neurons: all}}\n");
    EXPECT_FALSE(s.inputs.at(0).neurons);
    EXPECT_FALSE(s.inputs.at(1).neurons);
}

TEST(ReceiversTest, ThatNoLongerExistAreLeftOutWithANote) {
    Overrides overrides;
    overrides.scale = 0.2;
    const auto s = with_more(
        "inputs: {a -> target: {current: 5 pA, neurons: [5-30, 2]}, b -> target: {current: 1 pA, "
        "neurons: 20-30}}\n",
        overrides);
    EXPECT_EQ(s.populations[0].size, 10U);
    EXPECT_THAT(s.inputs.at(0).neurons.value(), ElementsAre(Pair(2U, 2U), Pair(5U, 9U)));
    EXPECT_THAT(s.inputs.at(1).neurons.value(), IsEmpty());
    EXPECT_THAT(s.notes,
                testing::Contains("inputs.a -> target: after --scale there are 10 cells, '5-30' "
                                  "is cut accordingly"));
    EXPECT_THAT(s.notes, testing::Contains(HasSubstr("inputs.b -> target: after --scale")));
}

TEST(LoadTextTest, MessagesCallItByTheNameThatIsGiven) {
    EXPECT_THAT(refusal_of("inputs: {a -> target: {current: 5 mV}}\n"),
                HasSubstr("sources.yaml:5:33: 'current' needs a current, '5 mV' is a voltage"));
    EXPECT_THAT(refusal_of("inputs: {\n"), HasSubstr("sources.yaml:6:"));
}

TEST(LoadTextTest, GivesWhatAFileWouldGive) {
    const auto s = with_more(
        "  source: {size: 3, spikes: {times: [5 ms]}}\n"
        "inputs: {a -> target: {current: 5 pA, neurons: 3-9}}\n");
    EXPECT_THAT(s.resolved_yaml, HasSubstr("neurons: 3-9"));
    EXPECT_THAT(s.resolved_yaml, HasSubstr("times: [5 ms]"));
    const auto again = load_text(s.resolved_yaml, "resolved.yaml", {}, model::catalogue());
    EXPECT_EQ(test::bytes_without_places(again), test::bytes_without_places(s));
}

}  // namespace
}  // namespace bgsim::config
