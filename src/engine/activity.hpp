/// How often cells are taken to fire where only a run can tell.
#pragma once

#include <string>
#include <vector>

#include "bgsim/config/specification.hpp"

namespace bgsim::engine {

struct AssumedRate {
    double rate_hz = 0.0;
    std::string origin;  ///< "as published: STN (Mallet 2008)", "assumed", "given times", "given
                         ///< rate", "follows SNr"
};

/// One rate per population: that of cells that fire at given times or with a given rate, or what a
/// loop makes of the rate of the population that it follows; else the published one of the smallest
/// of `targets` that it belongs to (the middle of a range); else `otherwise_hz`.
std::vector<AssumedRate> assumed_rates(const config::Specification& specification,
                                       double otherwise_hz);

/// Mean over the run of a rate or a current, from 1000 of its steps.
/// @param rates  [population]; a rate that follows a population is what its loop makes of these
double mean_of(const config::Waveform& waveform,
               const config::Specification& specification,
               const std::vector<AssumedRate>& rates);

}  // namespace bgsim::engine
