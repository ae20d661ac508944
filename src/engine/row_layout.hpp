/// Which row of a block of cells holds what.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "bgsim/config/specification.hpp"

namespace bgsim::engine {

/// The same for all blocks of a population. Rows are: state, refractory steps, ports, noise,
/// parameters that vary, factors of ports (only where the exact solver needs one for each cell).
struct RowLayout {
    std::size_t n_state = 0;
    std::vector<std::uint32_t> port_order;   ///< [port] place of a configured port among the inputs
    std::vector<std::uint32_t> bound_order;  ///< [port] place of its bound among the inputs, after
                                             ///< all ports; 0 if no projection has a ceiling there
    std::vector<std::size_t> port_rows;      ///< [port] its first row, counted from the first port
    std::size_t n_port_rows = 0;
    std::size_t n_noise = 0;          ///< one row for each input that is noise
    std::vector<std::size_t> varied;  ///< parameters with a row of their own
    bool has_port_factors = false;    ///< one row for each row of a port

    std::size_t refractory_row() const { return n_state; }
    std::size_t port_row(std::size_t port) const { return n_state + 1 + port_rows[port]; }
    std::size_t noise_row(std::size_t i) const { return n_state + 1 + n_port_rows + i; }
    /// The first rows change as the cells advance, the others follow from the configuration.
    std::size_t n_changing_rows() const { return noise_row(n_noise); }
    std::size_t varied_row(std::size_t i) const { return n_changing_rows() + i; }
    std::size_t factor_row(std::size_t i) const { return varied_row(varied.size()) + i; }
    std::size_t n_rows() const { return factor_row(has_port_factors ? n_port_rows : 0); }
};

/// Without rows for noise and without bounds, which depend on what comes to the population.
RowLayout row_layout(const config::Population& population);

RowLayout row_layout(const config::Specification& specification, PopulationId population);

/// The inputs of `population` that are noise, in the order of their rows: by name.
std::vector<const config::Input*> noise_inputs(const config::Specification& specification,
                                               PopulationId population);

/// Ports of `population` that the ceiling of some projection limits, ascending.
std::vector<std::uint32_t> limited_ports(const config::Specification& specification,
                                         const config::Population& population);

/// Whether some port of `population` is a conductance.
bool has_conductance(const config::Population& population);

/// Whether a port needs two rows.
bool rises(const config::Port& port);

}  // namespace bgsim::engine
