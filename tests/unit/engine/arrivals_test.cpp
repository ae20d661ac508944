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

}  // namespace
}  // namespace bgsim::engine
