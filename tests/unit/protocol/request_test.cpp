#include "protocol/request.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bgsim/error.hpp"
#include "config/emit.hpp"
#include "protocol/read_plan.hpp"
#include "support/temporary_folder.hpp"

namespace bgsim::protocol {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Plan plan_of(const Request& request) {
    config::Diagnostics diagnostics;
    const auto root = configuration_of(request, diagnostics);
    Plan plan = read_plan(root, diagnostics);
    diagnostics.throw_if_any();
    return plan;
}

std::string mistakes_in(const Request& request) {
    try {
        plan_of(request);
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

Request about(const std::string& cell) {
    Request request;
    request.cells = {cell};
    return request;
}

TEST(RequestTest, OptionsBecomeAConfiguration) {
    Request request = about("msn_d1");
    request.step = "0:50:100pA";
    request.duration = "1s";
    request.dopamine = "0.4";
    request.set = {"C_m=20pF", "initial.V_m=-60mV", "ports.X={tau: 5 ms, E_rev: 0 mV}"};
    request.total = true;
    config::Diagnostics diagnostics;
    EXPECT_EQ(config::to_yaml(configuration_of(request, diagnostics)),
              "protocol:\n"
              "  cells: [msn_d1]\n"
              "  step: {from: 0 pA, by: 50 pA, to: 100pA}\n"
              "  duration: 1s\n"
              "  total: yes\n"
              "  parameters: {C_m: 20pF}\n"
              "  initial: {V_m: -60mV}\n"
              "  ports:\n"
              "    X: {tau: 5 ms, E_rev: 0 mV}\n"
              "dopamine: {level: 0.4, baseline: 0.8}\n");
    EXPECT_EQ(diagnostics.count(), 0U);
}

TEST(RequestTest, ATraceTakesSeveralCurrents) {
    Request request = about("snr");
    request.trace = "0,50,0.1nA";
    EXPECT_THAT(plan_of(request).currents.values, ElementsAre(0, 50, 0.1));
    request.trace = "0,50pA";
    EXPECT_THAT(plan_of(request).currents.values, ElementsAre(0, 50));
}

TEST(RequestTest, ASynapseTakesTrainAndPlasticity) {
    Request request = about("snr");
    request.psp = "GABAA_1";
    request.train = "5@50Hz+300ms";
    request.stp = "U=0.24,tau_rec=11ms,tau_fac=73ms";
    const Psp psp = plan_of(request).psp.value();
    EXPECT_EQ(psp.n_spikes, 5U);
    EXPECT_EQ(psp.interval_ms, 20.0);
    EXPECT_EQ(psp.recovery_ms, 300.0);
    EXPECT_EQ(psp.plasticity->find("model")->text, "tsodyks");
    EXPECT_EQ(psp.plasticity->find("tau_fac")->text, "73ms");
}

TEST(RequestTest, MistakesStandAtTheirOptions) {
    Request request = about("snr");
    request.step = "0:20:300mV";
    request.duration = "2 mV";
    request.set = {"initial.V_m=", "nonsense.V_m=3"};
    EXPECT_EQ(mistakes_in(request),
              "--set initial.V_m=: the value is empty; write one after '='\n"
              "--set nonsense.V_m=3: a cell has no 'nonsense' to set; write for example "
              "'C_m=20pF', 'initial.V_m=-50mV' or 'ports.AMPA={tau: 5 ms, E_rev: 0 mV}'\n"
              "--step 0:20:300mV: 'to' needs a current, '300mV' is a voltage; write for example "
              "'300 pA'\n"
              "--duration 2 mV: 'duration' needs a time, '2 mV' is a voltage; write for example "
              "'2 ms'\n"
              "4 errors; nothing was simulated");
}

TEST(RequestTest, OptionsOfASynapseNeedOne) {
    Request request = about("snr");
    request.weight = "1nS";
    EXPECT_THAT(mistakes_in(request),
                HasSubstr("--weight 1nS: this belongs to --psp; name a port"));
    request = about("snr");
    request.psp = "GABAA_1";
    request.train = "10x20Hz";
    EXPECT_THAT(mistakes_in(request), HasSubstr("--train 10x20Hz: this is not NUMBER@RATE"));
    request.train.reset();
    request.stp = "U=0.3,tau=3ms";
    const std::string text = mistakes_in(request);
    EXPECT_THAT(text, HasSubstr("unknown key 'tau' in 'short_term_plasticity'; use model, U"));
    EXPECT_THAT(text, HasSubstr("'tau_rec' is missing in 'short_term_plasticity'; write for"));
    EXPECT_THAT(text, HasSubstr("'tau_fac' is missing"));
    request.stp = "0.24";
    EXPECT_THAT(mistakes_in(request), HasSubstr("--stp 0.24: '0.24' is not NAME=VALUE"));
}

class RequestFileTest : public testing::Test {
protected:
    std::string write(const std::string& yaml) const {
        return folder_.write("p.yaml", yaml).string();
    }
    test::TemporaryFolder folder_;
};

TEST_F(RequestFileTest, OptionsReplaceWhatTheFileSays) {
    Request request = about(write("protocol: {cells: fsn, step: [5 pA, 9 pA], duration: 1 s}\n"));
    EXPECT_THAT(plan_of(request).currents.values, ElementsAre(5, 9));
    request.step = "0:1:2pA";
    request.settle = "10ms";
    const Plan plan = plan_of(request);
    EXPECT_THAT(plan.currents.values, ElementsAre(0, 1, 2));
    EXPECT_EQ(plan.settle_ms, 10.0);
    EXPECT_EQ(plan.duration_ms, 1000.0);
    EXPECT_EQ(plan.cells[0].text, "fsn");
}

TEST_F(RequestFileTest, AnotherProtocolReplacesThatOfTheFile) {
    Request request = about(write("protocol: {cells: fsn, step: [5 pA, 9 pA]}\n"));
    request.ramp = "0:10pA";
    EXPECT_EQ(plan_of(request).kind, Kind::ramp);
}

TEST_F(RequestFileTest, AFileStandsAlone) {
    Request request = about(write("protocol: {cells: fsn}\n"));
    request.cells.emplace_back("snr");
    EXPECT_THAT(mistakes_in(request), HasSubstr("a file with a protocol names its own cells; give "
                                                "either the file or the cells"));
}

TEST_F(RequestFileTest, MissingThingsAreMissingInTheFile) {
    const std::string name = write("protocol:\n  step: 5 pA\n");
    EXPECT_EQ(mistakes_in(about(name)),
              name +
                  ":2:3: 'cells' is missing in 'protocol'; write for example 'cells: [msn_d1, "
                  "fsn]'\n1 error; nothing was simulated");
    EXPECT_THAT(mistakes_in(about("none.yaml")), HasSubstr("none.yaml: this file does not exist"));
}

}  // namespace
}  // namespace bgsim::protocol
