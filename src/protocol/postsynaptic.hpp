/// The shape of postsynaptic potentials.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace bgsim::protocol {

struct PostsynapticPotential {
    double amplitude_mV = 0.0;            ///< at the peak; negative for hyperpolarisation
    double time_to_peak_ms = 0.0;         ///< from the arrival
    std::optional<double> rise_ms;        ///< from 10 % to 90 % of the amplitude
    std::optional<double> half_width_ms;  ///< above half of the amplitude
    std::optional<double> decay_ms;       ///< from the peak to 1/e of the amplitude
};

/// Of deflections from the baseline, sampled every `every_ms`, the first at the arrival. Crossings
/// are interpolated between samples; what does not happen within the samples is left out. Nothing
/// if the potential never moves.
std::optional<PostsynapticPotential> postsynaptic_potential(std::span<const double> deflection_mV,
                                                            double every_ms);

/// The response to each arrival of a train: the deflection farthest from that at the arrival until
/// the next arrival (the last: until the end), less that at the arrival. All in the direction of
/// the first response; `deflection_mV` begins at time 0, `arrivals_ms` ascend.
std::vector<double> train_amplitudes(std::span<const double> deflection_mV,
                                     double every_ms,
                                     std::span<const double> arrivals_ms);

}  // namespace bgsim::protocol
