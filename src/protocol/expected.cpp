#include "protocol/expected.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "protocol/expected_network.hpp"
#include "protocol/published.hpp"
#include "protocol/recorded.hpp"
#include "protocol/rheobase.hpp"

namespace bgsim::protocol {
namespace {

constexpr double relative_tolerance = 0.01;
/// Files give potentials with two decimals.
constexpr double potential_tolerance_mV = 0.05;

/// Compares what one task found with what was computed.
class Comparison {
public:
    Comparison(const ExpectedTask& task, const io::ResultReader& reader)
        : task_(task),
          behaviour_(*task.behaviour),
          trains_(spike_trains(reader, task.population)),
          V_(potential_of(reader, task.population, 0)),
          window_{behaviour_.window_ms[0], behaviour_.window_ms[1]} {}

    ExpectedCurve curve() const {
        ExpectedCurve curve;
        if (!behaviour_.f_I) return curve;
        const config::FICurve& f_I = *behaviour_.f_I;
        curve.unit = f_I.I.unit;
        for (std::size_t i = 0; i != f_I.I.values.size(); ++i) {
            if (!f_I.I.values[i] || !f_I.rate.values.at(i)) continue;
            curve.I.push_back(*f_I.I.values[i]);
            curve.expected_hz.push_back(*f_I.rate.values[i]);
            curve.simulated_hz.push_back(firing(trains_[i], window_).rate_hz);
        }
        return curve;
    }

    std::vector<ComputedComparison> rows() {
        if (behaviour_.rest_mV) {
            add("rest [mV]", *behaviour_.rest_mV,
                alone().empty() ? potential_alone() : std::nullopt, potential_tolerance_mV);
        }
        if (behaviour_.spontaneous_rate_hz) {
            add_rate("rate alone [Hz]", *behaviour_.spontaneous_rate_hz, alone());
        }
        if (behaviour_.V_range_mV) add_range();
        if (behaviour_.rheobase) add_rheobase();
        if (behaviour_.f_I) add_curve();
        return std::move(rows_);
    }

private:
    const std::vector<double>& alone() const { return trains_[task_.alone()]; }

    /// The sample of the cell left alone at `time_ms`.
    std::size_t at(double time_ms) const {
        const auto sample = static_cast<std::size_t>(std::llround(time_ms / V_.every_ms));
        return std::min(sample, V_.V_mV.size() - 1);
    }

    std::optional<double> potential_alone() const { return V_.V_mV[at(window_.to_ms)]; }

    std::string method() const {
        std::string text = fmt::format("{} {:g} ms", behaviour_.integrator, behaviour_.step_ms);
        if (behaviour_.phi != 0.0) text += fmt::format(", phi {:g}", behaviour_.phi);
        if (behaviour_.I_e) {
            text += fmt::format(", I_e {:g} {}", behaviour_.I_e->value, behaviour_.I_e->unit);
        }
        return text;
    }

    void add(std::string quantity,
             double expected,
             std::optional<double> simulated,
             double tolerance,
             std::string shown = "") {
        constexpr double rounding = 1e-9;
        const bool is_ok =
            simulated && std::abs(*simulated - expected) <= tolerance * (1.0 + rounding);
        rows_.push_back({.method = method(),
                         .quantity = std::move(quantity),
                         .expected = expected,
                         .simulated = simulated,
                         .shown = std::move(shown),
                         .tolerance = tolerance,
                         .verdict = is_ok ? Verdict::ok : Verdict::missed});
    }

    /// One per cent, or one spike more or less in the window.
    void add_rate(std::string quantity, double expected, const std::vector<double>& spikes_ms) {
        const double one_spike_hz = 1.0 / window_.duration_s();
        add(std::move(quantity), expected, firing(spikes_ms, window_).rate_hz,
            std::max(relative_tolerance * expected, one_spike_hz));
    }

    void add_curve() {
        const config::FICurve& f_I = *behaviour_.f_I;
        const bool is_total = f_I.current == config::FICurve::Current::total;
        for (std::size_t i = 0; i != f_I.I.values.size(); ++i) {
            const std::string at = fmt::format("{:g} {}{}", f_I.I.values[i].value_or(0.0),
                                               f_I.I.unit, is_total ? " in total" : "");
            if (const auto rate = f_I.rate.values.at(i)) {
                add_rate(fmt::format("rate at {} [Hz]", at), *rate, trains_[i]);
            }
            if (f_I.first_spike && f_I.first_spike->values.at(i)) add_first_spike(i, at);
        }
    }

    void add_first_spike(std::size_t i, const std::string& at) {
        const double expected = *behaviour_.f_I->first_spike->values[i];
        const auto latency = firing(trains_[i], {behaviour_.step_at_ms, window_.to_ms}).latency_ms;
        add(fmt::format("first spike at {} [ms]", at), expected, latency,
            std::max(relative_tolerance * expected, 2.0 * task_.dt_ms));
    }

    /// Samples at each step do not catch the very peak of a spike.
    void add_range() {
        const auto begin = V_.V_mV.begin();
        const auto [low, high] =
            std::minmax_element(begin + static_cast<std::ptrdiff_t>(at(window_.from_ms)),
                                begin + static_cast<std::ptrdiff_t>(at(window_.to_ms)) + 1);
        const auto [expected_low, expected_high] = *behaviour_.V_range_mV;
        const double tolerance = relative_tolerance * (expected_high - expected_low);
        add("lowest V_m [mV]", expected_low, *low, tolerance);
        add("highest V_m [mV]", expected_high, *high, tolerance);
    }

    void add_rheobase() {
        const config::Rheobase& expected = *behaviour_.rheobase;
        const auto currents = currents_around(expected);
        std::vector<bool> fired;
        for (std::size_t i = 0; i != currents.size(); ++i) {
            fired.push_back(!within(trains_[task_.alone() + 1 + i],
                                    {expected.window_ms[0], expected.window_ms[1]})
                                 .empty());
        }
        const Rheobase found = rheobase_of(currents, fired);
        const bool is_found = found.kind == Rheobase::Kind::found;
        const char* const side = found.kind == Rheobase::Kind::below ? "<" : ">";
        add(fmt::format("rheobase in total [{}]", expected.current.unit), expected.current.value,
            is_found ? std::optional(found.current) : std::nullopt,
            std::max(relative_tolerance * std::abs(expected.current.value),
                     expected.resolution + found.resolution),
            is_found ? "" : fmt::format("{} {:g}", side, found.current));
    }

    const ExpectedTask& task_;
    const config::ComputedBehaviour& behaviour_;
    std::vector<std::vector<double>> trains_;
    Potential V_;  // of the cell left alone
    analysis::Window window_;
    std::vector<ComputedComparison> rows_;
};

/// The tasks of all cells; equal ones share their populations.
std::vector<ExpectedTask> tasks_of(const std::vector<ExpectedResult>& results, const Plan& plan) {
    std::vector<ExpectedTask> tasks;
    for (const ExpectedResult& result : results) {
        std::size_t number = 0;
        for (const auto& behaviour : result.description.computed) {
            ExpectedTask task =
                task_of(result.cell, behaviour, plan, fmt::format("expected_{}", number++));
            const auto same = std::ranges::find_if(tasks, [&](const ExpectedTask& other) {
                return are_the_same_simulation(task, other);
            });
            if (same != tasks.end()) task.population = same->population;
            tasks.push_back(std::move(task));
        }
    }
    return tasks;
}

/// Take out of `tasks` those that can be run with the first.
std::vector<ExpectedTask> take_group(std::vector<ExpectedTask>& tasks) {
    const ExpectedTask first = tasks.front();
    const auto rest = std::stable_partition(
        tasks.begin(), tasks.end(),
        [&](const ExpectedTask& task) { return can_run_together(task, first); });
    std::vector<ExpectedTask> group(tasks.begin(), rest);
    tasks.erase(tasks.begin(), rest);
    return group;
}

}  // namespace

bool ExpectedResult::is_missed() const {
    return std::ranges::any_of(computed, [](const ComputedComparison& comparison) {
        return comparison.verdict == Verdict::missed;
    });
}

std::vector<ExpectedResult> compare_with_expected(const Experiment& experiment) {
    std::vector<ExpectedResult> results;
    for (const Cell& cell : experiment.study.cells()) {
        results.push_back({.cell = cell, .description = experiment.study.describe(cell)});
    }
    std::map<const Cell*, ExpectedResult*> result_of;
    for (ExpectedResult& result : results) result_of[&result.cell] = &result;
    auto tasks = tasks_of(results, experiment.plan());
    while (!tasks.empty()) {
        const auto group = take_group(tasks);
        const auto reader = experiment.run_more(network_of(group, experiment.plan()));
        for (const ExpectedTask& task : group) {
            ExpectedResult& result = *result_of.at(task.cell);
            Comparison comparison(task, *reader);
            if (result.curve.I.empty()) result.curve = comparison.curve();
            for (auto& row : comparison.rows()) result.computed.push_back(std::move(row));
        }
    }
    compare_with_published(experiment, results);
    return results;
}

}  // namespace bgsim::protocol
