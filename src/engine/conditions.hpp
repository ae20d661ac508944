/// What changes at given times for the cells of a population: dopamine with a course, blockers.
#pragma once

#include <cstddef>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "bgsim/random.hpp"

namespace bgsim::engine {

/// phi, the deviation of dopamine from its baseline, during `step`; 0 without a course (what
/// dopamine does is then in the values already).
double phi_during(const config::Specification& specification, Step step);

/// The value of a rate [Hz] during `step`, with what a course of dopamine makes of it.
/// @param jitter  of its pulses, if it has some
double rate_during(const config::Specification& specification,
                   const config::Waveform& rate,
                   Step step,
                   StreamKey jitter = {});

/// Time in stretches within which parameters and gains of one population stay as they are.
class Conditions {
public:
    Conditions(const config::Specification& specification, PopulationId population);

    /// Nothing ever differs from what the specification says.
    bool are_constant() const;

    /// The stretch that holds `step`, counted from 0.
    std::size_t stretch_at(Step step) const;

    /// The first step after `step` at which something changes; never: the largest number.
    Step next_change(Step step) const;

    /// The population with the parameters and gains of a stretch.
    config::Population during(std::size_t stretch) const;

private:
    const config::Specification* specification_;
    PopulationId population_;
    bool has_course_;           // and something depends on it
    std::vector<Step> starts_;  // of the stretches; the first is 0
};

}  // namespace bgsim::engine
