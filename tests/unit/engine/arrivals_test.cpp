#include "engine/arrivals.hpp"

#include <gtest/gtest.h>

namespace bgsim::engine {
namespace {

constexpr std::size_t n_port_inputs = 3;
constexpr int n_interval_steps = 4;
using FilledInput = std::vector<float>;

FilledInput filled(Arrivals<float>& arrivals, std::size_t block) {
    FilledInput input(n_port_inputs * n_interval_steps * block_size, 0.0F);
    arrivals.fill(block, input.data());
    return input;
}

std::size_t place(std::size_t port, int step, std::size_t lane) {
    return (port * n_interval_steps + static_cast<std::size_t>(step)) * block_size + lane;
}

TEST(ArrivalsTest, EventsReachTheirPortStepAndCell) {
    Arrivals<float> arrivals(2, n_port_inputs, n_interval_steps);
    const std::uint32_t second = arrivals.route_to(std::vector<Destination>{{.port = 1}});
    const std::uint32_t third = arrivals.route_to(std::vector<Destination>{{.port = 2}});
    arrivals.add(second, 0, 7, 0.5F);
    arrivals.add(second, 0, 7, 0.25F);
    arrivals.add(third, 3, block_size + 255, 2.0F);
    FilledInput expected(n_port_inputs * n_interval_steps * block_size, 0.0F);
    expected[place(1, 0, 7)] = 0.75F;
    EXPECT_EQ(filled(arrivals, 0), expected);
    expected[place(1, 0, 7)] = 0.0F;
    expected[place(2, 3, 255)] = 2.0F;
    EXPECT_EQ(filled(arrivals, 1), expected);
}

TEST(ArrivalsTest, WhatWasFilledInIsForgotten) {
    Arrivals<float> arrivals(1, n_port_inputs, n_interval_steps);
    arrivals.add(0, 1, 3, 1.0F);
    EXPECT_NE(filled(arrivals, 0),
              FilledInput(n_port_inputs * n_interval_steps * block_size, 0.0F));
    EXPECT_EQ(filled(arrivals, 0),
              FilledInput(n_port_inputs * n_interval_steps * block_size, 0.0F));
}

TEST(ArrivalsTest, OneEventMayActOnSeveralPorts) {
    Arrivals<float> arrivals(1, n_port_inputs, n_interval_steps);
    const auto single =
        arrivals.route_to(std::vector<Destination>{{.port = 2}, {.port = 0, .share = 0.5}});
    const auto weak = arrivals.route_to(std::vector<Destination>{{.port = 1, .share = 0.25}});
    arrivals.add(single, 3, 9, 4.0F);
    arrivals.add(weak, 2, 11, 4.0F);
    FilledInput expected(n_port_inputs * n_interval_steps * block_size, 0.0F);
    expected[place(2, 3, 9)] = 4.0F;
    expected[place(0, 3, 9)] = 2.0F;
    expected[place(1, 2, 11)] = 1.0F;
    EXPECT_EQ(filled(arrivals, 0), expected);
}

TEST(ArrivalsTest, BlocksMayShareAList) {
    constexpr std::size_t n_blocks = 3;  // the last list is not full
    constexpr std::size_t in_block = n_port_inputs * n_interval_steps * block_size;
    Arrivals<float> alone(n_blocks, n_port_inputs, n_interval_steps);
    Arrivals<float> shared(n_blocks, n_port_inputs, n_interval_steps, 2);
    for (auto* arrivals : {&alone, &shared}) {
        const auto one = arrivals->route_to(std::vector<Destination>{{.port = 2}});
        const auto two =
            arrivals->route_to(std::vector<Destination>{{.port = 0}, {.port = 1, .share = 0.5}});
        float weight = 1.0F;
        for (std::uint32_t place = 3; place < n_blocks * block_size; place += 50) {
            arrivals->add(one, static_cast<int>(place % n_interval_steps), place, weight);
            arrivals->add(two, static_cast<int>(place % 3), place, 2.0F * weight);
            weight += 1.0F;
        }
    }
    for (const std::size_t list : {0U, 1U}) {
        FilledInput input(2 * in_block, 0.0F);
        shared.fill(list, input.data(), in_block);
        for (std::size_t i = 0; i != 2 && 2 * list + i != n_blocks; ++i) {
            const auto begin = input.begin() + static_cast<std::ptrdiff_t>(i * in_block);
            EXPECT_EQ(FilledInput(begin, begin + in_block), filled(alone, 2 * list + i));
        }
    }
}

}  // namespace
}  // namespace bgsim::engine
