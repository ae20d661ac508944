/// Types and shapes of ports as they are read.
#include <gmock/gmock.h>

#include "bgsim/config/load.hpp"
#include "model/neuron_models.hpp"

namespace bgsim::config {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;
using testing::Field;

/// A network of which the target has these `ports`; `more` is appended.
Specification with_ports(const std::string& ports, const std::string& more = {}) {
    return load_text(
        "experiment: ports\n"
        "time: {duration: 1 s}\n"
        "dopamine: {level: 0.0, baseline: 0.8}\n"
        "populations:\n"
        "  source: {size: 3, spikes: {times: [10 ms]}}\n"
        "  target:\n"
        "    size: 5\n"
        "    model: lif\n"
        "    parameters: {C_m: 100 pF, g_L: 10 nS, E_L: -70 mV, V_th: -50 mV, "
        "V_reset: -65 mV}\n"
        "    ports: {" +
            ports + "}\n" + more,
        "ports.yaml", {}, model::catalogue());
}

Port port(const std::string& text) {
    return with_ports("p: " + text).populations.at(1).ports.at(0);
}

/// With the projection source -> target to `port`, more of which stands in `rest`.
Specification joined(const std::string& ports, const std::string& to, const std::string& rest) {
    return with_ports(ports, "projections:\n  source -> target: {port: " + to +
                                 ", connect: {rule: all_to_all}, delay: 1 ms, " + rest + "}\n");
}

TEST(PortKindsTest, TheShapeIsExponentialUnlessGiven) {
    const Port p = port("{tau: 5 ms, E_rev: 0 mV}");
    EXPECT_EQ(p.type, Port::Type::conductance);
    EXPECT_EQ(p.shape, Port::Shape::exponential);
    EXPECT_EQ(p.tau, 5.0);
    EXPECT_EQ(p.tau_rise, 0.0);
    EXPECT_EQ(port("{shape: exponential, tau: 5 ms, E_rev: 0 mV}"), p);
}

TEST(PortKindsTest, AnAlphaHasOneTime) {
    const Port p = port("{shape: alpha, tau: 2000 us, E_rev: -80 mV, nmda_block: {Mg: 1}}");
    EXPECT_EQ(p.shape, Port::Shape::alpha);
    EXPECT_EQ(p.tau, 2.0);
    EXPECT_EQ(p.E_rev, -80.0);
    EXPECT_TRUE(p.nmda_block);
    EXPECT_EQ(port("{type: current, shape: alpha, tau: 2 ms}").type, Port::Type::current);
}

TEST(PortKindsTest, ADifferenceHasARiseAndADecay) {
    const Port p = port("{shape: difference, tau_rise: 0.5 ms, tau_decay: 8 ms, E_rev: 0 mV}");
    EXPECT_EQ(p.shape, Port::Shape::difference);
    EXPECT_EQ(p.tau_rise, 0.5);
    EXPECT_EQ(p.tau, 8.0);
}

TEST(PortKindsTest, ADeltaHasNothingButDopamine) {
    const Port p = port("{type: delta, dopamine: -0.5}");
    EXPECT_EQ(p.type, Port::Type::delta);
    EXPECT_EQ(p.tau, 0.0);
    EXPECT_THAT(p.gain, DoubleEq(1.4));
    EXPECT_EQ(port("{type: delta}").gain, 1.0);
}

TEST(PortKindsTest, WeightsAreInTheUnitOfTheType) {
    const std::string ports =
        "g: {tau: 5 ms, E_rev: 0 mV}, I: {type: current, tau: 5 ms}, V: {type: delta}";
    const auto weight = [&](const std::string& to, const std::string& text) {
        return joined(ports, to, "weight: " + text).projections.at(0).weight.first;
    };
    EXPECT_THAT(weight("g", "0.002 uS"), DoubleEq(2.0));
    EXPECT_THAT(weight("I", "-0.3 nA"), DoubleEq(-300.0));
    EXPECT_THAT(weight("V", "-300 uV"), DoubleEq(-0.3));
    EXPECT_STREQ(unit_of_weight(with_ports(ports).populations[1].ports[2]), "mV");
    const auto s = with_ports(ports,
                              "inputs: {x -> target: {poisson: {rate: 5 Hz}, ports: {V: 0.2 mV, "
                              "I: 3 pA, g: 1 nS}}}\n");
    EXPECT_THAT(s.inputs.at(0).ports,
                ElementsAre(Field(&Input::PortWeight::weight, Field(&Distribution::first, 0.2)),
                            Field(&Input::PortWeight::weight, Field(&Distribution::first, 3.0)),
                            Field(&Input::PortWeight::weight, Field(&Distribution::first, 1.0))));
}

TEST(PortKindsTest, PortsInPlaceOfNamesAreCalledByTheirKinetics) {
    const auto name = [](const std::string& written, const std::string& weight) {
        return joined("", written, "weight: " + weight).populations[1].ports.at(0).name;
    };
    EXPECT_EQ(name("{shape: alpha, tau: 2 ms, E_rev: -80 mV}", "1 nS"), "tau2ms_alpha_E-80mV");
    EXPECT_EQ(name("{type: current, shape: difference, tau_rise: 0.5 ms, tau_decay: 8 ms}", "1 pA"),
              "tau0.5-8ms");
    EXPECT_EQ(name("{type: delta}", "1 mV"), "delta");
}

TEST(PortKindsTest, EqualKineticsShareAPortOtherShapesDoNot) {
    const std::string more =
        "projections:\n"
        "  source -> target: {port: {shape: alpha, tau: 5 ms, E_rev: 0 mV}, connect: {rule: "
        "all_to_all}, weight: 1 nS, delay: 1 ms}\n"
        "  source -> target (2): {port: {tau: 5 ms, E_rev: 0 mV}, connect: {rule: all_to_all}, "
        "weight: 1 nS, delay: 1 ms}\n"
        "  source -> target (3): {port: {tau: 5 ms, E_rev: 0 mV, shape: alpha}, connect: {rule: "
        "all_to_all}, weight: 1 nS, delay: 1 ms}\n";
    const auto s = with_ports("", more);
    EXPECT_EQ(s.populations[1].ports.size(), 2U);
    EXPECT_EQ(s.projections[2].port, s.projections[0].port);
    EXPECT_NE(s.projections[1].port, s.projections[0].port);
}

TEST(PortKindsTest, PlasticityTakesItsTimeFromTheDecayOfThePort) {
    const auto tau_psc = [](const std::string& written, const std::string& more) {
        return joined("", written,
                      "weight: 1 mV, short_term_plasticity: {model: tsodyks, U: 0.3, tau_rec: 100 "
                      "ms, tau_fac: 0 ms" +
                          more + "}")
            .projections.at(0)
            .plasticity->tau_psc;
    };
    EXPECT_EQ(tau_psc("{type: delta}", ", tau_psc: 3 ms"), 3.0);
    const std::string difference =
        "{type: current, shape: difference, tau_rise: 1 ms, tau_decay: 8 ms}";
    const auto s = joined("", difference,
                          "weight: 1 pA, short_term_plasticity: {model: tsodyks, U: 0.3, tau_rec: "
                          "100 ms, tau_fac: 0 ms}");
    EXPECT_EQ(s.projections.at(0).plasticity->tau_psc, 8.0);
}

}  // namespace
}  // namespace bgsim::config
