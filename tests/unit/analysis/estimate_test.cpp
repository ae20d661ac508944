#include "analysis/estimate.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace bgsim::analysis {
namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

struct Tabulated {
    double degrees, at_0_95, at_0_975, at_0_995;
};

/// Of any table of Student's t distribution.
constexpr Tabulated student_table[] = {
    {1, 6.314, 12.706, 63.657}, {2, 2.920, 4.303, 9.925},  {3, 2.353, 3.182, 5.841},
    {4, 2.132, 2.776, 4.604},   {5, 2.015, 2.571, 4.032},  {9, 1.833, 2.262, 3.250},
    {10, 1.812, 2.228, 3.169},  {20, 1.725, 2.086, 2.845}, {30, 1.697, 2.042, 2.750},
    {60, 1.671, 2.000, 2.660},  {120, 1.658, 1.980, 2.617}};

TEST(StudentTest, AgreesWithTables) {
    for (const Tabulated& row : student_table) {
        SCOPED_TRACE(row.degrees);
        EXPECT_NEAR(row.at_0_95, student_t_quantile(0.95, row.degrees), 0.0005);
        EXPECT_NEAR(row.at_0_975, student_t_quantile(0.975, row.degrees), 0.0005);
        EXPECT_NEAR(row.at_0_995, student_t_quantile(0.995, row.degrees), 0.0005);
    }
}

TEST(StudentTest, AgreesWithClosedForms) {
    const double pi = std::acos(-1.0);
    for (const double p : {0.55, 0.75, 0.9, 0.975, 0.9999}) {
        SCOPED_TRACE(p);
        const double one = std::tan(pi * (p - 0.5));
        EXPECT_NEAR(one, student_t_quantile(p, 1.0), 1e-9 * one);
        const double two = (2.0 * p - 1.0) * std::sqrt(2.0 / (4.0 * p * (1.0 - p)));
        EXPECT_NEAR(two, student_t_quantile(p, 2.0), 1e-9 * two);
    }
}

TEST(StudentTest, IsSymmetricAndNormalInTheLimit) {
    EXPECT_EQ(-student_t_quantile(0.9, 7.0), student_t_quantile(0.1, 7.0));
    EXPECT_NEAR(0.0, student_t_quantile(0.5, 7.0), 1e-12);
    EXPECT_NEAR(1.959963985, student_t_quantile(0.975, 1e7), 1e-6);
}

TEST(EstimateTest, IsMeanSampleDeviationAndInterval) {
    const std::vector<double> values = {2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0};
    const Estimate e = estimate(values);
    EXPECT_EQ(8U, e.n);
    EXPECT_DOUBLE_EQ(5.0, e.mean);
    EXPECT_DOUBLE_EQ(std::sqrt(32.0 / 7.0), e.sd);
    EXPECT_NEAR(2.3646 * std::sqrt(32.0 / 7.0 / 8.0), e.ci95, 1e-4);
}

TEST(EstimateTest, LeavesOutWhatIsNoNumber) {
    const Estimate e = estimate(std::vector<double>{1.0, nothing, 3.0});
    EXPECT_EQ(2U, e.n);
    EXPECT_DOUBLE_EQ(2.0, e.mean);
    EXPECT_NEAR(12.7062, e.ci95, 1e-3);
}

TEST(EstimateTest, SaysWhatIsNotDefined) {
    const Estimate none = estimate(std::vector<double>{nothing});
    EXPECT_EQ(0U, none.n);
    EXPECT_TRUE(std::isnan(none.mean) && std::isnan(none.sd) && std::isnan(none.ci95));
    const Estimate one = estimate(std::vector<double>{3.0});
    EXPECT_EQ(3.0, one.mean);
    EXPECT_TRUE(std::isnan(one.sd) && std::isnan(one.ci95));
}

TEST(EstimateTest, EqualValuesHaveNoSpread) {
    const Estimate e = estimate(std::vector<double>{2.5, 2.5, 2.5});
    EXPECT_EQ(0.0, e.sd);
    EXPECT_EQ(0.0, e.ci95);
}

}  // namespace
}  // namespace bgsim::analysis
