#include "analysis/comparison.hpp"

#include <gmock/gmock.h>

#include "analysis/first_difference.hpp"
#include "io/result_writer.hpp"
#include "support/example_result.hpp"
#include "support/temporary_folder.hpp"

namespace bgsim::analysis {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr Step length = 1000;

void write(const std::filesystem::path& file, const std::vector<Spike>& spikes) {
    io::ResultWriter writer(
        file, {},
        {.n_steps = length, .populations = {{"STN", 10}, {"GPe", 10}, {"SNr", 10, false}}}, false);
    for (Step step = 1; step <= length; ++step) {
        std::vector<Spike> now;
        for (const Spike& spike : spikes) {
            if (spike.step == step) now.push_back(spike);
        }
        writer.record(now);
    }
    writer.close(length);
}

class FirstDifferenceTest : public testing::Test {
protected:
    std::optional<LoneSpike> between(const std::vector<Spike>& a, const std::vector<Spike>& b) {
        const test::TemporaryFolder folder;
        write(folder / "a.h5", a);
        write(folder / "b.h5", b);
        return first_difference(io::ResultReader(folder / "a.h5"),
                                io::ResultReader(folder / "b.h5"), 0.0, 100.0);
    }
};

TEST_F(FirstDifferenceTest, EqualResultsHaveNone) {
    EXPECT_FALSE(between({}, {}).has_value());
    EXPECT_FALSE(between({{0, 1, 5}, {1, 2, 7}}, {{0, 1, 5}, {1, 2, 7}}).has_value());
}

TEST_F(FirstDifferenceTest, AMissingSpikeIsFoundInEitherResult) {
    const std::vector<Spike> all = {{0, 1, 5}, {1, 2, 7}, {0, 3, 900}};
    const auto missing = between(all, {{0, 1, 5}, {0, 3, 900}}).value();
    EXPECT_EQ(missing.population, "GPe");
    EXPECT_EQ(missing.cell, 2U);
    EXPECT_DOUBLE_EQ(missing.time_ms, 0.7);
    EXPECT_TRUE(missing.is_in_first);
    EXPECT_FALSE(between({}, all).value().is_in_first);
    EXPECT_DOUBLE_EQ(between(all, {{0, 1, 5}, {1, 2, 7}}).value().time_ms, 90.0);
}

TEST_F(FirstDifferenceTest, OnlyTimesInTheWindowCount) {
    const test::TemporaryFolder folder;
    write(folder / "a.h5", {{0, 1, 5}, {0, 1, 50}});
    write(folder / "b.h5", {{0, 1, 50}, {0, 1, 70}});
    const io::ResultReader a(folder / "a.h5");
    const io::ResultReader b(folder / "b.h5");
    EXPECT_FALSE(first_difference(a, b, 0.5, 6.9).has_value());
    EXPECT_DOUBLE_EQ(first_difference(a, b, 0.4, 6.9).value().time_ms, 0.5);
    EXPECT_DOUBLE_EQ(first_difference(a, b, 0.5, 7.0).value().time_ms, 7.0);
}

TEST_F(FirstDifferenceTest, TheEarliestOfAllPopulationsIsTold) {
    const auto found = between({{0, 1, 50}, {1, 4, 20}}, {{0, 1, 60}, {1, 2, 20}}).value();
    EXPECT_EQ(found.population, "GPe");
    EXPECT_EQ(found.cell, 2U);
    EXPECT_FALSE(found.is_in_first);
}

TEST_F(FirstDifferenceTest, OnlyPopulationsWithSpikesInBothAreCompared) {
    const test::TemporaryFolder folder;
    write(folder / "a.h5", {});
    test::write_example_result(folder / "b.h5");
    const io::ResultReader a(folder / "a.h5");
    EXPECT_THAT(common_populations(a, a), ElementsAre("STN", "GPe"));
    EXPECT_THAT(common_populations(a, io::ResultReader(folder / "b.h5")), ElementsAre());
}

TEST(ComparisonTest, PopulationsThatDifferAreMarkedAndOthersAreNot) {
    const test::TemporaryFolder folder;
    test::write_example_result(folder / "a.h5");
    const io::ResultReader reader(folder / "a.h5");
    // The two halves of one run are alike; its fast and its slow population are not.
    const auto whole = compare(reader, reader, {0.0, 20'000.0}, {.sample_size = 20});
    ASSERT_EQ(whole.size(), 6U);
    EXPECT_EQ(whole[0].rate_hz.kolmogorov_smirnov, 0.0);
    EXPECT_EQ(whole[0].rate_hz.effect_size, 0.0);
    EXPECT_FALSE(whole[0].rate_hz.is_different());
    EXPECT_EQ(whole[3].cv.mean_a, std::nullopt);
    const ScanSettings settings{.sample_size = 20, .keep_cells = true};
    const auto fast = scan(reader, "leader", {0.0, 20'000.0}, settings);
    const auto slow = scan(reader, "poisson", {0.0, 20'000.0}, settings);
    const auto rates = measure_pair(fast.cell_rates_hz, slow.cell_rates_hz);
    EXPECT_TRUE(rates.is_different());
    // 20 against 10 Hz; standard deviations sqrt(20 / 20) and sqrt(10 / 20) Hz.
    EXPECT_NEAR(rates.effect_size.value(), -10.0 / 0.91, 1.5);
    EXPECT_THAT(comparison_table(whole), HasSubstr("leader"));
    EXPECT_THAT(comparison_table(whole), Not(HasSubstr("differs")));
}

}  // namespace
}  // namespace bgsim::analysis
