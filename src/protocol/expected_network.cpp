#include "protocol/expected_network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "protocol/rheobase.hpp"

namespace bgsim::protocol {
namespace {

using config::ComputedBehaviour;
using config::FICurve;

bool is_euler(const ComputedBehaviour& behaviour) { return behaviour.integrator == "euler"; }

/// The cell's own current in this entry [pA].
double own_current(const ExpectedTask& task) {
    const auto& I_e = task.behaviour->I_e;
    return I_e ? in_picoamperes(I_e->value, I_e->unit, *task.cell)
               : in_picoamperes(task.cell->I_e, task.cell->current_unit, *task.cell);
}

/// At least 0.1 ms.
double sampling_period(double dt_ms) {
    constexpr double usual_ms = 0.1;
    return std::max(1.0, std::round(usual_ms / dt_ms)) * dt_ms;
}

void add_cells(NetworkTree& tree, const ExpectedTask& task) {
    const std::size_t n_cells = task.alone() + 1 + task.n_rheobase();
    tree.add_cells(*task.cell, task.population, n_cells);
    for (const auto& start : task.behaviour->start) {
        tree.set(task.population, "initial", start.variable,
                 quantity(start.at.value, start.at.unit));
    }
    // All current comes from outside.
    tree.set(task.population, "parameters", "I_e", quantity(0.0, task.cell->current_unit));
    if (!task.solver.empty()) tree.set_solver(task.population, task.solver);
    tree.add(Sampling{.population = task.population,
                      .variables = {"V_m"},
                      .every_ms = sampling_period(task.dt_ms),
                      .neurons = std::to_string(task.alone())});
}

Injection injection_into(const ExpectedTask& task, std::size_t cell, double before_pA) {
    return {.population = task.population,
            .name = fmt::format("I_{}", cell),
            .neurons = std::to_string(cell),
            .before_pA = before_pA};
}

void add_curve(NetworkTree& tree, const ExpectedTask& task) {
    const double own = own_current(task);
    for (std::size_t i = 0; i != task.n_curve(); ++i) {
        const FICurve& f_I = *task.behaviour->f_I;
        const double I = in_picoamperes(f_I.I.values[i].value_or(0.0), f_I.I.unit, *task.cell);
        const bool is_total = f_I.current == FICurve::Current::total;
        Injection injection = injection_into(task, i, own);
        injection.changes = {{is_total ? 0.0 : task.behaviour->step_at_ms, is_total ? I : own + I}};
        tree.add(injection);
    }
    tree.add(injection_into(task, task.alone(), own));
}

void add_rheobase(NetworkTree& tree, const ExpectedTask& task) {
    const config::Rheobase& expected = *task.behaviour->rheobase;
    std::size_t cell = task.alone();
    for (const double current : currents_around(expected)) {
        tree.add(injection_into(task, ++cell,
                                in_picoamperes(current, expected.current.unit, *task.cell)));
    }
}

/// Dopamine at the distance phi from its baseline, which alone matters.
config::Node dopamine(double phi) {
    const double baseline = std::max(1.0, -phi);
    config::Node map = empty_map();
    const auto put = [&](const char* key, double value) {
        map.entries.push_back(
            {key, map.location, config::make_scalar(fmt::format("{}", value), map.location)});
    };
    put("level", baseline + phi);
    put("baseline", baseline);
    return map;
}

bool same_currents(const std::optional<FICurve>& a, const std::optional<FICurve>& b) {
    if (!a || !b) return !a && !b;
    return a->current == b->current && a->I.unit == b->I.unit && a->I.values == b->I.values;
}

bool same_start(const ComputedBehaviour& a, const ComputedBehaviour& b) {
    return std::ranges::equal(a.start, b.start, [](const auto& x, const auto& y) {
        return x.variable == y.variable && x.at.value == y.at.value && x.at.unit == y.at.unit;
    });
}

bool same_own_current(const ComputedBehaviour& a, const ComputedBehaviour& b) {
    if (!a.I_e || !b.I_e) return !a.I_e && !b.I_e;
    return a.I_e->value == b.I_e->value && a.I_e->unit == b.I_e->unit;
}

}  // namespace

std::size_t ExpectedTask::n_curve() const {
    return behaviour->f_I ? behaviour->f_I->I.values.size() : 0;
}

std::size_t ExpectedTask::alone() const { return n_curve(); }

std::size_t ExpectedTask::n_rheobase() const {
    return behaviour->rheobase ? currents_around(*behaviour->rheobase).size() : 0;
}

double ExpectedTask::end_ms() const {
    const double curve_ms = behaviour->window_ms[1];
    return behaviour->rheobase ? std::max(curve_ms, behaviour->rheobase->window_ms[1]) : curve_ms;
}

ExpectedTask task_of(const Cell& cell,
                     const ComputedBehaviour& behaviour,
                     const Plan& plan,
                     const std::string& suffix) {
    return {.cell = &cell,
            .behaviour = &behaviour,
            .dt_ms = is_euler(behaviour) ? behaviour.step_ms : plan.dt_ms,
            .solver = is_euler(behaviour) ? "euler" : "",
            .population = fmt::format("{}_{}", cell.population, suffix)};
}

bool can_run_together(const ExpectedTask& a, const ExpectedTask& b) {
    constexpr double about = 1.5;
    return a.dt_ms == b.dt_ms && a.behaviour->phi == b.behaviour->phi &&
           a.end_ms() < about * b.end_ms() && b.end_ms() < about * a.end_ms();
}

bool are_the_same_simulation(const ExpectedTask& a, const ExpectedTask& b) {
    const ComputedBehaviour& x = *a.behaviour;
    const ComputedBehaviour& y = *b.behaviour;
    // What has no rheobase of its own can share the cells of what has one.
    return a.cell == b.cell && a.dt_ms == b.dt_ms && a.solver == b.solver && x.phi == y.phi &&
           !x.rheobase && x.step_at_ms == y.step_at_ms && x.window_ms == y.window_ms &&
           same_own_current(x, y) && same_start(x, y) && same_currents(x.f_I, y.f_I);
}

std::vector<double> currents_around(const config::Rheobase& expected) {
    constexpr double share = 0.1;
    constexpr double n_resolutions = 10.0;
    constexpr std::size_t n_currents = 200;
    const double value = expected.current.value;
    const double width = std::max(share * std::abs(value), n_resolutions * expected.resolution);
    auto currents = between({value - width, value + width}, n_currents - 1);
    currents.insert(currents.begin(), value - width);
    return currents;
}

NetworkTree network_of(const std::vector<ExpectedTask>& tasks, const Plan& plan) {
    Plan own = plan;
    own.dt_ms = tasks.front().dt_ms;
    const double phi = tasks.front().behaviour->phi;
    if (phi != 0.0) {
        config::Node value = dopamine(phi);
        config::assign(own.network, {"dopamine", value.location, value});
    }
    NetworkTree tree(own, "expected");
    double end_ms = 0.0;
    for (const ExpectedTask& task : tasks) end_ms = std::max(end_ms, task.end_ms());
    tree.set_time(end_ms, 0.0);
    for (const ExpectedTask& task : tasks) {
        if (tree.has_population(task.population)) continue;
        add_cells(tree, task);
        add_curve(tree, task);
        if (task.behaviour->rheobase) add_rheobase(tree, task);
    }
    return tree;
}

}  // namespace bgsim::protocol
