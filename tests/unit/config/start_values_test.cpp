/// Where cells start, and with which solver, if nothing or something is said.
#include <gmock/gmock.h>

#include <cmath>

#include "bgsim/config/load.hpp"
#include "model/neuron_models.hpp"

namespace bgsim::config {
namespace {

const std::string leaky =
    "model: lif, parameters: {C_m: 100 pF, g_L: 10 nS, E_L: -70 mV, V_th: -50 mV, V_reset: -65 mV}";
const std::string izhikevich =
    "model: izhikevich, parameters: {a: 0.02 1/ms, b: 0.2 1/ms, c: -65 mV, d: 8 mV/ms}";
const std::string pallidal =
    "model: hh_gp, parameters: {C_m: 1 uF/cm^2, area: 4000 um^2, g_L: 0.1 mS/cm^2, E_L: -65 mV, "
    "g_K: 30 mS/cm^2, E_K: -80 mV, g_Na: 120 mS/cm^2, E_Na: 55 mV, g_T: 0.5 mS/cm^2, E_T: 120 mV, "
    "g_Ca: 0.15 mS/cm^2, E_Ca: 120 mV, g_AHP: 10 mS/cm^2, k_1: 10, k_Ca: 15 uA/cm^2, epsilon: 1e-4 "
    "cm^2/uA/ms, tau_r: 30 ms, V_spike: -10 mV}";

Population population(const std::string& description) {
    const auto s =
        load_text("experiment: start\ntime: {duration: 1 s}\npopulations: {A: {size: 5, " +
                      description + "}}\n",
                  "start.yaml", {}, model::catalogue());
    return s.populations.at(0);
}

Distribution initial_value(const Population& p, const std::string& name) {
    return std::ranges::find(p.initial, name, &FieldValue::name)->value;
}

double start(const Population& p, const std::string& name) {
    EXPECT_TRUE(initial_value(p, name).is_constant()) << name;
    return initial_value(p, name).first;
}

TEST(StartValuesTest, ALeakyCellStartsAtItsRest) {
    EXPECT_EQ(start(population(leaky), "V_m"), -70.0);
    EXPECT_EQ(start(population(leaky + ", initial: {V_m: -60 mV}"), "V_m"), -60.0);
    const auto varied = population(leaky + ", vary: {E_L: {uniform: [-72 mV, -62 mV]}}");
    EXPECT_EQ(start(varied, "V_m"), -67.0);
}

TEST(StartValuesTest, AnIzhikevichCellStartsAtItsResetWithTheRecoveryAtRest) {
    const auto p = population(izhikevich);
    EXPECT_EQ(start(p, "V_m"), -65.0);
    EXPECT_EQ(start(p, "u"), -13.0);
    EXPECT_EQ(start(population(izhikevich + ", initial: {V_m: -70 mV}"), "u"), -14.0);
    EXPECT_EQ(start(population(izhikevich + ", initial: {u: 3 mV/ms}"), "u"), 3.0);
}

TEST(StartValuesTest, GatesStartAtTheirSteadyStateForThePotential) {
    const auto published = population(pallidal);
    EXPECT_EQ(start(published, "V_m"), -62.0);
    EXPECT_NEAR(start(published, "n"), 1.0 / (1.0 + std::exp(12.0 / 14.0)), 1e-14);
    EXPECT_NEAR(start(published, "h"), 1.0 / (1.0 + std::exp(-4.0 / 12.0)), 1e-14);
    EXPECT_NEAR(start(published, "r"), 1.0 / (1.0 + std::exp(4.0)), 1e-14);
    EXPECT_EQ(start(published, "Ca"), 0.1);
    const auto higher = population(pallidal + ", initial: {V_m: -50 mV, h: 0.2}");
    EXPECT_EQ(start(higher, "n"), 0.5);
    EXPECT_EQ(start(higher, "h"), 0.2);
}

TEST(StartValuesTest, OfAPotentialThatIsDrawnTheMiddleCounts) {
    const auto p = population(pallidal + ", initial: {V_m: {uniform: [-60 mV, -40 mV]}}");
    EXPECT_EQ(initial_value(p, "V_m").kind, Distribution::Kind::uniform);
    EXPECT_EQ(start(p, "n"), 0.5);
    const auto normal =
        population(pallidal + ", initial: {V_m: {normal: [-50 mV, 3 mV], clip: 2 sd}}");
    EXPECT_EQ(start(normal, "n"), 0.5);
}

TEST(SolverTest, EachModelHasADefaultAndTakesWhatItOffers) {
    EXPECT_EQ(population(leaky).solver, Solver::exact);
    EXPECT_EQ(population(leaky + ", solver: rk4").solver, Solver::rk4);
    EXPECT_EQ(population(leaky + ", solver: euler").solver, Solver::euler);
    EXPECT_EQ(population(izhikevich).solver, Solver::rk4);
    EXPECT_EQ(population(izhikevich + ", solver: published").solver, Solver::published);
    EXPECT_EQ(population(izhikevich + ", solver: euler").solver, Solver::euler);
    EXPECT_EQ(population(pallidal).solver, Solver::rk4);
    EXPECT_EQ(population(pallidal + ", solver: euler").solver, Solver::euler);
}

}  // namespace
}  // namespace bgsim::config
