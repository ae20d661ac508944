/// Where a spike begins.
#pragma once

#include <optional>
#include <span>

namespace bgsim::protocol {

/// Speed of V_m at which an upstroke counts as begun [mV/ms].
inline constexpr double upstroke_mV_per_ms = 10.0;

/// V_m where the upstroke of the spike at `spike_ms` begins: the sample from which V_m rises by
/// 10 mV/ms or more until the spike, and the last one before the spike where it does not (lif has
/// no upstroke). Samples every `every_ms` from time 0; the one at the spike may already be after a
/// reset. Nothing if there is no sample before the spike.
std::optional<double> threshold_of_spike(std::span<const float> V_mV,
                                         double every_ms,
                                         double spike_ms);

/// Time for which the spike at `spike_ms` is above the middle between its threshold and its peak.
/// Nothing for a cell that is reset, whose samples show no peak.
std::optional<double> spike_half_width_ms(std::span<const float> V_mV,
                                          double every_ms,
                                          double spike_ms);

}  // namespace bgsim::protocol
