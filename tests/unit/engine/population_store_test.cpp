#include "engine/population_store.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "model/block_kernel.hpp"
#include "support/lif_network.hpp"

namespace bgsim::engine {
namespace {

using config::Distribution;

/// 600 cells that differ in C_m, E_L and where V_m begins.
config::Specification varied_cells(const std::string& name = "A") {
    auto s = test::lif_specification({test::lif_population(name, 600)}, 100);
    auto& p = s.populations[0];
    test::parameter(p, "C_m") = {.kind = Distribution::Kind::uniform, .first = 50, .second = 150};
    test::parameter(p, "E_L") = {.kind = Distribution::Kind::normal, .first = -70, .second = 2};
    p.initial[0].value = {.kind = Distribution::Kind::uniform, .first = -70, .second = -60};
    return s;
}

template <typename Real = double>
PopulationStore<Real> store(const config::Specification& s,
                            const std::vector<std::uint32_t>& blocks,
                            PopulationId population = 0,
                            int interval_steps = 4) {
    return {s, population, blocks, interval_steps, model::isa_levels().front()};
}

template <typename Real>
std::vector<Real> row(PopulationStore<Real>& cells, std::size_t block, std::size_t r) {
    return {cells.row(block, r), cells.row(block, r) + block_size};
}

TEST(PopulationStoreTest, DrawsDependOnNameAndIndexAlone) {
    const auto alone = varied_cells();
    auto whole = store(alone, {0, 1, 2});
    auto part = store(alone, {2});
    auto elsewhere = varied_cells("A");
    elsewhere.populations.insert(elsewhere.populations.begin(), test::lif_population("B", 5));
    auto second = store(elsewhere, {1, 2}, 1);
    for (const std::size_t r :
         {std::size_t{0}, whole.layout().varied_row(0), whole.layout().varied_row(1)}) {
        EXPECT_EQ(row(part, 0, r), row(whole, 2, r));
        EXPECT_EQ(row(second, 0, r), row(whole, 1, r));
        EXPECT_NE(row(whole, 0, r), row(whole, 1, r));
    }
}

TEST(PopulationStoreTest, AnotherNameOrSeedDrawsAnew) {
    auto s = varied_cells();
    auto a = store(s, {0});
    auto b = store(varied_cells("B"), {0});
    s.seed = 0;
    auto other_seed = store(s, {0});
    for (const std::size_t r : {std::size_t{0}, a.layout().varied_row(0)}) {
        EXPECT_NE(row(a, 0, r), row(b, 0, r));
        EXPECT_NE(row(a, 0, r), row(other_seed, 0, r));
    }
}

TEST(PopulationStoreTest, ParametersAndInitialValuesAreDrawnApart) {
    auto s = varied_cells();
    auto& p = s.populations[0];
    test::parameter(p, "E_L") = p.initial[0].value;  // the same distribution
    auto cells = store(s, {0});
    EXPECT_NE(row(cells, 0, 0), row(cells, 0, cells.layout().varied_row(1)));
}

TEST(PopulationStoreTest, SinglePrecisionRoundsTheSameDraws) {
    const auto s = varied_cells();
    auto fine = store<double>(s, {1});
    auto coarse = store<float>(s, {1});
    for (std::size_t i = 0; i != block_size; ++i) {
        EXPECT_EQ(row(coarse, 0, 0)[i], static_cast<float>(row(fine, 0, 0)[i]));
    }
}

TEST(PopulationStoreTest, TheLastBlockHasTheRestOfTheNeurons) {
    const auto cells = store(varied_cells(), {0, 2});
    EXPECT_EQ(cells.n_neurons(0), 256U);
    EXPECT_EQ(cells.n_neurons(1), 88U);
}

TEST(PopulationStoreTest, InputsOfPortsAndStepsDoNotOverlap) {
    auto cells = store(varied_cells(), {0, 1});
    double next = 1.0;
    for (std::uint32_t port : {0U, 1U}) {
        for (int step = 0; step != 4; ++step) {
            std::fill_n(cells.input(port, step), block_size, next++);
        }
    }
    EXPECT_EQ(cells.input(0).size(), 2 * 4 * block_size);
    EXPECT_EQ(cells.input(1)[0], 0.0);
    next = 1.0;
    for (std::uint32_t port : {0U, 1U}) {
        for (int step = 0; step != 4; ++step, ++next) {
            for (std::size_t i = 0; i != block_size; ++i) {
                ASSERT_EQ(cells.input(port, step)[i], next);
            }
        }
    }
}

TEST(PopulationStoreTest, PausingWithinAnIntervalChangesNothing) {
    const auto s = varied_cells();
    auto at_once = store(s, {0});
    auto in_parts = store(s, {0});
    std::vector<std::uint8_t> fired(4 * block_size);
    for (auto* cells : {&at_once, &in_parts}) {
        for (int step = 0; step != 4; ++step) cells->input(0, step)[17] = 3.0 * (step + 1);
    }
    EXPECT_TRUE(at_once.advance(0, 0, 4, nullptr, fired.data()).is_finite);
    for (const auto& [from, to] : {std::pair{0, 1}, {1, 3}, {3, 4}}) {
        EXPECT_TRUE(in_parts.advance(0, from, to, nullptr, fired.data()).is_finite);
    }
    for (std::size_t r = 0; r != at_once.layout().n_rows(); ++r) {
        EXPECT_EQ(row(at_once, 0, r), row(in_parts, 0, r));
    }
    EXPECT_EQ(in_parts.input(0, 2)[17], 0.0);  // used up
}

TEST(PopulationStoreTest, AnInfinitePotentialIsReported) {
    const auto s = varied_cells();
    auto cells = store(s, {0});
    std::vector<std::uint8_t> fired(4 * block_size);
    cells.row(0, 0)[200] = std::nan("");
    EXPECT_FALSE(cells.advance(0, 0, 4, nullptr, fired.data()).is_finite);
}

}  // namespace
}  // namespace bgsim::engine
