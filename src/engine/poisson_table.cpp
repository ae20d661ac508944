#include "engine/poisson_table.hpp"

#include <algorithm>
#include <cmath>

namespace bgsim::engine {

void PoissonTable::prepare(double lambda) {
    if (lambda == lambda_) return;
    lambda_ = lambda;
    below_.clear();
    // Ten standard deviations and a little hold all but about 1e-20 on either side.
    const double width = 10.0 * std::sqrt(lambda) + 25.0;
    lowest_ = static_cast<std::uint32_t>(std::max(0.0, std::floor(lambda - width)));
    const auto highest = static_cast<std::uint32_t>(std::ceil(lambda + width));
    double sum = 0.0;
    double probability =
        lambda > 0.0 ? std::exp(lowest_ * std::log(lambda) - lambda - std::lgamma(lowest_ + 1.0))
                     : 1.0;
    for (std::uint32_t k = lowest_; k <= highest; ++k) {
        sum += probability;
        below_.push_back(sum);
        probability *= lambda / (k + 1.0);
    }
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
