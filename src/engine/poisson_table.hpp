/// Drawing Poisson numbers from one uniform number each.
#pragma once

#include <cstdint>
#include <vector>

namespace bgsim::engine {

/// The quantile function of a Poisson distribution, tabulated; exact to the precision of double.
class PoissonTable {
public:
    /// Rebuild for mean `lambda` >= 0 unless that is what the table holds.
    void prepare(double lambda);

    /// The number at `uniform` in (0, 1).
    std::uint32_t operator()(double uniform) const;

    double lambda() const { return lambda_; }

private:
    double lambda_ = -1.0;
    std::uint32_t lowest_ = 0;          // numbers below have a probability under 1e-20
    std::vector<double> below_;         // P(number <= lowest_ + k)
    std::vector<std::uint32_t> guide_;  // first k to look at, by uniform * guide size
};

}  // namespace bgsim::engine
