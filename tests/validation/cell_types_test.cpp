/// Do the fourteen cell types of the basal ganglia do what their files say, through `bgsim cell`?
///
/// Each file of params/ has, under "expected", what was computed with other programs, and what was
/// published. Computed values are met within 1 % or one spike with the steps of networks.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "model/neuron_models.hpp"
#include "protocol/expected.hpp"
#include "protocol/network_tree.hpp"

namespace bgsim::protocol {
namespace {

const std::vector<std::string> types = {
    "msn_d1",           "msn_d2",     "fsn",       "chin",      "gpe_prototypic",
    "gpe_arkypallidal", "stn_pvpos",  "stn_pvneg", "gpi_pvpos", "gpi_sstpos",
    "snr_pvpos",        "snr_sstpos", "snc_gaba",  "snc_da"};

config::Node list_of(const std::vector<std::string>& names) {
    config::Node list;
    list.kind = config::Node::Kind::list;
    list.location = {"test", 0, 0};
    for (const std::string& name : names) {
        list.items.push_back(config::make_scalar(name, list.location));
    }
    return list;
}

/// `bgsim cell NAMES --expected --params params`.
std::vector<ExpectedResult> expected_of(const std::vector<std::string>& names) {
    config::Node protocol = empty_map();
    const auto put = [](config::Node& map, const char* key, config::Node value) {
        map.entries.push_back({key, value.location, std::move(value)});
    };
    put(protocol, "cells", list_of(names));
    put(protocol, "expected", config::make_scalar("yes", protocol.location));
    config::Node root = empty_map();
    put(root, "protocol", protocol);
    config::Diagnostics diagnostics;
    const Study study(root,
                      {.configuration = "cell",
                       .params = {BGSIM_SOURCE_DIR "/params"},
                       .models = model::catalogue()},
                      diagnostics);
    std::vector<ExpectedResult> results;
    conduct({}, {.threads = 2, .scratch = std::filesystem::temp_directory_path()},
            [&](Laboratory& laboratory) {
                results = compare_with_expected({.study = study, .laboratory = laboratory});
            });
    return results;
}

/// All types in one go, so that two threads have something to do.
const std::vector<ExpectedResult>& results() {
    static const auto all = expected_of(types);
    return all;
}

const ExpectedResult& result_of(const std::string& name) {
    return *std::ranges::find(results(), name,
                              [](const ExpectedResult& result) { return result.cell.label; });
}

class CellTypesTest : public testing::TestWithParam<std::string> {};

TEST_P(CellTypesTest, MeetsWhatWasComputedWithOtherPrograms) {
    const auto& computed = result_of(GetParam()).computed;
    const auto has = [&](const std::string& quantity) {
        return std::ranges::any_of(
            computed, [&](const auto& row) { return row.quantity.starts_with(quantity); });
    };
    EXPECT_TRUE(has("rheobase"));
    EXPECT_TRUE(has("rate alone"));
    EXPECT_TRUE(has("rate at"));
    for (const ComputedComparison& row : computed) {
        SCOPED_TRACE(fmt::format("{} {}", row.method, row.quantity));
        EXPECT_EQ(row.verdict, Verdict::ok);
        ASSERT_TRUE(row.simulated);
        EXPECT_NEAR(*row.simulated, row.expected, row.tolerance * (1.0 + 1e-9));
    }
}

TEST_P(CellTypesTest, RatesAtStrongCurrentsAreWithinOnePerCent) {
    // Where one spike more or less would be a small part of what is counted.
    constexpr double high_hz = 50.0;
    for (const ComputedComparison& row : result_of(GetParam()).computed) {
        if (!row.quantity.starts_with("rate") || row.expected < high_hz) continue;
        EXPECT_NEAR(row.simulated.value(), row.expected, 0.01 * row.expected)
            << row.method << ' ' << row.quantity;
    }
}

/// A cell may differ from what was published, but then its file says so.
TEST_P(CellTypesTest, DiffersFromWhatWasPublishedOnlyWhereItsFileSaysSo) {
    for (const PublishedComparison& row : result_of(GetParam()).published) {
        if (!row.simulated || row.verdict.empty()) continue;
        SCOPED_TRACE(
            fmt::format("{}: {}, {}", row.published.quantity, *row.simulated, row.verdict));
        if (row.verdict == "within" || row.verdict.ends_with("known")) continue;
        // A number without a spread is met to within 5 %.
        ASSERT_TRUE(row.published.value && !row.published.se && !row.published.sd);
        EXPECT_NEAR(*row.simulated, *row.published.value, 0.05 * std::abs(*row.published.value));
    }
}

INSTANTIATE_TEST_SUITE_P(BasalGanglia,
                         CellTypesTest,
                         testing::ValuesIn(types),
                         [](const auto& cell) { return cell.param; });

TEST(CellTypesTableTest, HasFourteenRows) { EXPECT_EQ(results().size(), 14U); }

}  // namespace
}  // namespace bgsim::protocol
