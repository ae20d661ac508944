#include "analysis/rate_table.hpp"

#include <gmock/gmock.h>

#include "analysis/population_csv.hpp"
#include "bgsim/error.hpp"

namespace bgsim::analysis {
namespace {

std::vector<RateRow> both_rows() {
    RateRow compared;
    compared.simulated = {.name = "STN",
                          .n_cells = 388,
                          .n_spikes = 38800,
                          .mean_rate_hz = 10.0,
                          .sd_rate_hz = 1.5,
                          .mean_cv = 0.5,
                          .silent_share = 0.25};
    compared.published = PublishedTarget{.name = "STN",
                                         .populations = {"STN"},
                                         .rate_hz = {{8.0, 12.0}},
                                         .cv = {{1.0, 1.0}},
                                         .peak_hz = {{16.0, 17.0}},
                                         .peak_band_hz = {13.0, 30.0},
                                         .rate_tolerance_hz = 0.5,
                                         .cv_tolerance = 0.25,
                                         .peak_tolerance_hz = 2.0,
                                         .source = "Mallet, 2008"};
    RateRow alone;
    alone.simulated = {.name = "SNr",
                       .n_cells = 1,
                       .n_spikes = 0,
                       .mean_rate_hz = 0.0,
                       .sd_rate_hz = 0.0,
                       .mean_cv = std::nullopt,
                       .silent_share = 1.0};
    std::vector<RateRow> rows;
    rows.push_back(compared);
    rows.push_back(alone);
    return rows;
}

const std::vector<RateRow> rows_of_both = both_rows();

TEST(PublishedTargetTest, TargetsSurviveJson) {
    const std::vector<PublishedTarget> targets = {*rows_of_both[0].published, {.name = "empty"}};
    EXPECT_EQ(targets_from_json(to_json(targets)), targets);
    EXPECT_TRUE(targets_from_json("[]").empty());
}

TEST(PublishedTargetTest, WrongTextIsAnInputError) {
    EXPECT_THROW(targets_from_json("no json"), InputError);
    EXPECT_THROW(targets_from_json(R"([{"name": "STN"}])"), InputError);
    EXPECT_THROW(targets_from_json(R"([{"name": "a", "populations": [], "rate_hz": 3}])"),
                 InputError);
}

TEST(PublishedTargetTest, AValueIsComparedWithARangeOrDividedByAnotherValue) {
    EXPECT_EQ(comparison(10.0, {{8.0, 12.0}}), "within");
    EXPECT_EQ(comparison(4.0, {{8.0, 12.0}}), "below");
    EXPECT_EQ(comparison(18.0, {{8.0, 12.0}}), "above");
    EXPECT_EQ(comparison(11.0, {{10.0, 10.0}}), "x 1.10");
    EXPECT_EQ(comparison(1.0, {{0.0, 0.0}}), "above");
    EXPECT_EQ(comparison(0.0, {{0.0, 0.0}}), "within");
    EXPECT_EQ(comparison(std::nullopt, {{8.0, 12.0}}), "");
    EXPECT_EQ(comparison(1.0, std::nullopt), "");
}

TEST(RateTableTest, TableShowsSimulatedBesidePublished) {
    EXPECT_EQ(rate_table(rows_of_both),
              "population  cells  spikes  rate/Hz  SD/Hz  published/Hz            CV  published CV "
              "          silent  source\n"
              "STN           388   38800    10.00   1.50       8 to 12  within  0.50             1 "
              " x 0.50   25.0 %  Mallet, 2008\n"
              "SNr             1       0     0.00   0.00             -             -             - "
              "         100.0 %\n");
}

TEST(RateTableTest, CsvHoldsTheSameAsNumbers) {
    EXPECT_EQ(population_csv({}, rows_of_both),
              "population,cells,spikes,rate_hz,rate_sd_hz,cv,silent_share,published_rate_low_hz,"
              "published_rate_high_hz,published_cv_low,published_cv_high,source,cv2,fano_factor,"
              "bursts_per_minute,burst_share,peak_hz,peak_over_median,delta_share,theta_share,"
              "alpha_share,beta_share,gamma_share,correlation,chi\n"
              "STN,388,38800,10,1.5,0.5,0.25,8,12,1,1,\"Mallet, 2008\",,,0,,,,,,,,,,\n"
              "SNr,1,0,0,0,,1,,,,,,,,0,,,,,,,,,,\n");
}

}  // namespace
}  // namespace bgsim::analysis
