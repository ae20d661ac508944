#include "analysis/welch.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "analysis/fourier.hpp"
#include "bgsim/error.hpp"
#include "core/units.hpp"

namespace bgsim::analysis {
namespace {

std::vector<double> hann(std::size_t n) {
    std::vector<double> window(n);
    for (std::size_t t = 0; t != n; ++t) {
        const double angle =
            2.0 * std::numbers::pi * static_cast<double>(t) / static_cast<double>(n);
        window[t] = 0.5 * (1.0 - std::cos(angle));
    }
    return window;
}

double sum_of_squares(std::span<const double> values) {
    double sum = 0.0;
    for (const double value : values) sum += value * value;
    return sum;
}

/// Squared correlation of the estimates from two segments that are `shift` bins apart.
double shared(std::span<const double> window, std::size_t shift) {
    double sum = 0.0;
    for (std::size_t t = shift; t < window.size(); ++t) sum += window[t] * window[t - shift];
    const double rho = sum / sum_of_squares(window);
    return rho * rho;
}

double independent_segments(std::span<const double> window, std::size_t n, std::size_t shift) {
    const auto n_segments = static_cast<double>(n);
    double variance = 1.0;
    for (std::size_t k = 1; k < n && k * shift < window.size(); ++k) {
        variance += 2.0 * (1.0 - static_cast<double>(k) / n_segments) * shared(window, k * shift);
    }
    return n_segments / variance;
}

/// `segment` without its mean, under the window.
void taper(std::span<const double> segment,
           std::span<const double> window,
           std::span<double> tapered) {
    double mean = 0.0;
    for (const double value : segment) mean += value;
    mean /= static_cast<double>(segment.size());
    for (std::size_t t = 0; t != segment.size(); ++t) {
        tapered[t] = (segment[t] - mean) * window[t];
    }
}

std::size_t pair_index(std::size_t a, std::size_t b, std::size_t n) {
    return a * n - a * (a + 1) / 2 + b;  // pairs a <= b, row by row
}

}  // namespace

Spectra::Spectra(std::span<const std::vector<double>> signals, const WelchSettings& settings)
    : n_signals_(signals.size()) {
    BGSIM_EXPECT(settings.segment >= 8 && settings.overlap >= 0.0 && settings.overlap < 1.0);
    const std::size_t length = settings.segment;
    const std::size_t n_bins = signals.empty() ? 0 : signals.front().size();
    if (n_bins < length) return;
    const auto shared_bins =
        static_cast<std::size_t>(std::floor(settings.overlap * static_cast<double>(length)));
    const std::size_t shift = length - shared_bins;
    const auto window = hann(length);
    const FourierTransform transform(length);
    n_segments_ = (n_bins - length) / shift + 1;
    n_frequencies_ = transform.n_frequencies();
    resolution_hz_ = core::ms_per_s / (settings.bin_ms * static_cast<double>(length));
    n_independent_ = independent_segments(window, n_segments_, shift);
    densities_.resize(n_signals_ * (n_signals_ + 1) / 2 * n_frequencies_);
    std::vector<double> tapered(length);
    std::vector<std::complex<double>> transforms(n_signals_ * n_frequencies_);
    for (std::size_t s = 0; s != n_segments_; ++s) {
        for (std::size_t a = 0; a != n_signals_; ++a) {
            taper(std::span(signals[a]).subspan(s * shift, length), window, tapered);
            transform.run(tapered,
                          std::span(transforms).subspan(a * n_frequencies_, n_frequencies_));
        }
        add_segment(transforms);
    }
    const double sampling_hz = core::ms_per_s / settings.bin_ms;
    scale(1.0 / (sampling_hz * sum_of_squares(window) * static_cast<double>(n_segments_)), length);
}

void Spectra::add_segment(std::span<const std::complex<double>> transforms) {
    auto* sum = densities_.data();
    for (std::size_t a = 0; a != n_signals_; ++a) {
        for (std::size_t b = a; b != n_signals_; ++b) {
            const auto* x = &transforms[a * n_frequencies_];
            const auto* y = &transforms[b * n_frequencies_];
            for (std::size_t k = 0; k != n_frequencies_; ++k) *sum++ += x[k] * std::conj(y[k]);
        }
    }
}

void Spectra::scale(double factor, std::size_t segment) {
    for (std::size_t i = 0; i != densities_.size(); ++i) {
        const std::size_t k = i % n_frequencies_;
        // All but the ends stand for their negatives, too.
        const bool is_double = k != 0 && 2 * k != segment;
        densities_[i] *= is_double ? 2.0 * factor : factor;
    }
}

const std::complex<double>* Spectra::cross(std::size_t a, std::size_t b) const {
    BGSIM_EXPECT(a <= b && b < n_signals_);
    return densities_.data() + pair_index(a, b, n_signals_) * n_frequencies_;
}

std::vector<double> Spectra::power(std::size_t signal) const {
    std::vector<double> power(n_frequencies_);
    const auto* density = cross(signal, signal);
    for (std::size_t k = 0; k != n_frequencies_; ++k) power[k] = density[k].real();
    return power;
}

std::vector<double> Spectra::coherence(std::size_t a, std::size_t b) const {
    const auto* both = cross(std::min(a, b), std::max(a, b));
    const auto* first = cross(a, a);
    const auto* second = cross(b, b);
    std::vector<double> coherence(n_frequencies_);
    for (std::size_t k = 0; k != n_frequencies_; ++k) {
        const double product = first[k].real() * second[k].real();
        coherence[k] = product > 0.0 ? std::norm(both[k]) / product : 0.0;
    }
    return coherence;
}

std::vector<double> Spectra::phase(std::size_t a, std::size_t b) const {
    const auto* both = cross(std::min(a, b), std::max(a, b));
    const double sign = a <= b ? 1.0 : -1.0;
    std::vector<double> phase(n_frequencies_);
    for (std::size_t k = 0; k != n_frequencies_; ++k) phase[k] = sign * std::arg(both[k]);
    return phase;
}

double Spectra::chance_coherence(double probability) const {
    if (n_independent_ <= 1.0) return 1.0;
    return 1.0 - std::pow(probability, 1.0 / (n_independent_ - 1.0));
}

}  // namespace bgsim::analysis
