#include "bgsim/config/load.hpp"

#include <gmock/gmock.h>

#include "support/fake_models.hpp"

namespace bgsim::config {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::Pair;

Specification load_example(const Overrides& overrides = {}) {
    return load(test::example_data / "experiment.yaml", overrides, test::fake_models());
}

double parameter(const Population& population, const std::string& name) {
    const auto found = std::ranges::find(population.parameters, name, &FieldValue::name);
    EXPECT_NE(found, population.parameters.end()) << name;
    EXPECT_TRUE(found->value.is_constant()) << name;
    return found->value.first;
}

const Distribution& initial(const Population& population, const std::string& name) {
    return std::ranges::find(population.initial, name, &FieldValue::name)->value;
}

TEST(LoaderTest, ReadsTheExperimentAsAWhole) {
    const Specification s = load_example();
    EXPECT_EQ(s.experiment, "control");
    EXPECT_EQ(s.description, "awake: like");
    EXPECT_EQ(s.seed, 18446744073709551615U);
    EXPECT_EQ(s.dt, 0.1);
    EXPECT_EQ(s.duration, 100000);
    EXPECT_EQ(s.discard, 10000);
    EXPECT_EQ(s.precision, Precision::single);
    EXPECT_EQ(s.partition, PartitionRule::round_robin);
    EXPECT_EQ(s.dopamine_level, 0.0);
    EXPECT_EQ(s.dopamine_baseline, 0.8);
    EXPECT_EQ(s.limits.max_rate_hz, 500.0);
    EXPECT_FALSE(s.limits.stop_on_nan);
    EXPECT_EQ(s.limits.disk_free_bytes, 1'000'000'000U);
    EXPECT_TRUE(s.notes.empty());
}

TEST(LoaderTest, TakesParametersFromTheCellWithDopamineApplied) {
    const Specification s = load_example();
    const Population& msn = s.populations.at(0);
    EXPECT_EQ(msn.name, "MSN_D1");
    EXPECT_EQ(msn.size, 1000U);
    EXPECT_EQ(msn.cell, "msn_d1");
    EXPECT_EQ(msn.model, "qif");
    EXPECT_EQ(msn.solver, Solver::rk4);
    EXPECT_EQ(msn.parameters.size(), 14U);
    EXPECT_NEAR(parameter(msn, "E_L"), -80.0035, 1e-4);
    EXPECT_NEAR(parameter(msn, "d"), 90.984, 1e-9);
    EXPECT_EQ(parameter(msn, "b_3"), 0.0) << "the model's own value stands in";
    EXPECT_THAT(msn.location.file, HasSubstr("network.yaml"));
    EXPECT_EQ(msn.location.line, 3);
    EXPECT_EQ(msn.location.column, 3);
}

TEST(LoaderTest, ParametersOfThePopulationReplaceThoseOfTheCell) {
    const Specification s = load_example();
    const Population& stn = s.populations.at(1);
    EXPECT_EQ(stn.solver, Solver::euler);
    EXPECT_EQ(parameter(stn, "I_e"), 5.0);
    EXPECT_NEAR(parameter(stn, "E_L"), -80.0 * (1.0 - 0.08), 1e-12);
    EXPECT_EQ(parameter(stn, "tau_w"), 333.0);
    EXPECT_EQ(parameter(stn, "reset_max"), std::numeric_limits<double>::infinity());
}

TEST(LoaderTest, VariesAndInitialisesCells) {
    const Specification s = load_example();
    const Population& msn = s.populations.at(0);
    const Distribution& C_m = msn.parameters.at(0).value;
    EXPECT_EQ(C_m.kind, Distribution::Kind::normal);
    EXPECT_EQ(C_m.first, 15.2);
    EXPECT_NEAR(C_m.second, 3.04, 1e-12);
    EXPECT_EQ(C_m.bounds, Distribution::Bounds::clip);
    EXPECT_NEAR(C_m.low, 6.08, 1e-12);
    EXPECT_NEAR(C_m.high, 24.32, 1e-12);
    EXPECT_EQ(initial(msn, "V_m").kind, Distribution::Kind::uniform);
    EXPECT_EQ(initial(msn, "V_m").second, -29.7);
    EXPECT_EQ(initial(msn, "u").first, 2.0);
    const Population& stn = s.populations.at(1);
    EXPECT_EQ(initial(stn, "V_m").first, parameter(stn, "E_L"));
    EXPECT_EQ(initial(stn, "w").first, 0.0);
}

TEST(LoaderTest, PortsOfThePopulationAddToAndReplaceThoseOfTheCell) {
    const Specification s = load_example();
    EXPECT_THAT(s.populations.at(0).ports,
                ElementsAre(Field(&Port::name, "AMPA"), Field(&Port::name, "NMDA"),
                            Field(&Port::name, "GABA_A")));
    EXPECT_NEAR(s.populations[0].ports[0].gain, 1.208, 1e-12);
    EXPECT_EQ(s.populations[0].ports[1].nmda_block, (NmdaBlock{-20.0, 16.0}));
    EXPECT_EQ(s.populations[0].ports[2].type, Port::Type::current);
    const auto& ports = s.populations.at(1).ports;
    EXPECT_THAT(ports,
                ElementsAre(Field(&Port::name, "GABA_A"), Field(&Port::name, "AMPA"),
                            Field(&Port::name, "NMDA"), Field(&Port::name, "tau20ms_E-65mV")));
    EXPECT_EQ(ports[1].tau, 5.0);
    EXPECT_NEAR(ports[1].gain, 0.8, 1e-12);
    EXPECT_NEAR(ports[2].nmda_block->V_act, -20.53, 0.01);
    EXPECT_NEAR(ports[2].nmda_block->S_act, 16.129, 0.001);
}

TEST(LoaderTest, ReadsProjections) {
    const Specification s = load_example();
    ASSERT_EQ(s.projections.size(), 4U) << "'STN -> STN: ~' removes one";
    const Projection& excitation = s.projections[0];
    EXPECT_EQ(excitation.name, "STN -> MSN_D1");
    EXPECT_EQ(excitation.source, 1U);
    EXPECT_EQ(excitation.target, 0U);
    EXPECT_EQ(excitation.port, 0U);
    EXPECT_EQ(excitation.rule.kind, ConnectionRule::Kind::fixed_indegree);
    EXPECT_EQ(excitation.rule.number, 12U) << "20 (1 + 0.5 * -0.8)";
    EXPECT_FALSE(excitation.rule.multapses);
    EXPECT_TRUE(excitation.rule.autapses);
    EXPECT_EQ(excitation.weight.kind, Distribution::Kind::lognormal);
    EXPECT_EQ(excitation.weight.bounds, Distribution::Bounds::redraw);
    EXPECT_EQ(excitation.weight.high, 5.0);
    EXPECT_EQ(excitation.min_delay, 25);
    EXPECT_EQ(excitation.max_delay, 25);
    EXPECT_FALSE(excitation.plasticity);

    const Projection& inhibition = s.projections[1];
    EXPECT_EQ(inhibition.rule.probability, 0.05);
    EXPECT_EQ(inhibition.weight.first, 0.4) << "the including file wins";
    EXPECT_EQ(inhibition.min_delay, 35);
    EXPECT_EQ(inhibition.max_delay, 105);
    ASSERT_TRUE(inhibition.plasticity);
    EXPECT_EQ(inhibition.plasticity->U, 0.24);
    EXPECT_EQ(inhibition.plasticity->tau_rec, 77.0);
    EXPECT_EQ(inhibition.plasticity->tau_fac, 13.0);
    EXPECT_EQ(inhibition.plasticity->tau_psc, 8.0) << "the port's tau";

    const Projection& slow = s.projections[2];
    EXPECT_EQ(slow.rule.number, 1000U);
    EXPECT_TRUE(slow.rule.multapses);
    EXPECT_EQ(slow.min_delay, 30);
    EXPECT_EQ(slow.max_delay, 70);
    EXPECT_EQ(s.projections[3].port, slow.port) << "equal kinetics share a port";
    EXPECT_FALSE(s.projections[3].rule.autapses);
}

TEST(LoaderTest, ReadsInputs) {
    const Specification s = load_example();
    const Input& cortex = s.inputs.at(0);
    EXPECT_EQ(cortex.name, "CTX -> MSN_D1");
    EXPECT_EQ(cortex.kind, Input::Kind::poisson);
    EXPECT_EQ(cortex.waveform.kind, Waveform::Kind::square);
    EXPECT_EQ(cortex.waveform.mean, 546.0);
    EXPECT_NEAR(cortex.waveform.amplitude, 54.6, 1e-12);
    EXPECT_EQ(cortex.waveform.frequency, 20.0);
    EXPECT_EQ(cortex.waveform.phase, 0.25);
    EXPECT_EQ(cortex.delay, 25);
    ASSERT_EQ(cortex.ports.size(), 3U);
    EXPECT_EQ(cortex.ports[1].port, 1U);
    EXPECT_EQ(cortex.ports[1].weight.first, 0.11);
    EXPECT_EQ(cortex.ports[2].weight.first, -2.0);
    const Input& bias = s.inputs.at(1);
    EXPECT_EQ(bias.kind, Input::Kind::current);
    EXPECT_EQ(bias.target, 1U);
    EXPECT_EQ(bias.waveform.mean, 6.0);
    EXPECT_THAT(bias.waveform.steps, ElementsAre(Pair(1000, 20.0), Pair(2000, 0.0)));
}

TEST(LoaderTest, ReadsWhatIsRecordedAndCompared) {
    const Specification s = load_example();
    EXPECT_THAT(s.recording.spikes, ElementsAre(false, true));
    ASSERT_EQ(s.recording.states.size(), 1U);
    const StateRecording& state = s.recording.states[0];
    EXPECT_EQ(state.population, 1U);
    EXPECT_THAT(state.variables, ElementsAre("V_m", "w", "g_AMPA", "g_tau20ms_E-65mV"));
    EXPECT_THAT(state.neurons, ElementsAre(Pair(0U, 4U), Pair(7U, 7U)));
    EXPECT_EQ(state.every, 10);
    EXPECT_EQ(s.recording.rate_bin, 10);
    ASSERT_EQ(s.targets.size(), 2U);
    EXPECT_EQ(s.targets[0].name, "STN");
    EXPECT_THAT(s.targets[0].populations, ElementsAre(1U));
    EXPECT_EQ(s.targets[0].rate_hz, (std::array{10.0, 13.0}));
    EXPECT_EQ(s.targets[0].cv, (std::array{0.84, 0.84}));
    EXPECT_EQ(s.targets[0].source, "a paper");
    EXPECT_THAT(s.targets[1].populations, ElementsAre(1U, 0U));
    EXPECT_EQ(s.targets[1].rate_hz, (std::array{3.0, 3.0}));
}

}  // namespace
}  // namespace bgsim::config
