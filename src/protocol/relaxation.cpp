#include "protocol/relaxation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace bgsim::protocol {
namespace {

/// The best change for a given time constant, which is a linear problem, and its misfit.
Relaxation fit_with(double tau_ms, std::span<const double> deflection, double every_ms) {
    double products = 0.0;
    double squares = 0.0;
    std::vector<double> shape(deflection.size());
    for (std::size_t i = 0; i != shape.size(); ++i) {
        shape[i] = -std::expm1(-static_cast<double>(i) * every_ms / tau_ms);
        products += shape[i] * deflection[i];
        squares += shape[i] * shape[i];
    }
    const double change = squares > 0.0 ? products / squares : 0.0;
    double misfit = 0.0;
    for (std::size_t i = 0; i != shape.size(); ++i) {
        misfit += std::pow(deflection[i] - change * shape[i], 2);
    }
    return {change, tau_ms, std::sqrt(misfit / static_cast<double>(shape.size()))};
}

/// Smallest misfit over the logarithm of tau: a coarse search, then golden sections.
Relaxation best_fit(std::span<const double> deflection, double every_ms) {
    const auto at = [&](double ln_tau) { return fit_with(std::exp(ln_tau), deflection, every_ms); };
    const double lowest = std::log(0.02 * every_ms);
    const double highest = std::log(20.0 * every_ms * static_cast<double>(deflection.size()));
    constexpr int n_coarse = 40;
    const double width = (highest - lowest) / n_coarse;
    double centre = lowest;
    double smallest = std::numeric_limits<double>::infinity();
    for (int i = 0; i <= n_coarse; ++i) {
        const double misfit = at(lowest + i * width).misfit_mV;
        if (misfit >= smallest) continue;
        smallest = misfit;
        centre = lowest + i * width;
    }
    constexpr double golden = 0.6180339887498949;
    double low = centre - width;
    double high = centre + width;
    while (high - low > 1e-8) {
        const double a = high - golden * (high - low);
        const double b = low + golden * (high - low);
        if (at(a).misfit_mV < at(b).misfit_mV) {
            high = b;
        } else {
            low = a;
        }
    }
    return at(0.5 * (low + high));
}

}  // namespace

std::optional<Relaxation> fit_relaxation(std::span<const double> V_mV, double every_ms) {
    std::vector<double> deflection;
    std::size_t farthest = 0;
    for (std::size_t i = 0; i != V_mV.size(); ++i) {
        deflection.push_back(V_mV[i] - V_mV.front());
        if (std::abs(deflection[i]) > std::abs(deflection[farthest])) farthest = i;
    }
    if (farthest == 0) return std::nullopt;
    constexpr std::size_t fewest = 3;
    deflection.resize(std::min(std::max(farthest + 1, fewest), deflection.size()));
    if (deflection.size() < fewest) return std::nullopt;
    return best_fit(deflection, every_ms);
}

}  // namespace bgsim::protocol
