/// The discrete Fourier transform of real signals.
#pragma once

#include <complex>
#include <cstddef>
#include <memory>
#include <span>

namespace bgsim::analysis {

/// Transforms of one length, with FFTW. Not for use by several threads.
class FourierTransform {
public:
    explicit FourierTransform(std::size_t length);  ///< 1 or more
    ~FourierTransform();
    FourierTransform(const FourierTransform&) = delete;
    FourierTransform& operator=(const FourierTransform&) = delete;

    std::size_t length() const;
    std::size_t n_frequencies() const { return length() / 2 + 1; }

    /// sum_t signal(t) exp(-2 pi i k t / length) for k = 0 ... length / 2.
    /// @param signal [length] @param transform [n_frequencies], written
    void run(std::span<const double> signal, std::span<std::complex<double>> transform) const;

private:
    struct Plan;
    std::unique_ptr<Plan> plan_;
};

}  // namespace bgsim::analysis
