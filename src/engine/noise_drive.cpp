#include "engine/noise_drive.hpp"

#include <algorithm>
#include <cmath>

#include "network/sampler.hpp"

namespace bgsim::engine {
namespace {

/// The step before the first; its numbers give the values at the start.
constexpr Step before_the_start = -1;

}  // namespace

NoiseCourse::NoiseCourse(const config::Specification& specification, const config::Input& input)
    : key_(stream_key(specification.input_seed, Purpose::noise, input.name)),
      is_shared_(input.waveform.is_shared),
      sd_(input.waveform.amplitude),
      kept_(std::exp(-specification.dt / input.waveform.tau)),
      new_(sd_ * std::sqrt(-std::expm1(-2.0 * specification.dt / input.waveform.tau))) {}

std::array<double, block_size> NoiseCourse::normals(std::uint32_t block, Step step) const {
    const auto low = static_cast<std::uint32_t>(step);
    const auto high = static_cast<std::uint32_t>(step >> 32);
    std::array<double, block_size> values;
    if (is_shared_) {
        const auto words = random_words(key_, 0, low, high, 0);
        values.fill(network::normal_quantile(open_uniform(words[0])));
        return values;
    }
    for (std::uint32_t lane = 0; lane != block_size; lane += 4) {
        const auto words = random_words(key_, block, low, high, lane / 4);
        for (std::uint32_t i = 0; i != 4; ++i) values[lane + i] = open_uniform(words[i]);
    }
    network::normal_quantiles(values);
    return values;
}

template <typename Real>
void NoiseCourse::start(std::uint32_t block, Real* x) const {
    const auto values = normals(block, before_the_start);
    for (std::size_t lane = 0; lane != block_size; ++lane) {
        x[lane] = static_cast<Real>(sd_ * values[lane]);
    }
}

template <typename Real>
void NoiseCourse::advance(std::uint32_t block, Step step, Real* x) const {
    const auto values = normals(block, step);
    for (std::size_t lane = 0; lane != block_size; ++lane) {
        x[lane] = static_cast<Real>(kept_ * static_cast<double>(x[lane]) + new_ * values[lane]);
    }
}

template void NoiseCourse::start(std::uint32_t, double*) const;
template void NoiseCourse::start(std::uint32_t, float*) const;
template void NoiseCourse::advance(std::uint32_t, Step, double*) const;
template void NoiseCourse::advance(std::uint32_t, Step, float*) const;

NoiseDrive::NoiseDrive(const config::Specification& specification,
                       const config::Input& input,
                       std::span<const std::uint32_t> blocks,
                       std::size_t row)
    : waveform_(&input.waveform),
      receivers_(specification, input, blocks),
      course_(specification, input),
      row_(row) {}

template <typename Real>
void NoiseDrive::add(PopulationStore<Real>& cells,
                     std::size_t block,
                     const Interval& interval,
                     Real* current) const {
    if (!receivers_.any_in(block)) return;
    Real* const x = cells.row(block, row_);
    const auto mean = static_cast<Real>(waveform_->mean);
    for (int s = 0; s != interval.n_steps; ++s, current += block_size) {
        const Step step = interval.first + s;
        if (step >= waveform_->from && step < waveform_->until) {
            for (NeuronIndex lane = 0; lane != block_size; ++lane) {
                if (receivers_.has(block, lane)) current[lane] += mean + x[lane];
            }
        }
        course_.advance(cells.blocks()[block], step, x);
    }
}

template void NoiseDrive::add(PopulationStore<double>&,
                              std::size_t,
                              const Interval&,
                              double*) const;
template void NoiseDrive::add(PopulationStore<float>&, std::size_t, const Interval&, float*) const;

}  // namespace bgsim::engine
