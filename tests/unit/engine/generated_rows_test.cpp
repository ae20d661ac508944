#include "engine/generated_rows.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "engine/deliver.hpp"
#include "support/lif_network.hpp"

namespace bgsim::engine {
namespace {

using config::Distribution;
using Rule = config::ConnectionRule;

constexpr Step run_steps = 200;
constexpr int interval_length = 5;
constexpr NeuronIndex n_cells = 600;

/// A -> A among 600 cells.
config::Specification network_of(const Rule& rule, bool draws_weight, bool draws_delay) {
    auto s = test::lif_specification({test::lif_population("A", n_cells)}, run_steps);
    auto p = test::lif_projection("A -> A", 0, 0, rule, interval_length);
    if (draws_weight) {
        p.weight = {.kind = Distribution::Kind::normal, .first = 1.0, .second = 0.3};
    }
    if (draws_delay) {
        p.delay = {.kind = Distribution::Kind::uniform, .first = 0.5, .second = 3.0};
        p.max_delay = 30;
    }
    s.projections = {p};
    return s;
}

/// Everything that arrives, interval by interval: [block][port][step][lane].
template <typename Deliver>
std::vector<double> all_input(std::size_t n_blocks, Deliver deliver_interval) {
    std::vector<double> all;
    SpikeHistory history(30);
    Arrivals<double> arrivals(n_blocks, 1, interval_length);
    for (Step first = 0; first < run_steps; first += interval_length) {
        const Interval interval{first, interval_length};
        history.forget(first);
        deliver_interval(history, interval, arrivals);
        for (std::size_t block = 0; block != n_blocks; ++block) {
            std::vector<double> input(interval_length * block_size, 0.0);
            arrivals.fill(block, input.data());
            all.insert(all.end(), input.begin(), input.end());
        }
        for (NeuronIndex n = 0; n < n_cells; n += 37) {
            history.append((n + 11 * static_cast<NeuronIndex>(first)) % n_cells, interval.end());
        }
    }
    return all;
}

std::vector<Rule> rules_with_rows() {
    using Kind = Rule::Kind;
    return {{.kind = Kind::fixed_indegree, .number = 20, .multapses = true},
            {.kind = Kind::fixed_indegree, .number = 20, .extra = 250, .multapses = true},
            {.kind = Kind::fixed_outdegree, .number = 20},
            {.kind = Kind::fixed_outdegree, .number = 20, .multapses = true},
            {.kind = Kind::pairwise_bernoulli, .probability = 0.04},
            {.kind = Kind::one_to_one},
            {.kind = Kind::all_to_all}};
}

/// The very same sums, to the last bit.
TEST(GeneratedRowsTest, TheSameArrivesAsFromStoredRows) {
    for (Rule rule : rules_with_rows()) {
        for (const int variant : {0, 1, 2, 3, 4, 5, 6, 7}) {
            rule.autapses = (variant & 4) == 0 || rule.kind == Rule::Kind::one_to_one;
            SCOPED_TRACE(std::to_string(static_cast<int>(rule.kind)) + ", variant " +
                         std::to_string(variant));
            ASSERT_TRUE(network::has_rows(rule));
            const auto s = network_of(rule, (variant & 1) != 0, (variant & 2) != 0);
            for (const std::vector<std::uint32_t>& blocks :
                 {std::vector{0U, 1U, 2U}, std::vector{1U}, std::vector{0U, 2U}}) {
                const auto& p = s.projections[0];
                const auto rows = network::build_rows(s, p, blocks);
                StoredDelivery delivery;
                GeneratedRows<double> generated(s, p, blocks);
                std::uint64_t n_stored = 0;
                std::uint64_t n_generated = 0;
                const auto stored =
                    all_input(blocks.size(), [&](auto& history, auto& interval, auto& arrivals) {
                        n_stored += delivery.deliver(rows, history, {}, 0, interval, arrivals);
                    });
                const auto anew =
                    all_input(blocks.size(), [&](auto& history, auto& interval, auto& arrivals) {
                        n_generated += generated.deliver(history, {}, 0, interval, arrivals);
                    });
                EXPECT_TRUE(stored == anew);
                EXPECT_EQ(n_stored, n_generated);
                EXPECT_GT(n_stored, 0U);
                EXPECT_EQ(network::count_edges(network::edge_request(s, p, blocks)),
                          rows.targets.size());
            }
        }
    }
}

/// As after a restart: the history is there, what was generated of it is not.
TEST(GeneratedRowsTest, RowsBegunInTheMiddleSendWhatHasNotYetArrived) {
    const auto s = network_of({.kind = Rule::Kind::fixed_outdegree, .number = 20}, true, true);
    const auto& p = s.projections[0];
    const std::vector<std::uint32_t> blocks = {0, 1, 2};
    const auto arriving = [&](Step renewed_at) {
        auto generated = std::make_unique<GeneratedRows<double>>(s, p, blocks);
        return all_input(blocks.size(), [&](auto& history, auto& interval, auto& arrivals) {
            if (interval.first == renewed_at) {
                generated = std::make_unique<GeneratedRows<double>>(s, p, blocks);
            }
            generated->deliver(history, {}, 0, interval, arrivals);
        });
    };
    const auto whole = arriving(-1);
    EXPECT_TRUE(std::ranges::any_of(whole, [](double x) { return x != 0.0; }));
    EXPECT_TRUE(arriving(60) == whole);
    EXPECT_TRUE(arriving(run_steps - interval_length) == whole);
}

TEST(GeneratedRowsTest, RulesThatDrawPerTargetWithoutSlotsHaveNoRows) {
    EXPECT_FALSE(network::has_rows({.kind = Rule::Kind::fixed_indegree, .number = 20}));
    EXPECT_FALSE(network::has_rows({.kind = Rule::Kind::fixed_total, .number = 20}));
}

}  // namespace
}  // namespace bgsim::engine
