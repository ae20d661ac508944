#include "network/sampler.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace bgsim::network {
namespace {

using config::Distribution;

template <std::size_t n>
double polynomial(const double (&c)[n], double x) {
    double sum = c[n - 1];
    for (std::size_t i = n - 1; i-- != 0;) sum = sum * x + c[i];
    return sum;
}

// The coefficients of Wichura (1988).
constexpr double quantile_a[] = {3.3871328727963666080e0, 1.3314166789178437745e2,
                                 1.9715909503065514427e3, 1.3731693765509461125e4,
                                 4.5921953931549871457e4, 6.7265770927008700853e4,
                                 3.3430575583588128105e4, 2.5090809287301226727e3};
constexpr double quantile_b[] = {1.0,
                                 4.2313330701600911252e1,
                                 6.8718700749205790830e2,
                                 5.3941960214247511077e3,
                                 2.1213794301586595867e4,
                                 3.9307895800092710610e4,
                                 2.8729085735721942674e4,
                                 5.2264952788528545610e3};
constexpr double quantile_c[] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                 5.76949722146069140550e0,  3.64784832476320460504e0,
                                 1.27045825245236838258e0,  2.41780725177450611770e-1,
                                 2.27238449892691845833e-2, 7.74545014278341407640e-4};
constexpr double quantile_d[] = {1.0,
                                 2.05319162663775882187e0,
                                 1.67638483018380384940e0,
                                 6.89767334985100004550e-1,
                                 1.48103976427480074590e-1,
                                 1.51986665636164571966e-2,
                                 5.47593808499534494600e-4,
                                 1.05075007164441684324e-9};
constexpr double quantile_e[] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                 1.78482653991729133580e0,  2.96560571828504891230e-1,
                                 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                 2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr double quantile_f[] = {1.0,
                                 5.99832206555887937690e-1,
                                 1.36929880922735805310e-1,
                                 1.48753612908506148525e-2,
                                 7.86869131145613259100e-4,
                                 1.84631831751005468180e-5,
                                 1.42151175831644588870e-7,
                                 2.04426310338993978564e-15};

/// |q| up to which the first of three approximations holds.
constexpr double central_q = 0.425;

double central_quantile(double q) {
    const double r = 0.180625 - q * q;
    return q * polynomial(quantile_a, r) / polynomial(quantile_b, r);
}

double tail_quantile(double p) {
    const double tail = std::sqrt(-std::log(p < 0.5 ? p : 1.0 - p));
    const double z = tail <= 5.0
                         ? polynomial(quantile_c, tail - 1.6) / polynomial(quantile_d, tail - 1.6)
                         : polynomial(quantile_e, tail - 5.0) / polynomial(quantile_f, tail - 5.0);
    return p < 0.5 ? -z : z;
}

double normal_share(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

}  // namespace

double normal_quantile(double p) {
    return std::abs(p - 0.5) <= central_q ? central_quantile(p - 0.5) : tail_quantile(p);
}

void normal_quantiles(std::span<double> values) {
    constexpr std::size_t at_once = 64;
    for (std::size_t i = 0; i < values.size(); i += at_once) {
        const auto part = values.subspan(i, std::min(at_once, values.size() - i));
        std::array<double, at_once> z;
        // Most are central; computed for all, without a branch, this is done by vectors.
        for (std::size_t k = 0; k != part.size(); ++k) z[k] = central_quantile(part[k] - 0.5);
        for (std::size_t k = 0; k != part.size(); ++k) {
            const bool is_central = std::abs(part[k] - 0.5) <= central_q;
            part[k] = is_central ? z[k] : tail_quantile(part[k]);
        }
    }
}

Sampler::Sampler(const Distribution& distribution) : distribution_(distribution) {
    const double mean = distribution.first;
    const double sd = distribution.second;
    mu_ = mean;
    sigma_ = sd;
    if (distribution.kind == Distribution::Kind::lognormal) {
        const double variance_of_log = std::log1p((sd / mean) * (sd / mean));
        mu_ = std::log(mean) - 0.5 * variance_of_log;
        sigma_ = std::sqrt(variance_of_log);
    }
    const bool is_uniform = distribution.kind == Distribution::Kind::uniform;
    const bool has_spread = is_uniform ? sd > mean : sigma_ > 0.0;
    if (distribution.bounds != Distribution::Bounds::redraw || !has_spread) return;
    const auto share_below = [&](double x) {
        switch (distribution.kind) {
            case Distribution::Kind::uniform:
                return std::clamp((x - mean) / (sd - mean), 0.0, 1.0);
            case Distribution::Kind::normal:
                return normal_share((x - mu_) / sigma_);
            case Distribution::Kind::lognormal:
                return x > 0.0 ? normal_share((std::log(x) - mu_) / sigma_) : 0.0;
            case Distribution::Kind::constant:
                break;
        }
        return 0.0;
    };
    from_ = share_below(distribution.low);
    to_ = share_below(distribution.high);
}

void Sampler::replace_unbounded(std::span<double> uniforms) const {
    const double low = distribution_.first;
    switch (distribution_.kind) {
        case Distribution::Kind::constant:
            std::ranges::fill(uniforms, low);
            return;
        case Distribution::Kind::uniform:
            for (double& x : uniforms) x = low + x * (distribution_.second - low);
            return;
        case Distribution::Kind::normal:
            normal_quantiles(uniforms);
            for (double& x : uniforms) x = mu_ + sigma_ * x;
            return;
        case Distribution::Kind::lognormal:
            normal_quantiles(uniforms);
            for (double& x : uniforms) x = std::exp(mu_ + sigma_ * x);
            return;
    }
}

void Sampler::replace(std::span<double> uniforms) const {
    if (distribution_.bounds == Distribution::Bounds::redraw) {
        for (double& x : uniforms) x = from_ + x * (to_ - from_);
    }
    replace_unbounded(uniforms);
    if (distribution_.bounds == Distribution::Bounds::none) return;
    for (double& x : uniforms) x = std::clamp(x, distribution_.low, distribution_.high);
}

double Sampler::operator()(double uniform) const {
    replace({&uniform, 1});
    return uniform;
}

}  // namespace bgsim::network
