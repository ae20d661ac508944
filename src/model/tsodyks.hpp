/// Short-term plasticity after Tsodyks & Markram; the state belongs to a source cell.
#pragma once

#include <cmath>

#include "bgsim/config/specification.hpp"

namespace bgsim::model {

/// Shares of the resource of one source cell: x recovered, y active, the rest z = 1 - x - y
/// inactive; u is the running release probability.
struct TsodyksState {
    double x = 1.0;
    double y = 0.0;
    double u = 0.0;
    double last_ms = 0.0;  ///< time of the last spike [ms]
};

/// Advance `s` to a spike at `t_ms` [ms] and release; returns u x, the factor on the weight.
///
/// The first spike after rest gives U. The decay between spikes is exact.
/// Source: Tsodyks, Uziel & Markram (2000), J Neurosci 20, RC50; order of updates as in the
/// NEST synapse tsodyks_synapse, which the published networks used.
inline double release(const config::ShortTermPlasticity& p, TsodyksState& s, double t_ms) {
    const double h = t_ms - s.last_ms;
    const double decay_rec = std::exp(-h / p.tau_rec);
    const double decay_psc = std::exp(-h / p.tau_psc);
    const double difference = p.tau_psc - p.tau_rec;
    // Share of y that has come back to x by way of z; its limit where both constants are equal.
    const double y_to_x =
        std::abs(difference) > 1e-9 * p.tau_rec
            ? ((decay_rec - 1.0) * p.tau_rec - (decay_psc - 1.0) * p.tau_psc) / difference
            : 1.0 - decay_rec * (1.0 + h / p.tau_rec);
    const double z = 1.0 - s.x - s.y;
    s.u *= p.tau_fac > 0.0 ? std::exp(-h / p.tau_fac) : 0.0;
    s.x += y_to_x * s.y + (1.0 - decay_rec) * z;
    s.y *= decay_psc;
    s.u += p.U * (1.0 - s.u);
    const double released = s.u * s.x;
    s.x -= released;
    s.y += released;
    s.last_ms = t_ms;
    return released;
}

}  // namespace bgsim::model
