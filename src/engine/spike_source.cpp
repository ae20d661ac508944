#include "engine/spike_source.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/conditions.hpp"
#include "engine/random_lanes.hpp"
#include "engine/waveform.hpp"

namespace bgsim::engine {

SpikeSource::SpikeSource(const config::Specification& specification,
                         const config::Population& population,
                         std::span<const std::uint32_t> blocks)
    : specification_(&specification),
      population_(&population),
      key_(stream_key(specification.input_seed, Purpose::poisson, population.name)),
      jitter_(jitter_key(specification, population.name)),
      dt_(specification.dt) {
    if (!population.spike_file) return;
    for (const std::uint64_t spike : population.spike_file->spikes) {
        const auto neuron = static_cast<NeuronIndex>(spike);
        const Recorded recorded{.block = neuron / block_size,
                                .lane = neuron % block_size,
                                .step = static_cast<Step>(spike >> 32U)};
        if (std::ranges::binary_search(blocks, recorded.block)) recorded_.push_back(recorded);
    }
    std::ranges::stable_sort(recorded_, {}, &Recorded::block);
}

void SpikeSource::prepare(const Interval& interval, const ActivityHistories& activity) {
    if (!population_->spike_rate) return;
    tables_.resize(static_cast<std::size_t>(interval.n_steps));
    for (std::size_t i = 0; i != tables_.size(); ++i) {
        const Step step = interval.first + static_cast<Step>(i);
        const double rate_hz =
            rate_during(*specification_, *population_->spike_rate, step, jitter_, activity);
        const double probability = rate_hz * dt_ * 1e-3;
        // Of Poisson numbers of events with this mean, so many are not zero.
        tables_[i].prepare(-std::log1p(-probability) * block_size);
    }
}

bool SpikeSource::fire(std::uint32_t block, const Interval& interval, std::uint8_t* fired) const {
    if (population_->spike_file) return repeat(block, interval, fired);
    if (!population_->spike_rate) return fire_at_times(interval, fired);
    bool any = false;
    for (std::size_t i = 0; i != tables_.size(); ++i) {
        RandomLanes lanes(key_, block, interval.first + static_cast<Step>(i));
        for (auto left = tables_[i](lanes.uniform()); left != 0; --left) {
            fired[i * block_size + lanes.next()] = 1;
            any = true;
        }
    }
    return any;
}

bool SpikeSource::fire_at_times(const Interval& interval, std::uint8_t* fired) const {
    const auto& times = population_->spike_times;
    const auto begin = std::ranges::upper_bound(times, interval.first);
    auto t = begin;
    for (; t != times.end() && *t <= interval.end(); ++t) {
        std::fill_n(fired + static_cast<std::size_t>(*t - 1 - interval.first) * block_size,
                    block_size, std::uint8_t{1});
    }
    return t != begin;
}

bool SpikeSource::repeat(std::uint32_t block, const Interval& interval, std::uint8_t* fired) const {
    const auto place = [](const Recorded& r) { return std::pair(r.block, r.step); };
    const auto begin =
        std::ranges::upper_bound(recorded_, std::pair(block, interval.first), {}, place);
    auto r = begin;
    for (; r != recorded_.end() && r->block == block && r->step <= interval.end(); ++r) {
        fired[static_cast<std::size_t>(r->step - 1 - interval.first) * block_size + r->lane] = 1;
    }
    return r != begin;
}

}  // namespace bgsim::engine
