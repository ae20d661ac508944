/// What a cell does when it is left alone, and when a little current is taken from it.
#pragma once

#include <optional>

#include "protocol/firing.hpp"
#include "protocol/network_tree.hpp"

namespace bgsim::io {
class ResultReader;
}

namespace bgsim::protocol {

/// When things happen in a protocol.
struct Timeline {
    double onset_ms = 0.0;  ///< of the current
    double end_ms = 0.0;    ///< of the run
    double discard_ms = 0.0;

    analysis::Window counted() const { return {onset_ms + discard_ms, end_ms}; }
};

struct Passive {
    Firing alone;                           ///< without any current but the cell's own
    std::optional<double> V_rest_mV;        ///< at the end, if it never fired
    std::optional<double> R_in_MOhm;        ///< of a cell at rest
    std::optional<double> tau_m_ms;         ///< likewise
    std::optional<double> test_current_pA;  ///< that both were measured with
    bool is_one_exponential = true;  ///< the fit that gave tau_m misses the samples by little
};

/// Of the cells that are added; the first is left alone.
std::string passive_population(const Cell& cell);

/// Add cells of `cell` to which this is done: one is left alone, the others get hyperpolarising
/// currents of all sizes from `timeline.onset_ms` on. All hold `hold_pA`.
void add_passive(NetworkTree& tree, const Cell& cell, const Timeline& timeline, double hold_pA);

/// Of the currents that were tried, that with the largest deflection up to 0.1 mV is taken.
Passive read_passive(const io::ResultReader& reader, const Cell& cell, const Timeline& timeline);

}  // namespace bgsim::protocol
