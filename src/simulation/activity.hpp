/// How often cells are taken to fire where only a run can tell.
#pragma once

#include <string>
#include <vector>

#include "bgsim/config/specification.hpp"

namespace bgsim::simulation {

struct AssumedRate {
    double rate_hz = 0.0;
    std::string
        origin;  ///< "as published: STN (Mallet 2008)", "assumed", "given times", "given rate"
};

/// One rate per population: that of cells that fire at given times or with a given rate; else the
/// published one of the smallest of `targets` that it belongs to (the middle of a range); else
/// `otherwise_hz`.
std::vector<AssumedRate> assumed_rates(const config::Specification& specification,
                                       double otherwise_hz);

/// Mean over the run of a rate or a current, from 1000 of its steps.
double mean_of(const config::Waveform& waveform, const config::Specification& specification);

}  // namespace bgsim::simulation
