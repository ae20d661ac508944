/// Inputs that only some cells of a population receive.
#include <gtest/gtest.h>

#include <vector>

#include "engine/drive.hpp"
#include "model/block_kernel.hpp"
#include "support/lif_network.hpp"

namespace bgsim::engine {
namespace {

using Ranges = std::vector<std::pair<NeuronIndex, NeuronIndex>>;

constexpr NeuronIndex n_cells_in_all = 700;  // three blocks, the last with 188 cells
constexpr int n_drawn_steps = 60;
const std::vector<std::uint32_t> three = {0, 1, 2};

bool is_in(const Ranges& ranges, NeuronIndex neuron) {
    for (const auto& [first, last] : ranges) {
        if (neuron >= first && neuron <= last) return true;
    }
    return false;
}

/// Around the borders of blocks, a cell alone, and the last cell.
const Ranges across_borders = {{0, 0}, {250, 260}, {511, 512}, {600, 600}, {699, 699}};

struct PartialInput {
    std::vector<std::vector<double>> steps;  ///< [step][cell]
    std::uint64_t n_events = 0;
};

config::Specification three_blocks() {
    return test::lif_specification({test::lif_population("A", n_cells_in_all)}, n_drawn_steps);
}

config::Input poisson(std::optional<Ranges> neurons) {
    auto input = test::poisson_input("in -> A", 0, 4000.0);
    input.neurons = std::move(neurons);
    return input;
}

PartialInput drawn(const config::Input& input) {
    const auto s = three_blocks();
    PartialInput result;
    PoissonDrive drive(s, input, three);
    PopulationStore<double> cells(s, 0, three, n_drawn_steps, model::isa_levels().front());
    const Interval interval{0, n_drawn_steps};
    drive.prepare(interval);
    result.steps.resize(n_drawn_steps);
    for (std::size_t b = 0; b != 3; ++b) {
        result.n_events += drive.add(cells, b, interval);
        for (int step = 0; step != n_drawn_steps; ++step) {
            auto& all = result.steps[static_cast<std::size_t>(step)];
            const double* row = cells.input(0, step);
            all.insert(all.end(), row, row + block_size);
        }
        std::ranges::fill(cells.input(0), 0.0);
    }
    return result;
}

class PartialPoissonTest : public testing::TestWithParam<Ranges> {};

TEST_P(PartialPoissonTest, ThoseInsideGetTheEventsThatAllWouldGetAndTheOthersNone) {
    const PartialInput all = drawn(poisson({}));
    const PartialInput some = drawn(poisson(GetParam()));
    double sum = 0.0;
    for (std::size_t step = 0; step != n_drawn_steps; ++step) {
        for (NeuronIndex n = 0; n != 3 * block_size; ++n) {
            const double expected = is_in(GetParam(), n) ? all.steps[step][n] : 0.0;
            ASSERT_EQ(some.steps[step][n], expected) << "step " << step << " cell " << n;
            sum += expected;
        }
    }
    EXPECT_EQ(sum, static_cast<double>(some.n_events));
    EXPECT_GT(all.n_events, 10'000U);  // 0.4 for each cell and step
}

INSTANTIATE_TEST_SUITE_P(Ranges,
                         PartialPoissonTest,
                         testing::Values(across_borders,
                                         Ranges{{0, 255}},
                                         Ranges{{256, 256}},
                                         Ranges{{255, 256}},
                                         Ranges{{1, 698}},
                                         Ranges{{0, 699}},
                                         Ranges{}));

config::Input current(const std::string& name, double pA, std::optional<Ranges> neurons) {
    config::Input input;
    input.name = name;
    input.kind = config::Input::Kind::current;
    input.waveform.mean = pA;
    input.neurons = std::move(neurons);
    return input;
}

/// The current into each place of three blocks in one step.
template <typename Real>
std::vector<Real> filled(const CurrentDrive& drive, Step step) {
    std::vector<Real> values(3 * block_size, Real(-1));
    for (NeuronIndex b = 0; b != 3; ++b) {
        drive.fill(step, b, values.data() + b * block_size);
    }
    return values;
}

TEST(PartialCurrentTest, EachCellGetsTheSumOfWhatIsMeantForIt) {
    const auto everywhere = current("a -> A", 3.0, {});
    const auto borders = current("b -> A", 20.0, across_borders);
    const auto last_block = current("c -> A", 100.0, Ranges{{512, 699}});
    const auto s = three_blocks();
    CurrentDrive drive(s);
    drive.add(everywhere, three);
    EXPECT_FALSE(drive.differs_between_cells());
    drive.add(borders, three);
    drive.add(last_block, three);
    EXPECT_TRUE(drive.differs_between_cells());
    const auto values = filled<double>(drive, 7);
    for (NeuronIndex n = 0; n != n_cells_in_all; ++n) {
        const double expected =
            3.0 + (is_in(across_borders, n) ? 20.0 : 0.0) + (n >= 512 ? 100.0 : 0.0);
        ASSERT_EQ(values[n], expected) << n;
    }
    const auto single = filled<float>(drive, 7);
    for (NeuronIndex n = 0; n != n_cells_in_all; ++n)
        ASSERT_EQ(single[n], static_cast<float>(values[n]));
}

TEST(PartialCurrentTest, FollowsItsStepsInTime) {
    auto later = current("a -> A", 0.0, Ranges{{300, 300}});
    later.waveform.kind = config::Waveform::Kind::steps;
    later.waveform.steps = {{10, 50.0}, {20, -5.0}};
    const auto s = three_blocks();
    CurrentDrive drive(s);
    drive.add(later, three);
    EXPECT_FALSE(drive.empty());
    for (const auto& [step, pA] : {std::pair{9, 0.0}, {10, 50.0}, {19, 50.0}, {20, -5.0}}) {
        const auto values = filled<double>(drive, step);
        EXPECT_EQ(values[300], pA) << step;
        EXPECT_EQ(values[299], 0.0);
        EXPECT_EQ(values[301], 0.0);
    }
}

TEST(PartialCurrentTest, OfNoCellIsNoCurrent) {
    const auto nobody = current("a -> A", 50.0, Ranges{});
    const auto s = three_blocks();
    CurrentDrive drive(s);
    drive.add(nobody, three);
    EXPECT_EQ(filled<double>(drive, 0), std::vector<double>(3 * block_size, 0.0));
}

}  // namespace
}  // namespace bgsim::engine
