/// What a small step of current says about a membrane at rest.
#pragma once

#include <optional>
#include <span>

namespace bgsim::protocol {

/// An exponential approach: V(t) = V(0) + change (1 - exp(-t / tau)).
struct Relaxation {
    double change_mV = 0.0;
    double tau_ms = 0.0;
    double misfit_mV = 0.0;  ///< root of the mean squared difference between samples and fit
};

/// Fit by least squares to samples every `every_ms`, the first at time 0 and exact, up to the one
/// farthest from it. Nothing if there are fewer than three or none differs from the first.
std::optional<Relaxation> fit_relaxation(std::span<const double> V_mV, double every_ms);

}  // namespace bgsim::protocol
