#include "analysis/fourier.hpp"

#include <fftw3.h>

#include <algorithm>

#include "bgsim/error.hpp"

namespace bgsim::analysis {

struct FourierTransform::Plan {
    struct Free {
        void operator()(void* memory) const { fftw_free(memory); }
    };

    explicit Plan(std::size_t n)
        : length(n),
          in(fftw_alloc_real(n)),
          out(fftw_alloc_complex(n / 2 + 1)),
          // Without measuring, so that the same signal always gives the same numbers.
          plan(fftw_plan_dft_r2c_1d(static_cast<int>(n), in.get(), out.get(), FFTW_ESTIMATE)) {
        BGSIM_EXPECT(plan != nullptr);
    }
    ~Plan() { fftw_destroy_plan(plan); }
    Plan(const Plan&) = delete;
    Plan& operator=(const Plan&) = delete;

    std::size_t length;
    std::unique_ptr<double, Free> in;
    std::unique_ptr<fftw_complex, Free> out;
    fftw_plan plan;
};

FourierTransform::FourierTransform(std::size_t length) : plan_(std::make_unique<Plan>(length)) {}

FourierTransform::~FourierTransform() = default;

std::size_t FourierTransform::length() const { return plan_->length; }

void FourierTransform::run(std::span<const double> signal,
                           std::span<std::complex<double>> transform) const {
    BGSIM_EXPECT(signal.size() == length() && transform.size() == n_frequencies());
    std::ranges::copy(signal, plan_->in.get());
    fftw_execute(plan_->plan);
    for (std::size_t k = 0; k != transform.size(); ++k) {
        const fftw_complex& value = plan_->out.get()[k];
        transform[k] = {value[0], value[1]};
    }
}

}  // namespace bgsim::analysis
