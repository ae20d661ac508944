/// Rates that follow the activity of a population: closed loops.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "bgsim/random.hpp"

namespace bgsim::engine {

/// Spikes of one population in each step, as far back as a loop looks; the same on every rank.
///
/// Whole numbers, summed over the ranks: what follows from them does not depend on the layout.
class ActivityHistory {
public:
    /// @param longest_look  how many steps before the present are asked for
    /// @param dt            [ms]
    ActivityHistory(NeuronIndex n_cells, Step longest_look, double dt)
        : n_cells_(n_cells), longest_look_(longest_look), dt_(dt) {}

    /// Spikes of the next steps.
    void append(std::span<const std::uint64_t> spikes);

    /// Spikes per cell and time in (end - window, end], where `end` has come [Hz]. Steps of which
    /// nothing is known count as if the cells had fired at `before_hz`.
    double rate_hz(Step end, Step window, double before_hz) const;

    /// Kept numbers of spikes, the last of which is that of the last step done.
    std::vector<std::uint64_t> kept() const;

    /// Take the place of the history of a run that has done `now` steps.
    void restore(std::span<const std::uint64_t> kept, Step now);

    /// Whether it reaches as far back as is asked for, or to the first step of the run.
    bool is_complete() const { return first_ == 0 || now() - first_ >= longest_look_; }

private:
    Step now() const { return first_ + static_cast<Step>(until_.size()) - 1; }

    NeuronIndex n_cells_;
    Step longest_look_;
    double dt_;
    Step first_ = 0;                          // nothing is known of the steps up to this one
    std::vector<std::uint64_t> until_ = {0};  // [step - first_] spikes in (first_, step]
};

/// [population]; of those that a loop follows.
using ActivityHistories = std::vector<std::optional<ActivityHistory>>;

/// Empty histories of the populations that are followed.
ActivityHistories activity_histories(const config::Specification& specification);

/// What `loop` makes of an activity [Hz].
double response_hz(const config::Loop& loop, double activity_hz);

/// Rate of Poisson trains during `step` [Hz]: as given, or following a population; with what a
/// course of dopamine makes of it.
/// @param jitter  of its pulses, if it has some
double rate_during(const config::Specification& specification,
                   const config::Waveform& waveform,
                   Step step,
                   StreamKey jitter,
                   const ActivityHistories& activity);

}  // namespace bgsim::engine
