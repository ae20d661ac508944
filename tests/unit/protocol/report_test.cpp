#include "protocol/report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bgsim::protocol {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

Cell cell_called(const std::string& name) {
    Cell cell;
    cell.label = name;
    cell.model = "qif";
    return cell;
}

Plan plan_in(const std::string& unit) {
    Plan plan;
    plan.kind = Kind::step;
    plan.currents.unit = unit;
    return plan;
}

/// Silent at 0 and 100, then 10 and 20 and 30 Hz at 200, 300 and 400.
StepResult a_curve(const std::string& name) {
    StepResult result;
    result.cell = cell_called(name);
    result.passive.V_rest_mV = -70.0;
    result.passive.R_in_MOhm = 123.456;
    result.passive.tau_m_ms = 12.345;
    result.rheobase = {.kind = Rheobase::Kind::found, .current = 142.8571, .resolution = 0.003};
    for (int i = 0; i != 5; ++i) {
        StepRow row{.current = 100.0 * i, .firing = {}, .V_end_mV = -70.0 + i};
        if (i > 1) {
            row.firing.n_spikes = 10;
            row.firing.rate_hz = 10.0 * (i - 1);
        }
        result.rows.push_back(row);
    }
    return result;
}

TEST(ReportTest, ACurveIsSummedUpInOneLine) {
    const Report one = report(std::vector{a_curve("fsn")}, plan_in("pA"));
    EXPECT_THAT(one.text, HasSubstr("steps of 2 s after 500 ms, added to the cells' own current"));
    EXPECT_THAT(one.text,
                HasSubstr("cell  model  rest [mV]  R_in [MOhm]  tau_m [ms]  alone [Hz]  rheobase "
                          "[pA]  slope [Hz/pA]\n"
                          "fsn   qif       -70.00        123.5        12.3        0.00        "
                          "142.857          0.100\n"));
    EXPECT_THAT(one.rows.rows, SizeIs(5));
    ASSERT_THAT(one.figure.panels, SizeIs(1));
    EXPECT_THAT(one.figure.panels[0].curves[0].y, ElementsAre(0, 0, 10, 20, 30));
}

TEST(ReportTest, SeveralCurvesStandSideBySide) {
    StepResult other = a_curve("msn_d1");
    other.rheobase = {.kind = Rheobase::Kind::below, .current = 0.0};
    other.passive.is_one_exponential = false;
    const Report two = report(std::vector{a_curve("fsn"), other}, plan_in("mV/ms"));
    EXPECT_THAT(two.text, HasSubstr("slope [Hz/(mV/ms)]"));
    EXPECT_THAT(two.text, HasSubstr("~12.3"));
    EXPECT_THAT(two.text, HasSubstr("< 0"));
    EXPECT_THAT(two.text, HasSubstr("I [mV/ms]    fsn  msn_d1\n"
                                    "        0   0.00    0.00\n"));
    EXPECT_THAT(two.text, HasSubstr("      400  30.00   30.00\n"));
}

TEST(ReportTest, TooFewCurrentsHaveNoSlope) {
    StepResult few = a_curve("fsn");
    few.rows.resize(4);
    EXPECT_THAT(report(std::vector{few}, plan_in("pA")).text,
                HasSubstr("142.857              -\n"));
}

TEST(ReportTest, ACellThatFiresHasNoPostsynapticPotential) {
    Plan plan = plan_in("pA");
    plan.kind = Kind::psp;
    plan.psp = Psp{};
    plan.psp->port = config::make_scalar("AMPA", {});
    PspResult result;
    result.cell = cell_called("snr");
    result.weight = "1 nS";
    result.has_fired = true;
    result.arrivals_ms = {0.0, 50.0};
    result.single_mV = {0.0, 1.0};
    result.train_mV = {0.0, 1.0};
    const Report fired = report(std::vector{result}, plan);
    EXPECT_THAT(fired.text, HasSubstr("'snr' fires, so nothing was measured; keep it at rest with "
                                      "--hold, or use a smaller --weight"));
    EXPECT_THAT(fired.figure.panels[0].curves, SizeIs(0));
}

TEST(ReportTest, RatiosOfATrainAreToItsFirstResponse) {
    Plan plan = plan_in("pA");
    plan.psp = Psp{};
    plan.psp->port = config::make_scalar("AMPA", {});
    plan.psp->recovery_ms = 300.0;
    PspResult result;
    result.cell = cell_called("fsn");
    result.weight = "1 nS";
    result.amplitudes_mV = {2.0, 1.5, 1.0};
    result.recovery_mV = 1.8;
    result.arrivals_ms = {0.0, 50.0, 100.0, 400.0};
    result.single_mV = {0.0, 1.0};
    result.train_mV = {0.0, 1.0};
    const Report table = report(std::vector{result}, plan);
    EXPECT_THAT(table.text, HasSubstr("0.750     0.500      0.900"));
    ASSERT_THAT(table.rows.rows, SizeIs(4));
    EXPECT_EQ(table.rows.rows[3].back(), "0.9");
}

}  // namespace
}  // namespace bgsim::protocol
