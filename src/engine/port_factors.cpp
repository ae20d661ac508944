#include "engine/port_factors.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string_view>

#include "bgsim/error.hpp"
#include "engine/row_layout.hpp"

namespace bgsim::engine {
namespace {

using config::Port;

/// (exp(x) - 1) / x.
double phi_1(double x) { return x == 0.0 ? 1.0 : std::expm1(x) / x; }

/// (exp(x) - 1 - x) / x^2; by its series where the difference would cancel.
double phi_2(double x) {
    if (std::abs(x) > 0.1) return (std::expm1(x) - x) / (x * x);
    double term = 0.5;
    double sum = 0.0;
    for (int k = 3; k != 16; ++k) {
        sum += term;
        term *= x / k;
    }
    return sum;
}

/// 1 / peak of exp(-t / tau) - exp(-t / tau_rise).
double norm_of_difference(const Port& port) {
    const double ratio = port.tau / port.tau_rise;
    const double t_peak = port.tau * std::log(ratio) / (ratio - 1.0);
    return 1.0 / (std::exp(-t_peak / port.tau) - std::exp(-t_peak / port.tau_rise));
}

/// What a port contributes `t` [ms] after its rows had the values g and q: first g + second q.
std::array<double, 2> course(const Port& port, double t) {
    const double decayed = std::exp(-t / port.tau);
    switch (port.shape) {
        case Port::Shape::exponential:
            return {decayed, 0.0};
        case Port::Shape::alpha:
            return {decayed, std::numbers::e / port.tau * t * decayed};
        case Port::Shape::difference:
            return {decayed, norm_of_difference(port) * (decayed - std::exp(-t / port.tau_rise))};
    }
    return {};
}

/// The constant current that moves V_m over a step as an exponential from 1 with `tau` does:
/// the integral of exp(-(dt - t) / tau_m) exp(-t / tau), over that of exp(-(dt - t) / tau_m).
double mean_of_exponential(double tau, double tau_m, double dt) {
    const double m = std::exp(-dt / tau_m);
    const double x = dt / tau_m - dt / tau;
    // Written out where exp(x) may be too large for a number.
    const double effect = x < 1.0 ? m * phi_1(x) : (std::exp(-dt / tau) - m) / x;
    return effect / phi_1(-dt / tau_m);
}

/// The same for t exp(-t / tau).
double mean_of_alpha(double tau, double tau_m, double dt) {
    const double m = std::exp(-dt / tau_m);
    const double x = dt / tau_m - dt / tau;
    const double effect =
        x < 1.0 ? m * (phi_1(x) - phi_2(x)) : (std::exp(-dt / tau) * (x - 1.0) + m) / (x * x);
    return dt * effect / phi_1(-dt / tau_m);
}

/// The constant contribution with the effect of `course` on V_m at the end of a step.
std::array<double, 2> equivalent(const Port& port, double tau_m, double dt) {
    const double g = mean_of_exponential(port.tau, tau_m, dt);
    switch (port.shape) {
        case Port::Shape::exponential:
            return {g, 0.0};
        case Port::Shape::alpha:
            return {g, std::numbers::e / port.tau * mean_of_alpha(port.tau, tau_m, dt)};
        case Port::Shape::difference:
            return {g,
                    norm_of_difference(port) * (g - mean_of_exponential(port.tau_rise, tau_m, dt))};
    }
    return {};
}

double typical_parameter(const config::Population& population, std::string_view name) {
    const auto found = std::ranges::find(population.parameters, name, &config::FieldValue::name);
    BGSIM_EXPECT(found != population.parameters.end());
    return found->value.first;
}

using Stages = std::array<std::array<double, 2>, 3>;  // [stage][row of the port]

Stages stages_of(const config::Population& population, const Port& port, double dt) {
    if (population.solver != config::Solver::exact) {
        return {course(port, 0.0), course(port, 0.5 * dt), course(port, dt)};
    }
    if (has_conductance(population)) {
        const auto middle = course(port, 0.5 * dt);
        return {middle, middle, middle};
    }
    const double tau_m =
        typical_parameter(population, "C_m") / typical_parameter(population, "g_L");
    const auto mean = equivalent(port, tau_m, dt);
    return {mean, mean, mean};
}

template <typename Real>
model::PortFactors<Real> row_factors(const Port& port,
                                     const Stages& stages,
                                     std::size_t row,
                                     double decay) {
    model::PortFactors<Real> f{};
    f.decay = static_cast<Real>(decay);
    const bool is_current = port.type == Port::Type::current;
    for (std::size_t stage = 0; stage != stages.size(); ++stage) {
        const double value = port.gain * stages[stage][row];
        f.to_G[stage] = static_cast<Real>(is_current ? 0.0 : value);
        f.to_J[stage] = static_cast<Real>(is_current ? value : value * port.E_rev);
    }
    return f;
}

template <typename Real>
void add_port(const Port& port, const Stages& stages, double dt, model::PortGroup<Real>& group) {
    const auto after = course(port, dt);
    const auto g = row_factors<Real>(port, stages, 0, after[0]);
    if (!rises(port)) {
        group.exponential.push_back(g);
        return;
    }
    const double tau_q = port.shape == Port::Shape::alpha ? port.tau : port.tau_rise;
    group.rising.push_back({.g = g,
                            .q = row_factors<Real>(port, stages, 1, std::exp(-dt / tau_q)),
                            .feed = static_cast<Real>(after[1])});
}

/// The ports of `population` in the order of their inputs.
std::vector<const Port*> ordered_ports(const config::Population& population) {
    const auto order = row_layout(population).port_order;
    std::vector<const Port*> ports(population.ports.size());
    for (std::size_t p = 0; p != ports.size(); ++p) ports[order[p]] = &population.ports[p];
    return ports;
}

}  // namespace

template <typename Real>
void fill_ports(const config::Population& population,
                double dt,
                model::PopulationConstants<Real>& constants) {
    for (const Port* const port : ordered_ports(population)) {
        if (port->type == Port::Type::delta) {
            constants.deltas.push_back(static_cast<Real>(port->gain));
            continue;
        }
        const Stages stages = stages_of(population, *port, dt);
        add_port(*port, stages, dt, port->nmda_block ? constants.blocked : constants.plain);
        if (!port->nmda_block) continue;
        constants.block_V_act = static_cast<Real>(port->nmda_block->V_act);
        constants.block_per_S_act = static_cast<Real>(1.0 / port->nmda_block->S_act);
    }
}

std::vector<double> exact_factors(const config::Population& population, double tau_m, double dt) {
    std::vector<double> factors;
    for (const Port* const port : ordered_ports(population)) {
        if (port->type == Port::Type::delta) continue;
        const auto mean = equivalent(*port, tau_m, dt);
        factors.push_back(port->gain * mean[0]);
        if (rises(*port)) factors.push_back(port->gain * mean[1]);
    }
    return factors;
}

template void fill_ports(const config::Population&, double, model::PopulationConstants<double>&);
template void fill_ports(const config::Population&, double, model::PopulationConstants<float>&);

}  // namespace bgsim::engine
