#include "protocol/passive.hpp"

#include <fmt/format.h>

#include <cmath>

#include "protocol/recorded.hpp"
#include "protocol/relaxation.hpp"

namespace bgsim::protocol {
namespace {

/// The largest moves a membrane with a time constant of 0.1 ms by 0.1 mV; each is half of the next.
constexpr std::size_t n_currents = 20;
constexpr double largest_pA_per_pF = 1.0;
/// Small enough for the membrane to answer in proportion.
constexpr double largest_deflection_mV = 0.1;
/// Samples are in single precision: below this a deflection would be known to a few per cent only.
constexpr double smallest_deflection_mV = 1e-3;

/// Share of the deflection.
constexpr double largest_misfit = 0.05;

double test_current(const Cell& cell, std::size_t i) {
    const double largest_pA = largest_pA_per_pF * cell.capacitance_pF;
    return -std::ldexp(largest_pA, static_cast<int>(i) - static_cast<int>(n_currents) + 1);
}

}  // namespace

std::string passive_population(const Cell& cell) { return cell.population + "_passive"; }

void add_passive(NetworkTree& tree, const Cell& cell, const Timeline& timeline, double hold_pA) {
    const std::string name = passive_population(cell);
    tree.add_cells(cell, name, n_currents + 1);
    for (std::size_t i = 0; i != n_currents; ++i) {
        tree.add(Injection{.population = name,
                           .name = fmt::format("test_{}", i),
                           .neurons = std::to_string(i + 1),
                           .changes = {{timeline.onset_ms, test_current(cell, i)}}});
    }
    if (hold_pA != 0.0) {
        tree.add(
            Injection{.population = name, .name = "hold", .neurons = {}, .before_pA = hold_pA});
    }
    tree.add(Sampling{.population = name, .variables = {"V_m"}, .every_ms = tree.dt_ms()});
}

Passive read_passive(const io::ResultReader& reader, const Cell& cell, const Timeline& timeline) {
    const std::string name = passive_population(cell);
    const auto spikes = spike_trains(reader, name);
    Passive result;
    result.alone = firing(spikes[0], timeline.counted());
    if (!spikes[0].empty()) return result;
    const Samples samples(reader, name);
    const auto alone = samples.of(0);
    check_finite(alone, samples.every_ms(), cell.label);
    result.V_rest_mV = alone.back();
    const std::size_t onset = samples.at(timeline.onset_ms);
    for (std::size_t i = 0; i != n_currents; ++i) {
        const auto V = samples.of(i + 1);
        std::vector<double> moved;
        for (std::size_t k = onset; k != V.size(); ++k) {
            moved.push_back(static_cast<double>(V[k]) - static_cast<double>(alone[k]));
        }
        const double deflection = std::abs(moved.back());
        const bool is_small = deflection <= largest_deflection_mV;  // false for what is no number
        if (!is_small || !spikes[i + 1].empty()) break;
        if (deflection < smallest_deflection_mV) continue;
        result.test_current_pA = test_current(cell, i);
        result.R_in_MOhm = 1000.0 * moved.back() / test_current(cell, i);  // mV / pA is GOhm
        const auto fit = fit_relaxation(moved, samples.every_ms());
        result.tau_m_ms = fit ? std::optional(fit->tau_ms) : std::nullopt;
        result.is_one_exponential = fit && fit->misfit_mV <= largest_misfit * deflection;
    }
    return result;
}

}  // namespace bgsim::protocol
