/// Recorded state variables: which cells of a worker go to which column of a report.
#pragma once

#include <cstdint>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "bgsim/ids.hpp"
#include "engine/interval.hpp"
#include "engine/population_store.hpp"

namespace bgsim::engine {

/// The recorded cells of one rank in one report.
struct OwnReport {
    std::size_t report = 0;  ///< index into Specification::recording.states
    PopulationId population = 0;
    Step every = 1;
    std::vector<std::size_t> rows;     ///< row of each recorded variable in a block
    std::vector<int> ports;            ///< of each recorded variable, see port_of_variable
    std::vector<NeuronIndex> neurons;  ///< own recorded neurons, ascending
};

/// Row of a recordable variable: a state variable, or "g_<port>" / "I_<port>".
/// @throws InternalError if the population has no such variable (the loader checks)
std::size_t row_of_variable(const config::Population& population, const std::string& variable);

/// The port whose gain a row is multiplied by (it is applied where ports are summed); -1: none.
int port_of_variable(const config::Population& population, const std::string& variable);

/// Unit of a recordable variable.
std::string unit_of_variable(const config::Population& population, const std::string& variable);

/// First sample step at or after `step`.
inline Step next_sample(Step step, Step every) { return (step + every - 1) / every * every; }

/// Number of sample steps in an interval.
inline std::size_t n_samples(const Interval& interval, Step every) {
    const Step first = next_sample(interval.first, every);
    return first >= interval.end()
               ? 0
               : static_cast<std::size_t>((interval.end() - 1 - first) / every + 1);
}

}  // namespace bgsim::engine
