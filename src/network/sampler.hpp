/// Drawing from a configured distribution: one uniform number in, one value out.
#pragma once

#include <span>

#include "bgsim/config/specification.hpp"

namespace bgsim::network {

/// The quantile function of a distribution. Being a function of a single uniform number, a value
/// never needs a second draw: "drawn again until inside the limits" is the same distribution as
/// the quantiles between those of the limits.
class Sampler {
public:
    explicit Sampler(const config::Distribution& distribution);

    /// The value at `uniform` in (0, 1), in the unit of the distribution.
    double operator()(double uniform) const;

    /// The values at many uniform numbers, each in place.
    void replace(std::span<double> uniforms) const;

private:
    void replace_unbounded(std::span<double> uniforms) const;

    config::Distribution distribution_;
    double mu_ = 0.0;     ///< normal: mean; lognormal: mean of the logarithm
    double sigma_ = 0.0;  ///< likewise
    double from_ = 0.0;   ///< share of the distribution below the lower limit
    double to_ = 1.0;     ///< share below the upper limit
};

/// The standard normal quantile; relative error about 1e-16 (Wichura 1988, algorithm AS 241).
double normal_quantile(double p);

/// Of many numbers at once, each in place.
void normal_quantiles(std::span<double> values);

}  // namespace bgsim::network
