/// Power and cross spectra by Welch's method (Welch 1967, IEEE Trans. Audio Electroacoust. 15,
/// 70-73): means over overlapping segments, each without its mean and under a Hann window.
#pragma once

#include <complex>
#include <cstddef>
#include <span>
#include <vector>

namespace bgsim::analysis {

struct WelchSettings {
    double bin_ms = 1.0;         ///< of the signals
    std::size_t segment = 1000;  ///< bins; 8 or more
    double overlap = 0.5;        ///< share of a segment, 0 to below 1
};

/// Spectra of some signals, alone and in pairs.
class Spectra {
public:
    /// @param signals [n_signals][n_bins], all of one length, in the unit U
    Spectra(std::span<const std::vector<double>> signals, const WelchSettings& settings);

    /// 0 if the signals are shorter than a segment: then there are no spectra.
    std::size_t n_segments() const { return n_segments_; }
    std::size_t n_frequencies() const { return n_frequencies_; }
    double frequency_hz(std::size_t k) const { return static_cast<double>(k) * resolution_hz_; }
    double resolution_hz() const { return resolution_hz_; }

    /// One-sided power spectral density of a signal [U^2/Hz], [n_frequencies]: its integral is the
    /// variance.
    std::vector<double> power(std::size_t signal) const;

    /// |P_ab|^2 / (P_aa P_bb), [n_frequencies], 0 where a signal has no power.
    std::vector<double> coherence(std::size_t a, std::size_t b) const;

    /// Of b against a [rad], in (-pi, pi]; positive: a is ahead. [n_frequencies]
    std::vector<double> phase(std::size_t a, std::size_t b) const;

    /// How many segments without overlap would give estimates of the same variance (Welch 1967).
    double n_independent_segments() const { return n_independent_; }

    /// The coherence that two independent signals exceed at one frequency with probability
    /// `probability` (Halliday et al. 1995): 1 - probability^(1 / (n - 1)).
    double chance_coherence(double probability) const;

private:
    void add_segment(std::span<const std::complex<double>> transforms);
    void scale(double factor, std::size_t segment);
    const std::complex<double>* cross(std::size_t a, std::size_t b) const;

    std::size_t n_signals_;
    std::size_t n_segments_ = 0;
    std::size_t n_frequencies_ = 0;
    double resolution_hz_ = 0.0;
    double n_independent_ = 0.0;
    std::vector<std::complex<double>> densities_;  // [pairs a <= b][n_frequencies]
};

}  // namespace bgsim::analysis
