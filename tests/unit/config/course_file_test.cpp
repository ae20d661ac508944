/// Rates and currents from files of comma-separated values.
#include <gmock/gmock.h>

#include "bgsim/config/load.hpp"
#include "bgsim/error.hpp"
#include "model/neuron_models.hpp"
#include "support/bytes_without_places.hpp"
#include "support/temporary_folder.hpp"

namespace bgsim::config {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;

class CourseFileTest : public ::testing::Test {
protected:
    /// With `table` in table.csv beside the configuration.
    Specification loaded(const std::string& input, const std::string& table) {
        folder_.write("tables/table.csv", table);
        const auto file = folder_.write(
            "a.yaml",
            "experiment: a\n"
            "time: {duration: 1 s, dt: 0.5 ms}\n"
            "dopamine: {level: 0, baseline: 1}\n"
            "populations:\n"
            "  A: {size: 5, model: lif, parameters: {C_m: 100 pF, g_L: 10 nS, E_L: -70 mV, V_th: "
            "-50 mV, V_reset: -65 mV}, ports: {g: {tau: 5 ms, E_rev: 0 mV}}}\n"
            "  S: {size: 5, spikes: {poisson: {rate: 1 Hz}}}\n"
            "inputs: {x -> A: {" +
                input + "}}\n");
        return load(file, {}, model::catalogue());
    }
    Specification rate(const std::string& more, const std::string& table) {
        return loaded("poisson: {rate: {file: tables/table.csv" + more + "}}, ports: {g: 1 nS}",
                      table);
    }
    std::string refusal(const std::string& more, const std::string& table) {
        try {
            rate(more, table);
        } catch (const InputError& error) {
            const std::string text = error.what();
            return text.substr(text.find("a.yaml"));
        }
        return "loaded";
    }

    test::TemporaryFolder folder_;
};

TEST_F(CourseFileTest, StepsHoldUntilTheNext) {
    const auto s = rate("", "time_ms,rate\n0,10\n100,20.5\n 200 , 0\n");
    const Waveform& w = s.inputs.at(0).waveform;
    EXPECT_EQ(w.kind, Waveform::Kind::steps);
    EXPECT_THAT(w.steps, ElementsAre(Pair(0, 10.0), Pair(200, 20.5), Pair(400, 0.0)));
    EXPECT_EQ(w.mean, 0.0);
    EXPECT_THAT(s.notes, IsEmpty());
}

TEST_F(CourseFileTest, LinesMayBeStraightAndNeedNoNames) {
    const Waveform w =
        rate(", interpolate: linear", "# a comment\n\n0,10\r\n100,20\r\n").inputs.at(0).waveform;
    EXPECT_EQ(w.kind, Waveform::Kind::ramp);
    EXPECT_THAT(w.steps, ElementsAre(Pair(0, 10.0), Pair(200, 20.0)));
}

TEST_F(CourseFileTest, OneOfSeveralColumnsIsNamed) {
    const std::string table = "from_ms,GPe,STN\n0,1,2\n100,3,4\n";
    EXPECT_THAT(rate(", column: STN", table).inputs.at(0).waveform.steps,
                ElementsAre(Pair(0, 2.0), Pair(200, 4.0)));
    EXPECT_THAT(refusal("", table), HasSubstr("a.yaml:7:42: 'tables/table.csv' has 2 columns "
                                              "beside the time; name the one that is meant: "
                                              "'column: GPe'"));
    EXPECT_THAT(refusal(", column: STM", table),
                HasSubstr("'tables/table.csv' has no column 'STM'; did you mean 'STN'?"));
    EXPECT_THAT(refusal(", column: STN", "0,1,2\n"), HasSubstr("does not name its columns"));
    EXPECT_THAT(refusal("", "0,1,2\n"), HasSubstr("has 3 columns, without names"));
}

TEST_F(CourseFileTest, CurrentsMayBeNegative) {
    const auto s = loaded("current: {file: tables/table.csv, from: 50 ms}", "0,-1.5\n100,3\n");
    EXPECT_THAT(s.inputs.at(0).waveform.steps, ElementsAre(Pair(0, -1.5), Pair(200, 3.0)));
    EXPECT_EQ(s.inputs[0].waveform.from, 100);
    EXPECT_EQ(s.inputs[0].kind, Input::Kind::current);
    EXPECT_THAT(refusal("", "0,-1.5\n"),
                HasSubstr("'tables/table.csv', line 1: the rate -1.5 is negative"));
}

TEST_F(CourseFileTest, TimesMoveToTheNearestStepAndTheLastOfAStepCounts) {
    const auto s = rate("", "0,1\n10.2,2\n10.6,3\n11,4\n");
    EXPECT_THAT(s.inputs.at(0).waveform.steps,
                ElementsAre(Pair(0, 1.0), Pair(20, 2.0), Pair(21, 3.0), Pair(22, 4.0)));
    EXPECT_THAT(s.notes,
                ElementsAre("inputs.x -> A.poisson.rate: 2 of 4 times of 'tables/table.csv' were "
                            "moved to the nearest multiple of dt = 0.5 ms"));
    const auto merged = rate("", "0,1\n10.3,2\n10.6,3\n");
    EXPECT_THAT(merged.inputs.at(0).waveform.steps, ElementsAre(Pair(0, 1.0), Pair(21, 3.0)));
    EXPECT_THAT(merged.notes.at(0), HasSubstr("1 values have no effect"));
}

TEST_F(CourseFileTest, TheFirstMistakeOfAFileIsNamedWithItsLine) {
    EXPECT_THAT(refusal("", "time,rate\n0,1\nsoon,2\n"),
                HasSubstr("'tables/table.csv', line 3: 'soon' is no time; times are numbers in "
                          "ms, zero or positive"));
    EXPECT_THAT(refusal("", "-1,1\n"), HasSubstr("'-1' is no time"));
    EXPECT_THAT(refusal("", "nan,1\n"), HasSubstr("'nan' is no time"));
    EXPECT_THAT(refusal("", "0,inf\n"), HasSubstr("'inf' is no number; values are in Hz"));
    EXPECT_THAT(refusal("", "0,5 Hz\n"), HasSubstr("'5 Hz' is no number"));
    EXPECT_THAT(refusal("", "0,1\n10,2\n10,3\n"),
                HasSubstr("line 3: the time 10 is not later than the one before; sort"));
    EXPECT_THAT(refusal("", "0,1\n10\n"), HasSubstr("line 2: there are only 1 columns"));
    EXPECT_THAT(refusal("", ""), HasSubstr("'tables/table.csv' has no values"));
    EXPECT_THAT(refusal("", "time,rate\n"), HasSubstr("'tables/table.csv' has no values"));
    EXPECT_THAT(refusal(", interpolate: cubic", "0,1\n"), HasSubstr("use steps or linear"));
}

TEST_F(CourseFileTest, AMissingFileIsMissingInput) {
    try {
        loaded("current: {file: tables/tabel.csv}", "0,1\n");
        ADD_FAILURE() << "loaded";
    } catch (const InputError& error) {
        EXPECT_EQ(error.code(), ExitCode::missing_input);
        EXPECT_THAT(error.what(), HasSubstr("tables/tabel.csv' does not exist"));
    }
}

TEST_F(CourseFileTest, OtherFormsDoNotGoWithIt) {
    const auto refused = [&](const std::string& input) {
        try {
            loaded(input, "0,1\n");
        } catch (const InputError& error) {
            return std::string(error.what());
        }
        return std::string("loaded");
    };
    EXPECT_THAT(refused("current: {file: tables/table.csv, value: 5 pA}"),
                HasSubstr("'value' has no meaning beside a file"));
    EXPECT_THAT(refused("current: {file: tables/table.csv, steps: [[0 ms, 1 pA]]}"),
                HasSubstr("has both 'file' and 'steps'"));
    EXPECT_THAT(refused("poisson: {rate: {file: tables/table.csv}, pulses: {}}, ports: {g: 1 nS}"),
                HasSubstr("has both 'rate' and 'pulses'"));
    EXPECT_THAT(refused("current: {value: 5 pA, interpolate: linear}"),
                HasSubstr("'interpolate' has no meaning without 'file'"));
    EXPECT_THAT(refused("poisson: {rate: {column: A}}, ports: {g: 1 nS}"),
                HasSubstr("'file' is missing"));
}

TEST_F(CourseFileTest, TheResolvedConfigurationHoldsTheValues) {
    for (const std::string input :
         {"poisson: {rate: {file: tables/table.csv}, dopamine: 0.5, from: 5 ms}, ports: {g: 1 nS}",
          "poisson: {rate: {file: tables/table.csv, interpolate: linear}}, ports: {g: 1 nS}",
          "current: {file: tables/table.csv}"}) {
        const auto s = loaded(input, "0,0.1\n12.3,7.123456789012345\n33,1e-7\n");
        EXPECT_THAT(s.resolved_yaml, Not(HasSubstr("table.csv")));
        EXPECT_THAT(s.resolved_yaml, HasSubstr("12.5 ms, 7.123456789012345"));
        const auto again = load_text(s.resolved_yaml, "resolved.yaml", {}, model::catalogue());
        EXPECT_EQ(test::bytes_without_places(again), test::bytes_without_places(s)) << input;
        EXPECT_EQ(again.resolved_yaml, s.resolved_yaml);
    }
}

TEST_F(CourseFileTest, SourcesThatFireAtRandomFollowOneToo) {
    folder_.write("table.csv", "0,10\n100,3000\n");
    const auto file =
        folder_.write("b.yaml",
                      "experiment: b\n"
                      "time: {duration: 1 s, dt: 0.5 ms}\n"
                      "populations:\n"
                      "  S: {size: 5, spikes: {poisson: {rate: {file: table.csv}}}}\n");
    try {
        load(file, {}, model::catalogue());
        ADD_FAILURE() << "loaded";
    } catch (const InputError& error) {
        EXPECT_THAT(error.what(), HasSubstr("reaches 3000 Hz"));
    }
    folder_.write("table.csv", "0,10\n100,300\n");
    const auto s = load(file, {}, model::catalogue());
    EXPECT_THAT(s.populations.at(0).spike_rate->steps,
                ElementsAre(Pair(0, 10.0), Pair(200, 300.0)));
}

}  // namespace
}  // namespace bgsim::config
