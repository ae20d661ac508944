/// The networks in which the protocols under `expected.computed` of cells are run.
#pragma once

#include <string>
#include <vector>

#include "bgsim/config/cell_catalogue.hpp"
#include "protocol/network_tree.hpp"

namespace bgsim::protocol {

/// One entry of `expected.computed` on its way through a simulation.
struct ExpectedTask {
    const Cell* cell = nullptr;
    const config::ComputedBehaviour* behaviour = nullptr;
    double dt_ms = 0.1;
    std::string solver;  ///< empty: as the plan says, or the first of the model
    std::string population;

    // Its cells, which together are no more than a block if the curve is not very long:
    std::size_t n_curve() const;     ///< first one for each current of the f-I curve,
    std::size_t alone() const;       ///< then one with the cell's own current,
    std::size_t n_rheobase() const;  ///< then those with currents around the expected rheobase

    double end_ms() const;
};

/// How `behaviour` is to be repeated: entries made with Euler's method with the same step; others
/// with the step of `plan`, since they are near enough to the true solution.
ExpectedTask task_of(const Cell& cell,
                     const config::ComputedBehaviour& behaviour,
                     const Plan& plan,
                     const std::string& suffix);

/// Whether both can be run in one network: in the same steps, for about as long.
bool can_run_together(const ExpectedTask& a, const ExpectedTask& b);

/// Whether one simulation gives what both ask for.
bool are_the_same_simulation(const ExpectedTask& a, const ExpectedTask& b);

/// Currents around the expected rheobase, in its unit: from 10 % below to 10 % above, or ten
/// resolutions where that is more.
std::vector<double> currents_around(const config::Rheobase& expected);

/// The network of tasks that can be run together.
NetworkTree network_of(const std::vector<ExpectedTask>& tasks, const Plan& plan);

}  // namespace bgsim::protocol
