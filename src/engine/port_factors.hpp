/// How the kernels sum the ports of a population over a step.
#pragma once

#include <vector>

#include "bgsim/config/specification.hpp"
#include "model/block_kernel.hpp"

namespace bgsim::engine {

/// Fill in the ports of `constants`, in the order of `row_layout`, for steps of `dt` [ms].
///
/// A row with value v adds to_G[stage] v to the conductance and to_J[stage] v to the current that
/// the solver sees at the start, the middle and the end of the step. The exact solver looks once:
/// at the middle, or, if all ports are currents, at the constant current with the same effect on
/// V_m at the end of the step as the true course of the port.
template <typename Real>
void fill_ports(const config::Population& population,
                double dt,
                model::PopulationConstants<Real>& constants);

/// Factors of the exact solver for a cell with membrane time constant `tau_m` [ms], one for each
/// row of the ports, in the order of the rows.
std::vector<double> exact_factors(const config::Population& population, double tau_m, double dt);

}  // namespace bgsim::engine
