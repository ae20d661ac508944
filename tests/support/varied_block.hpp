/// One block of cells of which no two are alike, under input that differs from lane to lane.
#pragma once

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "engine/population_store.hpp"
#include "model/neuron_models.hpp"
#include "support/plain_ports.hpp"
#include "support/port_shapes.hpp"

namespace bgsim::test {

/// Values around which the cells of a model vary; all fire within some milliseconds.
inline const std::map<std::string, std::vector<double>> mean_parameters = {
    {"qif", {40, 1, -70, -50, 0.05, -60, -2, 1, 0.02, 0.001, -62, 20, 25, 150, 0.5}},
    {"adex", {60, 10, -80, -64, 8, 100, -70, 0.3, 0.1, 5, -70, 15, -10, -60, 90, 0.5}},
    {"lif", {100, 10, -70, -50, -62, -68, 250, 0.5}},
    {"izhikevich", {0.02, 0.2, -65, 8, 0.04, 5, 140, 30, 10, 30, 0.5}},
    {"hh_stn",
     {1, 6000, 2.25, -60, 45, -80, 37.5, 55, 0.5, 140, 2, 140, 20, 15, 22.5, 3.75e-5, 50, -10}},
    {"hh_stn_terman",
     {1, 6000, 2.25, -60, 45, -80, 37.5, 55, 0.5, 140, 0.5, 140, 9, 15, 22.5, 3.75e-5, 50, -10}},
    {"hh_gp",
     {1, 4000, 0.1, -65, 30, -80, 120, 55, 0.5, 120, 0.15, 120, 10, 10, 15, 1e-4, 30, 22, -10}},
    {"hh_dopaminergic",
     {1, 1500, 30, 60, 5, -85, 0.03, 0.03, 60, 0.12, 0.1, 1, 1.4, 0.01, -50, 10, -20}},
    {"hh_dopaminergic_kuznetsov",
     {1, 1500, 0.15, 100, 0.3, 0.4, 4, -90, 0.05, -50, 150, 55, 250, 0.05, 0.02, 10, 4, 5, -20}},
    {"hh_cholinergic",
     {1, 11300, 30, 50, 1, -90, 0.05, 0.01, 0.06, -50, 0.1, 120, 0.02, 0.4, 0.02, 150, 3, -20}}};

inline std::vector<config::Solver> solvers_of(const model::ModelDescription& model) {
    using config::Solver;
    const std::map<std::string, Solver> by_name = {{"euler", Solver::euler},
                                                   {"rk4", Solver::rk4},
                                                   {"exact", Solver::exact},
                                                   {"published", Solver::published}};
    std::vector<Solver> solvers;
    for (const auto& name : model.solvers) solvers.push_back(by_name.at(name));
    return solvers;
}

inline config::Distribution around(double mean) {
    const double spread = 0.04 * std::abs(mean);
    return {.kind = config::Distribution::Kind::uniform,
            .first = mean - spread,
            .second = mean + spread};
}

/// The ports that the cells have.
enum class PortMix {
    simple,    ///< exponential: a conductance, a current and a conductance with a gain
    blocked,   ///< the same and, between them, an NMDA conductance
    every,     ///< all types, shapes and blocks
    currents,  ///< all shapes of currents, and a jump
};

inline std::vector<config::Port> varied_ports(PortMix mix) {
    const config::Port AMPA = port_of("AMPA", 4.0);
    const config::Port NMDA = with_block(port_of("NMDA", 60.0));
    const config::Port gap = current_port("gap", 2.5);
    const config::Port GABA = with_reversal(port_of("GABA", 9.0, 1.4), -82.0);
    switch (mix) {
        case PortMix::simple:
            return {AMPA, gap, GABA};
        case PortMix::blocked:
            return {AMPA, NMDA, gap, GABA};
        case PortMix::every:
            return {delta_port("jump"),
                    alpha(with_block(port_of("NMDA_alpha", 20.0))),
                    difference(1.5, port_of("kainate", 7.0, 0.8)),
                    gap,
                    alpha(current_port("alpha", 3.0)),
                    AMPA,
                    difference(0.4, current_port("slow", 30.0, -1.2)),
                    difference(3.0, NMDA),
                    alpha(GABA),
                    delta_port("down", -0.4)};
        case PortMix::currents:
            return {alpha(current_port("alpha", 3.0)), gap, delta_port("jump", 0.6),
                    difference(0.4, current_port("slow", 30.0, -1.2))};
    }
    return {};
}

inline config::Specification varied_specification(const std::string& model,
                                                  config::Solver solver,
                                                  PortMix mix) {
    const auto& description = model::describe_model(model);
    config::Population cells;
    cells.name = model;
    cells.size = block_size;
    cells.model = model;
    cells.solver = solver;
    for (std::size_t k = 0; k != description.parameters.size(); ++k) {
        cells.parameters.push_back(
            {description.parameters[k].name, around(mean_parameters.at(model)[k])});
    }
    std::vector<double> start(description.state.size(), 5.0);
    if (description.steady_state) {
        start = description.steady_state(mean_parameters.at(model), -65.0);
    }
    start.front() = -65.0;
    for (std::size_t k = 0; k != start.size(); ++k) {
        cells.initial.push_back({description.state[k].name, around(start[k])});
    }
    cells.ports = varied_ports(mix);
    config::Specification specification;
    specification.seed = 11;
    specification.populations = {cells};
    return specification;
}

/// What arrives at `port` of `lane` in `step`: an event now and then [nS or pA].
inline double arriving(std::size_t port, int step, NeuronIndex lane) {
    const auto phase = static_cast<std::size_t>(step) + 3 * lane + 7 * port;
    return phase % 23 == 0 ? 0.5 + 0.01 * static_cast<double>(lane % 50) : 0.0;
}

inline double external_current(int step, NeuronIndex lane) {
    return 10.0 * std::sin(0.05 * step + lane);
}

/// Fill input and current of steps [0, n_steps), counted from `first`.
template <typename Real>
std::vector<Real> fill_input(engine::PopulationStore<Real>& store,
                             std::size_t n_ports,
                             int first,
                             int n_steps) {
    std::vector<Real> current(static_cast<std::size_t>(n_steps) * block_size);
    for (int step = 0; step != n_steps; ++step) {
        for (NeuronIndex lane = 0; lane != block_size; ++lane) {
            for (std::size_t port = 0; port != n_ports; ++port) {
                store.input(static_cast<std::uint32_t>(port), step)[lane] =
                    static_cast<Real>(arriving(port, first + step, lane));
            }
            current[static_cast<std::size_t>(step) * block_size + lane] =
                static_cast<Real>(external_current(first + step, lane));
        }
    }
    return current;
}

/// The cell in `lane` of a store of `varied_specification`, before any step.
template <typename Cell>
Cell plain_copy(engine::PopulationStore<double>& store,
                const config::Specification& specification,
                NeuronIndex lane) {
    const config::Population& cells = specification.populations[0];
    Cell cell{.model = cells.model, .p = {}, .ports = PlainPorts::of(cells, specification.dt)};
    if constexpr (requires { cell.s.resize(1); }) cell.s.resize(cells.initial.size());
    for (std::size_t k = 0; k != cells.parameters.size(); ++k) {
        cell.p[cells.parameters[k].name] = store.row(0, store.layout().varied_row(k))[lane];
    }
    for (std::size_t k = 0; k != cells.initial.size(); ++k) cell.s[k] = store.row(0, k)[lane];
    return cell;
}

}  // namespace bgsim::test
