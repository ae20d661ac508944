#include "protocol/published.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "protocol/recorded.hpp"
#include "protocol/threshold.hpp"

namespace bgsim::protocol {
namespace {

/// What the published quantities are taken from.
struct Measured {
    Passive passive;
    std::optional<double> spike_threshold_mV{};
    std::optional<double> spike_half_width_ms{};
};

constexpr Timeline usual_timeline{.onset_ms = 500.0, .end_ms = 2500.0};

std::string driven_population(const Cell& cell) { return cell.population + "_driven"; }

/// Currents that make any cell fire sooner or later: 10 pA, doubled again and again.
constexpr std::size_t n_driven_cells = 12;
constexpr double smallest_pA = 10.0;

void add_driven(NetworkTree& tree, const Cell& cell) {
    const std::string name = driven_population(cell);
    tree.add_cells(cell, name, n_driven_cells + 1);
    for (std::size_t i = 1; i <= n_driven_cells; ++i) {
        const double current_pA = std::ldexp(smallest_pA, static_cast<int>(i) - 1);
        tree.add(Injection{.population = name,
                           .name = fmt::format("step_{}", i),
                           .neurons = std::to_string(i),
                           .changes = {{usual_timeline.onset_ms, current_pA}}});
    }
    tree.add(Sampling{.population = name, .variables = {"V_m"}, .every_ms = tree.dt_ms()});
}

/// Threshold and width of the last spike under the smallest current that makes the cell fire.
void read_spike(const io::ResultReader& reader, const Cell& cell, Measured& measured) {
    const auto trains = spike_trains(reader, driven_population(cell));
    const auto firing = std::ranges::find_if(
        trains, [](const std::vector<double>& spikes) { return !spikes.empty(); });
    if (firing == trains.end()) return;
    const auto V = potential_of(reader, driven_population(cell),
                                static_cast<std::size_t>(firing - trains.begin()));
    // The last spike may be cut off by the end of the run.
    const double spike_ms = firing->size() > 1 ? (*firing)[firing->size() - 2] : firing->back();
    measured.spike_threshold_mV = threshold_of_spike(V.V_mV, V.every_ms, spike_ms);
    measured.spike_half_width_ms = spike_half_width_ms(V.V_mV, V.every_ms, spike_ms);
}

/// The first comparison of a quantity whose name begins so.
const ComputedComparison* find_row(const ExpectedResult& result, const std::string& name) {
    const auto row = std::ranges::find_if(result.computed, [&](const auto& comparison) {
        return comparison.quantity.starts_with(name);
    });
    return row == result.computed.end() ? nullptr : &*row;
}

/// The rheobase on top of the cell's own current [pA], from the simulated one in total.
std::optional<double> added_rheobase(const ExpectedResult& result) {
    const auto& behaviours = result.description.computed;
    const auto with = std::ranges::find_if(
        behaviours, [](const auto& behaviour) { return behaviour.rheobase.has_value(); });
    if (with == behaviours.end()) return std::nullopt;
    const auto* const row = find_row(result, "rheobase");
    if (row == nullptr || !row->simulated) return std::nullopt;
    const Cell& cell = result.cell;
    return in_picoamperes(*row->simulated, with->rheobase->current.unit, cell) -
           in_picoamperes(cell.I_e, cell.current_unit, cell);
}

std::optional<double> simulated_value(const config::PublishedBehaviour& published,
                                      const ExpectedResult& result,
                                      const Measured& measured) {
    const std::string& quantity = published.quantity;
    const Passive& passive = measured.passive;
    if (quantity == "resting_potential") return passive.V_rest_mV;
    if (quantity == "input_resistance") return passive.R_in_MOhm;
    if (quantity == "membrane_time_constant") return passive.tau_m_ms;
    if (quantity == "spontaneous_rate") {
        const auto* const counted = find_row(result, "rate alone [Hz]");
        return counted != nullptr ? counted->simulated : passive.alone.rate_hz;
    }
    if (quantity == "spike_threshold") return measured.spike_threshold_mV;
    if (quantity == "spike_half_width") return measured.spike_half_width_ms;
    if (quantity == "rheobase") return added_rheobase(result);
    return std::nullopt;
}

bool is_known(const std::string& quantity, const config::CellDescription& description) {
    return std::ranges::any_of(description.known_mismatch,
                               [&](const auto& mismatch) { return mismatch.quantity == quantity; });
}

void compare(ExpectedResult& result, const Measured& measured) {
    for (const config::PublishedBehaviour& published : result.description.published) {
        PublishedComparison comparison{.published = published};
        if (published.is_comparable) {
            comparison.simulated = simulated_value(published, result, measured);
        }
        comparison.verdict = relation(comparison.simulated, published);
        const bool is_outside = !comparison.verdict.empty() && comparison.verdict != "within";
        if (is_outside && is_known(published.quantity, result.description)) {
            comparison.verdict += ", known";
        }
        result.published.push_back(std::move(comparison));
    }
}

/// The ends within which the mean of many cells is, as a rule.
std::optional<std::array<double, 2>> range_of(const config::PublishedBehaviour& published) {
    if (published.range) return published.range;
    if (!published.value) return std::nullopt;
    const double spread = published.sd ? *published.sd : published.se ? 2.0 * *published.se : 0.0;
    return std::array{*published.value - spread, *published.value + spread};
}

/// Of a single number; potentials have no zero that means anything.
std::string ratio(double simulated, double value, const config::PublishedBehaviour& published) {
    if (value == 0.0 || published.unit == "mV") {
        return fmt::format("{:+.3g} {}", simulated - value, published.unit);
    }
    return fmt::format("x {:.2f}", simulated / value);
}

}  // namespace

std::string relation(std::optional<double> simulated, const config::PublishedBehaviour& published) {
    const auto range = range_of(published);
    if (!simulated || !range) return "";
    const bool has_spread = (*range)[0] < (*range)[1];
    if (!has_spread && *simulated != (*range)[0]) return ratio(*simulated, (*range)[0], published);
    if (*simulated < (*range)[0]) return "below";
    if (*simulated > (*range)[1]) return "above";
    return "within";
}

void compare_with_published(const Experiment& experiment, std::vector<ExpectedResult>& results) {
    NetworkTree tree(experiment.plan(), "published");
    tree.set_time(usual_timeline.end_ms, 0.0);
    for (const ExpectedResult& result : results) {
        add_passive(tree, result.cell, usual_timeline, 0.0);
        add_driven(tree, result.cell);
    }
    const auto reader = experiment.run_more(tree);
    for (ExpectedResult& result : results) {
        Measured measured{.passive = read_passive(*reader, result.cell, usual_timeline)};
        read_spike(*reader, result.cell, measured);
        compare(result, measured);
    }
}

}  // namespace bgsim::protocol
