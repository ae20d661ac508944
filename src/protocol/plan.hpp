/// What shall be done with which cells: a protocol as it was asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/tree.hpp"
#include "protocol/currents.hpp"

namespace bgsim::protocol {

enum class Kind : std::uint8_t { spontaneous, step, ramp, trace, psp, expected };

/// A postsynaptic potential and a train of them.
struct Psp {
    config::Node port;                       ///< its name
    std::optional<config::Node> weight;      ///< with its unit
    std::uint64_t n_spikes = 10;             ///< of the train
    double interval_ms = 50.0;               ///< between the spikes of the train
    std::optional<double> recovery_ms;       ///< from the last of them to one more
    std::optional<config::Node> plasticity;  ///< as `short_term_plasticity` of a projection
};

/// Times are multiples of dt.
struct Plan {
    Kind kind = Kind::spontaneous;
    std::vector<config::Node> cells;  ///< references, as after `cell:`
    double dt_ms = 0.1;
    double settle_ms = 500.0;           ///< before the current changes
    double duration_ms = 2000.0;        ///< of the current; psp: after the last spike
    double discard_ms = 0.0;            ///< first part of the current that is not counted
    bool replaces_own_current = false;  ///< instead of being added to the cell's own I_e
    std::optional<Currents> hold;       ///< one current, all the time
    Currents currents;                  ///< step, trace; ramp: both ends
    std::optional<Psp> psp;
    config::Node network;  ///< map: what the configuration has besides (seed, dopamine, ...)
    config::Node cell;     ///< map: what each population has besides (solver, parameters, ...)
};

}  // namespace bgsim::protocol
