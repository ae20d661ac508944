#include "engine/poisson_table.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace bgsim::engine {

void PoissonTable::prepare(double lambda) {
    if (lambda == lambda_) return;
    lambda_ = lambda;
    // Ten standard deviations and a little hold all but about 1e-20 on either side.
    const double width = 10.0 * std::sqrt(lambda) + 25.0;
    lowest_ = static_cast<std::uint32_t>(std::max(0.0, std::floor(lambda - width)));
    const auto highest = static_cast<std::uint32_t>(std::ceil(lambda + width));
    // Probabilities relative to that of the most likely number, from it both ways.
    const auto mode = static_cast<std::uint32_t>(lambda);
    below_.assign(highest - lowest_ + 1, 1.0);
    for (std::uint32_t k = mode; k != lowest_; --k) {
        below_[k - 1 - lowest_] = below_[k - lowest_] * (k / lambda);
    }
    for (std::uint32_t k = mode; k != highest; ++k) {
        below_[k + 1 - lowest_] = below_[k - lowest_] * (lambda / (k + 1.0));
    }
    std::partial_sum(below_.begin(), below_.end(), below_.begin());
    const double sum = below_.back();
    for (double& share : below_) share /= sum;
    guide_.resize(64);
    std::uint32_t k = 0;
    for (std::size_t g = 0; g != guide_.size(); ++g) {
        const double from = static_cast<double>(g) / static_cast<double>(guide_.size());
        while (k + 1 < below_.size() && below_[k] <= from) ++k;
        guide_[g] = k;
    }
}

std::uint32_t PoissonTable::operator()(double uniform) const {
    const auto bin = static_cast<std::size_t>(uniform * static_cast<double>(guide_.size()));
    std::uint32_t k = guide_[bin];
    while (k + 1 < below_.size() && below_[k] <= uniform) ++k;
    return lowest_ + k;
}

}  // namespace bgsim::engine
