#include "analysis/histogram.hpp"

#include <gmock/gmock.h>

namespace bgsim::analysis {
namespace {

TEST(HistogramScaleTest, ABinHoldsItsLowerEdgeAndNotItsUpper) {
    const auto scale = HistogramScale::linear(0.0, 0.5, 4);
    EXPECT_EQ(scale.bin_of(0.0), 0U);
    EXPECT_EQ(scale.bin_of(0.499), 0U);
    EXPECT_EQ(scale.bin_of(0.5), 1U);
    EXPECT_DOUBLE_EQ(scale.edge(4), 2.0);
    for (const HistogramScale* common : {&interval_scale(), &rate_scale(), &cv_scale()}) {
        for (std::size_t i = 0; i != common->n_bins(); ++i) {
            EXPECT_EQ(common->bin_of(common->edge(i)), i);
        }
    }
}

TEST(HistogramScaleTest, WhatIsBeyondTheEndsCountsAtTheEnds) {
    const auto scale = HistogramScale::logarithmic(1.0, 10, 20);
    EXPECT_EQ(scale.bin_of(0.0), 0U);
    EXPECT_EQ(scale.bin_of(0.1), 0U);
    EXPECT_EQ(scale.bin_of(1e9), 19U);
    EXPECT_NEAR(scale.edge(10), 10.0, 1e-12);
    EXPECT_NEAR(scale.edge(20), 100.0, 1e-12);
}

TEST(HistogramScaleTest, TheCommonScalesReachAsFarAsTheySay) {
    EXPECT_NEAR(interval_scale().edge(0), 0.1, 1e-12);
    EXPECT_NEAR(interval_scale().edge(interval_scale().n_bins()), 1e5, 1e-6);
    EXPECT_NEAR(rate_scale().edge(0), 0.01, 1e-12);
    EXPECT_NEAR(rate_scale().edge(rate_scale().n_bins()), 1000.0, 1e-9);
    EXPECT_NEAR(cv_scale().edge(cv_scale().n_bins()), 3.0, 1e-12);
}

TEST(HistogramTest, CountsAddUp) {
    Histogram a(cv_scale());
    Histogram b(cv_scale());
    a.counts[3] = 2;
    b.counts[3] = 5;
    a += b;
    EXPECT_EQ(a.counts[3], 7U);
}

}  // namespace
}  // namespace bgsim::analysis
