#include "engine/deliver.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "bgsim/random.hpp"
#include "core/random_sequence.hpp"
#include "support/lif_network.hpp"

namespace bgsim::engine {
namespace {

using config::Distribution;

constexpr Step duration_steps = 400;

/// A spikes at random (300 cells), B (600 cells) listens with delays of min to max steps.
config::Specification random_network(Step min_delay, Step max_delay) {
    auto s = test::lif_specification(
        {test::lif_population("A", 300), test::lif_population("B", 600)}, duration_steps);
    auto p = test::lif_projection(
        "A -> B", 0, 1,
        {.kind = config::ConnectionRule::Kind::fixed_total, .number = 9000, .multapses = true},
        min_delay);
    // Quarters, so that sums do not depend on their order.
    p.weight = {.first = 0.25};
    if (max_delay != min_delay) {
        p.delay = {.kind = Distribution::Kind::uniform,
                   .first = 0.1 * static_cast<double>(min_delay),
                   .second = 0.1 * static_cast<double>(max_delay)};
    }
    p.max_delay = max_delay;
    s.projections = {p};
    return s;
}

std::vector<SpikeHistory::Entry> random_spikes(int n) {
    core::RandomSequence random({3, 4}, 0, 0);
    std::vector<SpikeHistory::Entry> spikes;
    for (int i = 0; i != n; ++i) {
        const NeuronIndex neuron = random.below(300);
        spikes.push_back({neuron, 1 + random.below(duration_steps)});
    }
    std::ranges::sort(spikes, {}, [](const auto& e) { return std::pair(e.step, e.neuron); });
    return spikes;
}

/// (step, place of the target) -> sum of weights.
using Sums = std::map<std::pair<Step, std::size_t>, double>;

/// Synapse by synapse, without intervals.
Sums naive(const network::Rows& rows,
           const std::vector<SpikeHistory::Entry>& spikes,
           const std::vector<double>& factors) {
    Sums arrivals;
    for (std::size_t s = 0; s != spikes.size(); ++s) {
        const auto& [neuron, step] = spikes[s];
        for (auto i = rows.index.begin_of(neuron); i != rows.index.end_of(neuron); ++i) {
            Step delay = rows.min_delay;
            if (!rows.narrow_delays.empty()) delay += rows.narrow_delays[i];
            if (!rows.wide_delays.empty()) delay += rows.wide_delays[i];
            const double weight = rows.weights.empty() ? rows.weight : rows.weights[i];
            if (step + delay >= duration_steps) continue;
            arrivals[{step + delay, rows.targets[i]}] +=
                weight * (factors.empty() ? 1.0 : factors[s]);
        }
    }
    return arrivals;
}

struct Delivered {
    Sums arrivals;
    std::uint64_t n_events = 0;
};

/// As the engine does it: deliver an interval, forget, take in the spikes of the interval.
Delivered by_intervals(const network::Rows& rows,
                       const std::vector<std::uint32_t>& blocks,
                       const std::vector<SpikeHistory::Entry>& spikes,
                       std::vector<double> factors,
                       int interval_steps,
                       const std::vector<Destination>& to = {{.port = 0}},
                       Step restarted_at = -1) {
    constexpr std::size_t n_ports = 2;
    const auto n_steps = static_cast<std::size_t>(interval_steps);
    Arrivals<double> arrivals(blocks.size(), n_ports, interval_steps);
    const std::uint32_t route = arrivals.route_to(to);
    Delivered all;
    StoredDelivery delivery;
    SpikeHistory history(rows.max_delay);
    auto next = spikes.begin();
    for (Step first = 0; first < duration_steps; first += interval_steps) {
        const Interval interval{
            first, static_cast<int>(std::min<Step>(interval_steps, duration_steps - first))};
        if (first == restarted_at) delivery = {};
        all.n_events += delivery.deliver(rows, history, factors, route, interval, arrivals);
        for (std::size_t block = 0; block != blocks.size(); ++block) {
            std::vector<double> input(n_ports * n_steps * block_size, 0.0);
            arrivals.fill(block, input.data());
            const double* of_port = input.data() + to.back().port * n_steps * block_size;
            for (std::size_t i = 0; i != n_steps * block_size; ++i) {
                const Step step = first + static_cast<Step>(i / block_size);
                if (of_port[i] == 0.0) continue;
                all.arrivals[{step, block * block_size + i % block_size}] = of_port[i];
            }
        }
        const auto gone = static_cast<std::ptrdiff_t>(history.forget(interval.end()));
        if (!factors.empty()) factors.erase(factors.begin(), factors.begin() + gone);
        for (; next != spikes.end() && next->step <= interval.end(); ++next) {
            history.append(next->neuron, next->step);
        }
    }
    return all;
}

struct Delays {
    Step shortest;
    Step longest;
};

TEST(DeliverTest, EveryEventArrivesOnceAtItsStep) {
    const auto spikes = random_spikes(500);
    for (const auto& [shortest, longest] :
         {Delays{1, 1}, Delays{16, 16}, Delays{1, 40}, Delays{16, 300}, Delays{5, 290}}) {
        for (const std::vector<std::uint32_t>& blocks :
             {std::vector{0U, 1U, 2U}, std::vector{2U}, std::vector{0U, 2U}}) {
            SCOPED_TRACE(testing::Message() << shortest << " to " << longest << " steps");
            const auto s = random_network(shortest, longest);
            const auto rows = network::build_rows(s, s.projections[0], blocks);
            const auto expected = naive(rows, spikes, {});
            for (const Step n : {Step{1}, (shortest + 1) / 2, shortest}) {
                const auto delivered = by_intervals(rows, blocks, spikes, {}, static_cast<int>(n));
                EXPECT_EQ(delivered.arrivals, expected);
            }
        }
    }
}

TEST(DeliverTest, AfterARestartRowsGoOnWhereTheyWere) {
    const auto spikes = random_spikes(500);
    for (const Step longest : {Step{60}, Step{300}}) {
        const auto s = random_network(4, longest);
        const auto rows = network::build_rows(s, s.projections[0], std::vector{0U, 1U, 2U});
        const auto whole = by_intervals(rows, {0, 1, 2}, spikes, {}, 4);
        const auto parts =
            by_intervals(rows, {0, 1, 2}, spikes, {}, 4, {{.port = 0}}, duration_steps / 2);
        EXPECT_EQ(parts.arrivals, whole.arrivals);
        EXPECT_EQ(parts.n_events, whole.n_events);
    }
}

TEST(DeliverTest, EventsAreCounted) {
    const auto s = random_network(4, 9);
    const auto rows = network::build_rows(s, s.projections[0], std::vector{0U, 1U, 2U});
    const auto delivered = by_intervals(rows, {0, 1, 2}, random_spikes(500), {}, 4);
    double sum = 0.0;
    for (const auto& [where, weight] : delivered.arrivals) sum += weight;
    EXPECT_EQ(static_cast<double>(delivered.n_events), sum / 0.25);
}

TEST(DeliverTest, DrawnWeightsAndReleaseFactorsMultiply) {
    auto s = random_network(3, 12);
    s.projections[0].weight = {.kind = Distribution::Kind::uniform, .first = 1.0, .second = 2.0};
    const auto rows = network::build_rows(s, s.projections[0], std::vector{0U, 1U, 2U});
    const auto spikes = random_spikes(200);
    std::vector<double> factors;
    for (std::size_t i = 0; i != spikes.size(); ++i) factors.push_back(0.1 + 0.003 * double(i));
    const auto expected = naive(rows, spikes, factors);
    const auto delivered = by_intervals(rows, {0, 1, 2}, spikes, factors, 3).arrivals;
    ASSERT_EQ(delivered.size(), expected.size());
    for (auto a = delivered.begin(), b = expected.begin(); a != delivered.end(); ++a, ++b) {
        EXPECT_EQ(a->first, b->first);
        // The reference adds each event's delays in another order: a few roundings.
        EXPECT_NEAR(a->second, b->second, 1e-13);
    }
}

TEST(DeliverTest, OneSynapseActsOnSeveralPortsInProportion) {
    for (const Step longest : {Step{3}, Step{12}, Step{300}}) {
        const auto s = random_network(3, longest);
        const auto rows = network::build_rows(s, s.projections[0], std::vector{0U, 1U, 2U});
        const auto spikes = random_spikes(200);
        const auto alone = by_intervals(rows, {0, 1, 2}, spikes, {}, 3);
        auto expected = alone.arrivals;
        for (auto& [where, sum] : expected) sum *= 0.5;
        const auto twin =
            by_intervals(rows, {0, 1, 2}, spikes, {}, 3, {{.port = 0}, {.port = 1, .share = 0.5}});
        EXPECT_EQ(twin.arrivals, expected);
        EXPECT_EQ(twin.n_events, alone.n_events);
        EXPECT_EQ(
            by_intervals(rows, {0, 1, 2}, spikes, {}, 3, {{.port = 1, .share = 0.5}, {.port = 0}})
                .arrivals,
            alone.arrivals);
    }
}

TEST(DeliverTest, SumsDoNotDependOnTheIntervalOrTheBlocks) {
    auto s = random_network(4, 40);
    s.projections[0].weight = {.kind = Distribution::Kind::uniform, .first = 1.0, .second = 2.0};
    const auto spikes = random_spikes(2000);
    const auto whole = network::build_rows(s, s.projections[0], std::vector{0U, 1U, 2U});
    auto expected = by_intervals(whole, {0, 1, 2}, spikes, {}, 4).arrivals;
    EXPECT_EQ(by_intervals(whole, {0, 1, 2}, spikes, {}, 1).arrivals, expected);
    std::erase_if(expected, [](const auto& x) { return x.first.second / block_size != 1; });
    const auto part = network::build_rows(s, s.projections[0], std::vector{1U});
    auto alone = by_intervals(part, {1}, spikes, {}, 3).arrivals;
    ASSERT_EQ(alone.size(), expected.size());
    for (const auto& [where, sum] : alone) {
        EXPECT_EQ((expected[{where.first, where.second + block_size}]), sum);
    }
}

}  // namespace
}  // namespace bgsim::engine
