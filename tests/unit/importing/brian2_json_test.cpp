// Networks of the Brian2 project become configurations that can be simulated.
#include <gmock/gmock.h>

#include <map>

#include "bgsim/config/load.hpp"
#include "bgsim/error.hpp"
#include "importing/read_network.hpp"
#include "importing/share_receptors.hpp"
#include "importing/write_network.hpp"
#include "model/neuron_models.hpp"
#include "support/temporary_folder.hpp"

namespace bgsim::importing {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

const std::string qif = R"({
  "model": "QIF",
  "params": {
    "a": {"value": 0.01, "unit": "second"}, "b": {"value": -20, "unit": "1"},
    "C": {"value": 15.2, "unit": "pF"}, "c": {"value": -60, "unit": "mV"},
    "d": {"value": 66.9, "unit": "pA"}, "k": {"value": 1, "unit": ""},
    "vr": {"value": -80, "unit": "mV"}, "vt": {"value": -29.7, "unit": "mV"},
    "th": {"value": 40, "unit": "mV"}, "v": {"value": -77, "unit": "mV"},
    "u": {"value": 0, "unit": "pA"}
  },
  "reference": {"title": "a paper"}
})";

const std::string qif_fsn = R"({
  "model": "QIF_FSN",
  "params": {
    "k": {"value": 1, "unit": ""}, "v": {"value": -60, "unit": "mV"},
    "vb": {"value": -55, "unit": "mV"}, "vt": {"value": -50, "unit": "mV"},
    "vr": {"value": -64.4, "unit": "mV"}, "th": {"value": 25, "unit": "mV"},
    "a": {"value": 0.2, "unit": "second"}, "b": {"value": 0.025, "unit": "1"},
    "c": {"value": -60, "unit": "mV"}, "C": {"value": 80, "unit": "pF"},
    "d": {"value": 0, "unit": "pA"}, "u": {"value": 0, "unit": "pA"}
  }
})";

const std::string adex = R"({
  "model": "AdEx",
  "params": {
    "a": {"value": 0.3, "unit": "nS"}, "d": {"value": 0.05, "unit": "pA"},
    "C": {"value": 60, "unit": "pF"}, "Delta_T": {"value": 16.2, "unit": "mV"},
    "E_L": {"value": -80.2, "unit": "mV"}, "g_L": {"value": 10, "unit": "nS"},
    "I_ext": {"value": 5, "unit": "pA"}, "tau_w": {"value": 0.333, "unit": "second"},
    "th": {"value": 15, "unit": "mV"}, "vt": {"value": -64, "unit": "mV"},
    "vr": {"value": -70, "unit": "mV"}, "v": {"value": -69, "unit": "mV"},
    "z": {"value": 3, "unit": "pA"}
  }
})";

/// {"value": ..., "unit": ...}
std::string with(double value, const std::string& unit) {
    return "{\"value\": " + std::to_string(value) + ", \"unit\": \"" + unit + "\"}";
}

std::string receptor(const std::string& type, double g0, double tau, const std::string& more = "") {
    return "\"" + type + "\": {\"g0\": " + with(g0, "nS") + ", \"tau_syn\": " + with(tau, "ms") +
           ", \"E_rev\": " + with(type == "GABA" ? -74.0 : 0.0, "mV") +
           ", \"delay\": " + with(2.5, "ms") + more + "}";
}

const std::string neurons = R"(
    {"name": "Cortex", "N": 9, "neuron_type": "poisson", "target_rates": {"FSN": {"equation": "646*Hz"}}},
    {"name": "FSN", "N": 20, "params_file": "./params_ref/FSN_1.json", "model_class": "FSN"},
    {"name": "MSN", "N": 30, "params_file": "./params_ref/MSN_1.json", "model_class": "MSN"},
    {"name": "STN", "N": 10, "params_file": "./params_ref/STN_1.json", "model_class": "STN"})";

const std::string connections =
    R"("in": {"pre": "Cortex", "post": "FSN", "receptor_type": ["AMPA", "NMDA"], "p": 0.8, "weight": 0.5, "receptor_params": {)" +
    receptor("AMPA", 0.5, 12.0) + ", " +
    receptor("NMDA", 0.1, 160.0, ", \"beta\": " + with(1.2, "1")) +
    R"(}},
    "FSN_to_FSN": {"pre": "FSN", "post": "FSN", "receptor_type": "GABA", "p": 0.1, "receptor_params": {)" +
    receptor("GABA",
             1.0,
             6.0,
             ", \"beta\": " + with(0.75, "1") + ", \"N_beta\": " + with(2.0, "1")) +
    R"(}},
    "MSN_to_FSN": {"pre": "MSN", "post": "FSN", "receptor_type": "GABA", "p": 0.2, "weight": 2, "receptor_params": {)" +
    receptor("GABA", 2.0, 17.0) + R"(}},
    "STN_to_MSN": {"pre": "STN", "post": "MSN", "receptor_type": ["AMPA", "NMDA"], "p": 1, "weight": 1, "receptor_params": {)" +
    receptor("AMPA", 0.3, 4.0) + ", " + receptor("NMDA", 0.2, 160.0) + "}}";

const std::string stimulus =
    R"("duration": 3000, "dt": 1, "stimulus": {"enabled": true, "start_time": 1000, "duration": 500, "dt_array": 1, "rates": {"FSN": 787}})";

std::string network(const std::string& neurons_text,
                    const std::string& connections_text,
                    const std::string& simulation) {
    return "{\n\"neurons\": [" + neurons_text +
           "],\n\"synapse_class\": \"Synapse\",\n\"connections\": {" + connections_text +
           "},\n\"simulation\": {" + simulation + "},\n\"start_time\": 200\n}\n";
}

/// A folder with the cells in `params/` and a network in `config/`.
class Brian2JsonTest : public testing::Test {
protected:
    Brian2JsonTest() {
        write("params/MSN_1.json", qif);
        write("params/FSN_1.json", qif_fsn);
        write("params/STN_1.json", adex);
    }

    std::filesystem::path write(const std::string& name, const std::string& text) {
        return folder_.write(name, text);
    }

    Imported import(const std::string& text) {
        return as_configuration(read_network(write("config/net.json", text), {}));
    }

    Imported import() { return import(network(neurons, connections, stimulus)); }

    /// With --compat shared-receptors.
    Imported import_shared(const std::string& connections_text) {
        return as_configuration(with_shared_receptors(read_network(
            write("config/net.json", network(neurons, connections_text, stimulus)), {})));
    }

    /// As it would be simulated.
    config::Specification load(const Imported& imported) {
        for (const auto& file : imported.files) write("out/" + file.name.string(), file.text);
        return config::load(folder_.path() / "out" / imported.files.front().name, {},
                            model::catalogue());
    }

    std::string mistakes_in(const std::string& text) {
        try {
            import(text);
        } catch (const InputError& error) {
            return error.what();
        }
        return "";
    }

    test::TemporaryFolder folder_;
};

double parameter(const config::Population& population, const std::string& name) {
    for (const auto& field : population.parameters) {
        if (field.name == name) return field.value.first;
    }
    return -12345.0;
}

/// Among the remarks and at the head of the configuration.
void expect_said(const Imported& imported, const std::string& text) {
    EXPECT_THAT(imported.remarks, Contains(HasSubstr(text)));
    EXPECT_THAT(imported.files.front().text, HasSubstr(text));
}

TEST_F(Brian2JsonTest, CellsHaveTheParametersOfTheirModels) {
    const auto s = load(import());
    ASSERT_EQ(s.populations.size(), 3U);
    const auto& fsn = s.populations[0];
    EXPECT_EQ(fsn.size, 20U);
    EXPECT_EQ(fsn.model, "qif");
    EXPECT_DOUBLE_EQ(parameter(fsn, "a"), 0.005) << "200 ms, inverted";
    EXPECT_DOUBLE_EQ(parameter(fsn, "V_b"), -55.0);
    EXPECT_DOUBLE_EQ(parameter(fsn, "b_4"), 0.025) << "below vb";
    EXPECT_DOUBLE_EQ(parameter(fsn, "b_2"), 0.0);
    const auto& msn = s.populations[1];
    EXPECT_DOUBLE_EQ(parameter(msn, "b_1"), -20.0);
    EXPECT_DOUBLE_EQ(parameter(msn, "b_2"), -20.0);
    EXPECT_DOUBLE_EQ(parameter(msn, "V_b"), -80.0);
    EXPECT_DOUBLE_EQ(parameter(msn, "V_peak"), 40.0);
    const auto& stn = s.populations[2];
    EXPECT_EQ(stn.model, "adex");
    EXPECT_DOUBLE_EQ(parameter(stn, "tau_w"), 333.0);
    EXPECT_DOUBLE_EQ(parameter(stn, "b"), 0.05);
    EXPECT_DOUBLE_EQ(parameter(stn, "a_2"), 0.3);
    EXPECT_DOUBLE_EQ(parameter(stn, "I_e"), 5.0);
    EXPECT_DOUBLE_EQ(parameter(stn, "V_reset"), -70.0);
}

TEST_F(Brian2JsonTest, EachProjectionKeepsItsKinetics) {
    const auto s = load(import());
    ASSERT_EQ(s.projections.size(), 4U);
    std::map<std::string, const config::Projection*> by_name;
    for (const auto& projection : s.projections) by_name[projection.name] = &projection;
    const auto tau = [&](const std::string& name) {
        const auto& p = *by_name.at(name);
        return s.populations[p.target].ports[p.port].tau;
    };
    EXPECT_DOUBLE_EQ(tau("FSN -> FSN"), 6.0);
    EXPECT_DOUBLE_EQ(tau("MSN -> FSN"), 17.0);
    EXPECT_DOUBLE_EQ(tau("STN -> MSN (NMDA)"), 160.0);
    EXPECT_DOUBLE_EQ(by_name.at("FSN -> FSN")->weight.first, 0.75);
    EXPECT_DOUBLE_EQ(by_name.at("MSN -> FSN")->weight.first, 4.0);
    EXPECT_DOUBLE_EQ(by_name.at("FSN -> FSN")->rule.probability, 0.1);
    EXPECT_EQ(by_name.at("FSN -> FSN")->rule.kind,
              config::ConnectionRule::Kind::pairwise_bernoulli);
}

/// FSN: GABA of 6 ms with beta 0.75, then of 17 ms without; MSN: no beta at all.
TEST_F(Brian2JsonTest, SharedReceptorsHaveTheLastKineticsOfTheirConnections) {
    const auto s = load(import_shared(connections));
    std::map<std::string, const config::Projection*> by_name;
    for (const auto& projection : s.projections) by_name[projection.name] = &projection;
    const auto& to_itself = *by_name.at("FSN -> FSN");
    const auto& from_msn = *by_name.at("MSN -> FSN");
    EXPECT_EQ(to_itself.port, from_msn.port);
    const auto& fsn = s.populations[to_itself.target];
    EXPECT_EQ(fsn.ports.size(), 3U);
    EXPECT_EQ(fsn.ports[to_itself.port].name, "GABA");
    EXPECT_DOUBLE_EQ(fsn.ports[to_itself.port].tau, 17.0);
    EXPECT_DOUBLE_EQ(to_itself.weight.first, 0.75);
    EXPECT_DOUBLE_EQ(from_msn.weight.first, 3.0) << "2 nS x weight 2 x beta 0.75 of the other";
    EXPECT_DOUBLE_EQ(s.inputs[0].ports[1].weight.first, 0.06) << "inputs, too, have their beta";
}

/// beta min(max(tau g0, floor), highest), with the connection's own tau.
TEST_F(Brian2JsonTest, SharedReceptorsHaveTheCeilingsOfTheProject) {
    const auto s = load(import_shared(connections));
    std::map<std::string, std::optional<double>> ceilings;
    for (const auto& projection : s.projections) ceilings[projection.name] = projection.ceiling;
    ASSERT_EQ(ceilings.size(), 4U);
    EXPECT_DOUBLE_EQ(ceilings.at("FSN -> FSN").value(), 0.75 * 6.0);
    EXPECT_DOUBLE_EQ(ceilings.at("MSN -> FSN").value(), 0.75 * 8.25) << "not 34 nS";
    EXPECT_DOUBLE_EQ(ceilings.at("STN -> MSN (AMPA)").value(), 1.2);
    EXPECT_DOUBLE_EQ(ceilings.at("STN -> MSN (NMDA)").value(), 3.45) << "not 32 nS";
    for (const auto& projection : load(import()).projections) {
        EXPECT_EQ(projection.ceiling, std::nullopt);
    }
}

TEST_F(Brian2JsonTest, ConnectionsWithNamesOfExternalOnesHaveNoCeiling) {
    const auto named = [&](const std::string& name, double g0) {
        return "\"" + name +
               R"(": {"pre": "STN", "post": "MSN", "receptor_type": "AMPA", "p": 1, "receptor_params": {)" +
               receptor("AMPA", g0, 4.0) + "}}";
    };
    const auto ceiling = [&](const std::string& name, double g0) {
        return load(import_shared(named(name, g0))).projections.at(0).ceiling;
    };
    EXPECT_EQ(ceiling("Extra", 0.3), std::nullopt);
    EXPECT_EQ(ceiling("cortex_like", 0.3), std::nullopt);
    EXPECT_DOUBLE_EQ(ceiling("from STN", 0.3).value(), 1.2);
    EXPECT_DOUBLE_EQ(ceiling("from STN", 0.01).value(), 1.0) << "the floor";
    EXPECT_DOUBLE_EQ(ceiling("from STN", 10.0).value(), 6.9) << "the highest";
}

TEST_F(Brian2JsonTest, SharingIsReportedAndStandsInTheFile) {
    const auto imported = import_shared(connections);
    const auto says = [&](const std::string& text) { expect_said(imported, text); };
    says("receptors are shared as in the project's code");
    says("min(max(tau x g0, floor), highest)");
    says(
        "GABA of FSN has the last values of its connections, 17 ms, -74 mV, beta 0.75, also for: "
        "FSN_to_FSN (6 ms, -74 mV, beta 0.75); MSN_to_FSN (17 ms, -74 mV, no beta)");
    says(
        "inputs have no ceiling here; the project limits those whose names do not begin with "
        "'Ext' or 'Cortex': in");
    EXPECT_THAT(imported.remarks, Not(Contains(HasSubstr("there is none here"))));
}

TEST_F(Brian2JsonTest, PoissonGroupsAreInputsWithTheStimulus) {
    const auto s = load(import());
    ASSERT_EQ(s.inputs.size(), 1U);
    const auto& input = s.inputs[0];
    EXPECT_EQ(input.name, "Cortex -> FSN");
    EXPECT_EQ(input.waveform.mean, 646.0);
    EXPECT_THAT(input.waveform.steps, ElementsAre(Pair(10000, 787.0), Pair(15000, 646.0)));
    ASSERT_EQ(input.ports.size(), 2U);
    EXPECT_DOUBLE_EQ(input.ports[0].weight.first, 0.25);
    EXPECT_DOUBLE_EQ(input.ports[1].weight.first, 0.06);
    EXPECT_EQ(s.duration, 30000);
    EXPECT_EQ(s.discard, 2000);
}

TEST_F(Brian2JsonTest, WhatWasInterpretedIsReportedAndStandsInTheFile) {
    const auto imported = import();
    const auto says = [&](const std::string& text) { expect_said(imported, text); };
    says("FSN_1.json: 'a' is a time in the file and was inverted");
    says("the cubic recovery acts below vb");
    says(
        "GABA of FSN has 2 kinetics, all kept: 6 ms, -74 mV (FSN_to_FSN); 17 ms, -74 mV "
        "(MSN_to_FSN)");
    says("N_beta is not used, as in the project's code (p is taken as it is): FSN_to_FSN (2)");
    says("p of external inputs has no effect, they are one to one: in (0.8)");
    says("with its own draw of who is connected: STN_to_MSN");
    says("not the file's 1 ms");
    says("has no counterpart here and was left out: synapse_class");
    says("/params/STN_1.json");
    says("ceiling");
}

TEST_F(Brian2JsonTest, ADisabledStimulusIsNone) {
    const auto s = load(import(
        network(neurons, connections,
                R"("duration": 3000, "stimulus": {"enabled": false, "rates": {"FSN": 787}})")));
    EXPECT_TRUE(s.inputs[0].waveform.steps.empty());
}

TEST_F(Brian2JsonTest, AllMistakesAreToldWithTheirPlaces) {
    write("params/STN_1.json",
          R"({"model": "AdEx", "params": {"a": {"value": 0.3, "unit": "mV"}}})");
    const std::string text = mistakes_in(network(
        neurons + R"(, {"name": "GPe", "N": 0, "params_file": "nowhere.json"})",
        R"("wrong": {"pre": "FSM", "post": "Cortex", "receptor_type": "GABAA", "p": 1.5, "wieght": 1, "receptor_params": {}})",
        R"("duration": -3)"));
    EXPECT_THAT(text, HasSubstr("net.json:6:"));
    EXPECT_THAT(text, HasSubstr("there is no file 'nowhere.json'"));
    EXPECT_THAT(text, HasSubstr("--params DIR"));
    EXPECT_THAT(text, HasSubstr("there is no group 'FSM'; did you mean 'FSN'?"));
    EXPECT_THAT(text, HasSubstr("'Cortex' fires at random and receives nothing"));
    EXPECT_THAT(text, HasSubstr("'p' is 1.5, a probability is at most 1"));
    EXPECT_THAT(text, HasSubstr("unknown key 'wieght'"));
    EXPECT_THAT(text, HasSubstr("'GABAA'"));
    EXPECT_THAT(text, HasSubstr("'duration' must be positive"));
    EXPECT_THAT(text, HasSubstr("params/STN_1.json:1:"));
    EXPECT_THAT(text, HasSubstr("'params.a' needs a conductance"));
}

TEST_F(Brian2JsonTest, RatesThatChangeWithTimeAreMistakes) {
    EXPECT_THAT(
        mistakes_in(network(
            R"({"name": "C", "N": 9, "neuron_type": "poisson", "target_rates": {"STN": {"equation": "(5 + t)*Hz"}}},
               {"name": "STN", "N": 10, "params_file": "STN_1.json"})",
            "", R"("duration": 10)")),
        HasSubstr("'equation' needs a rate"));
}

TEST_F(Brian2JsonTest, AnExternalInputGoesToItsTargetOnce) {
    const std::string to_msn =
        R"("wrong": {"pre": "Cortex", "post": "MSN", "receptor_type": "AMPA", "p": 1, "receptor_params": {)" +
        receptor("AMPA", 0.5, 12.0) + "}}";
    EXPECT_THAT(mistakes_in(network(neurons, connections + ", " + to_msn, stimulus)),
                AllOf(HasSubstr("'Cortex' has no rate for 'MSN', only for 'FSN'"),
                      HasSubstr("'Cortex' has two connections")));
}

TEST_F(Brian2JsonTest, FoldersOfParamsComeFirst) {
    const auto other = write("elsewhere/STN_1.json", adex);
    const auto file = write("config/net.json", network(neurons, connections, stimulus));
    const auto read = read_network(file, {other.parent_path()});
    EXPECT_EQ(read.cells.back().file, other);
    EXPECT_THAT(read.cells.front().file.string(), Not(HasSubstr("elsewhere")));
}

TEST_F(Brian2JsonTest, BrokenJsonIsAMistakeWithItsLine) {
    EXPECT_THAT(mistakes_in("{\n\"neurons\": [\n"), HasSubstr("net.json:"));
    EXPECT_THAT(mistakes_in("{}"), AllOf(HasSubstr("'neurons' needs a list of groups"),
                                         HasSubstr("'connections' needs a map"),
                                         HasSubstr("'simulation' needs a map")));
}

}  // namespace
}  // namespace bgsim::importing
