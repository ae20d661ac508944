#include "analysis/response.hpp"

#include <gmock/gmock.h>

namespace bgsim::analysis {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;

/// 10 cells from 100 ms on: one spike a bin of 1 ms, three in the bins that end in (200, 300] ms.
class ResponseTest : public testing::Test {
protected:
    ResponseTest() : counts_(400, 1) {
        for (std::size_t bin = 100; bin != 200; ++bin) counts_[bin] = 3;
    }
    BinnedSpikes spikes() const {
        return {.counts = counts_, .start_ms = 100.0, .bin_ms = 1.0, .n_cells = 10};
    }

    std::vector<std::uint64_t> counts_;
};

TEST_F(ResponseTest, RatesBeforeDuringAndAfter) {
    const Response response = response_to(spikes(), {200.0, 300.0});
    EXPECT_DOUBLE_EQ(response.before_hz.value(), 100.0);
    EXPECT_DOUBLE_EQ(response.during_hz.value(), 300.0);
    EXPECT_DOUBLE_EQ(response.after_hz.value(), 100.0);
}

TEST_F(ResponseTest, WhatIsNotInTheWindowHasNoRate) {
    const Response early = response_to(spikes(), {150.0, 300.0});
    EXPECT_EQ(early.before_hz, std::nullopt);
    EXPECT_NE(early.during_hz, std::nullopt);
    EXPECT_EQ(response_to(spikes(), {400.0, 600.0}).during_hz, std::nullopt);
    EXPECT_EQ(mean_rate_hz(spikes(), 200.0, 200.0), std::nullopt);
    BinnedSpikes nobody = spikes();
    nobody.n_cells = 0;
    EXPECT_EQ(mean_rate_hz(nobody, 200.0, 300.0), std::nullopt);
}

TEST_F(ResponseTest, AHistogramIsTheMeanOverEventsWithWholeSurroundings) {
    const std::vector<double> events = {50.0, 200.0, 290.0, 490.0};
    const auto histogram = peristimulus_histogram(spikes(), events, {-20.0, 20.0, 10.0});
    EXPECT_EQ(histogram.n_events, 2U);
    EXPECT_THAT(histogram.rate_hz,
                ElementsAre(DoubleEq(200.0), DoubleEq(200.0), DoubleEq(300.0), DoubleEq(200.0)));
}

TEST_F(ResponseTest, WithoutEventsThereIsNoHistogram) {
    const auto histogram = peristimulus_histogram(spikes(), {}, {-20.0, 20.0, 10.0});
    EXPECT_EQ(histogram.n_events, 0U);
    EXPECT_TRUE(histogram.rate_hz.empty());
    const std::vector<double> early = {50.0};
    EXPECT_TRUE(peristimulus_histogram(spikes(), early, {-20.0, 20.0, 10.0}).rate_hz.empty());
}

}  // namespace
}  // namespace bgsim::analysis
