#include "network/row_order.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <tuple>
#include <vector>

namespace bgsim::network {
namespace {

using Numbers = std::vector<std::uint32_t>;

/// The order by definition.
Numbers expected_order(const Numbers& targets, const Numbers& delays) {
    Numbers order(targets.size());
    for (std::uint32_t i = 0; i != order.size(); ++i) order[i] = i;
    std::ranges::stable_sort(order, {}, [&](std::uint32_t i) {
        return std::tuple(delays.empty() ? 0 : delays[i], targets[i] / block_size);
    });
    return order;
}

Numbers order_of(RowOrder& rows, const Numbers& targets, const Numbers& delays) {
    const auto order = rows.of(targets, delays);
    if (!order.empty()) return {order.begin(), order.end()};
    Numbers as_it_is(targets.size());
    for (std::uint32_t i = 0; i != as_it_is.size(); ++i) as_it_is[i] = i;
    return as_it_is;
}

Numbers drawn(std::mt19937& random, std::size_t n, std::uint32_t below) {
    Numbers numbers(n);
    for (auto& x : numbers) x = static_cast<std::uint32_t>(random()) % below;
    return numbers;
}

TEST(RowOrderTest, RowsAreSortedByDelayThenBlockElseAsDrawn) {
    std::mt19937 random(5);
    RowOrder rows;
    for (const std::size_t n : {1U, 2U, 31U, 32U, 33U, 1000U}) {
        for (const std::uint32_t n_targets : {200U, 40'000U, 4'000'000'000U}) {
            for (const std::uint32_t spread : {1U, 40U, 256U, 65'536U}) {
                Numbers targets = drawn(random, n, n_targets);
                const Numbers delays = drawn(random, n, spread);
                EXPECT_EQ(order_of(rows, targets, delays), expected_order(targets, delays));
                EXPECT_EQ(order_of(rows, targets, {}), expected_order(targets, {}));
                std::ranges::sort(targets);
                EXPECT_EQ(order_of(rows, targets, delays), expected_order(targets, delays));
            }
        }
    }
}

TEST(RowOrderTest, WhatIsInOrderNeedsNone) {
    RowOrder rows;
    EXPECT_TRUE(rows.of(Numbers{}, Numbers{}).empty());
    EXPECT_TRUE(rows.of(Numbers{5, 3, 300, 299}, Numbers{}).empty()) << "blocks are in order";
    EXPECT_TRUE(rows.of(Numbers{300, 5}, Numbers{0, 1}).empty());
    EXPECT_FALSE(rows.of(Numbers{5, 300}, Numbers{1, 0}).empty());
}

}  // namespace
}  // namespace bgsim::network
