/// One block of cells of which no two are alike, under input that differs from lane to lane.
#pragma once

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "engine/population_store.hpp"
#include "model/neuron_models.hpp"
#include "support/plain_cell.hpp"

namespace bgsim::testing {

/// Values around which the cells of a model vary; all fire within some milliseconds.
inline const std::map<std::string, std::vector<double>> mean_parameters = {
    {"qif", {40, 1, -70, -50, 0.05, -60, -2, 1, 0.02, -62, 20, 25, 150, 0.5}},
    {"adex", {60, 10, -80, -64, 8, 100, -70, 0.3, 0.1, 5, -70, 15, -10, -60, 90, 0.5}},
    {"lif", {100, 10, -70, -50, -62, 250, 0.5}}};

inline config::Distribution around(double mean) {
    const double spread = 0.04 * std::abs(mean);
    return {.kind = config::Distribution::Kind::uniform,
            .first = mean - spread,
            .second = mean + spread};
}

/// Conductances of both signs of the driving force, one of them with a gain, a current, and, if
/// wanted, an NMDA conductance that stands between the others.
inline std::vector<config::Port> varied_ports(bool has_block) {
    std::vector<config::Port> ports(has_block ? 4 : 3);
    ports[0].name = "AMPA";
    ports[0].tau = 4.0;
    ports.back().name = "GABA";
    ports.back().tau = 9.0;
    ports.back().E_rev = -82.0;
    ports.back().gain = 1.4;
    config::Port& current = ports[ports.size() - 2];
    current.name = "gap";
    current.type = config::Port::Type::current;
    current.tau = 2.5;
    if (has_block) {
        ports[1].name = "NMDA";
        ports[1].tau = 60.0;
        ports[1].nmda_block = config::NmdaBlock{-20.0, 16.0};
    }
    return ports;
}

inline config::Specification varied_specification(const std::string& model,
                                                  config::Solver solver,
                                                  bool has_block) {
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
    for (const auto& field : description.state) {
        cells.initial.push_back({field.name, around(field.name == "V_m" ? -65.0 : 5.0)});
    }
    cells.ports = varied_ports(has_block);
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
inline PlainCell plain_copy(engine::PopulationStore<double>& store,
                            const config::Population& cells,
                            NeuronIndex lane) {
    PlainCell cell{.model = cells.model, .p = {}, .ports = cells.ports, .g = {}};
    cell.g.assign(cells.ports.size(), 0.0);
    for (std::size_t k = 0; k != cells.parameters.size(); ++k) {
        cell.p[cells.parameters[k].name] = store.row(0, store.layout().varied_row(k))[lane];
    }
    for (std::size_t k = 0; k != cells.initial.size(); ++k) cell.s[k] = store.row(0, k)[lane];
    return cell;
}

}  // namespace bgsim::testing
