#include "engine/drive.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "engine/waveform.hpp"

namespace bgsim::engine {
namespace {

using Ranges = std::vector<std::pair<NeuronIndex, NeuronIndex>>;

bool contains(const Ranges& ranges, NeuronIndex neuron) {
    const auto after = std::ranges::upper_bound(ranges, neuron, {}, &Ranges::value_type::first);
    return after != ranges.begin() && std::prev(after)->second >= neuron;
}

bool meets_block(const Ranges& ranges, NeuronIndex first) {
    return std::ranges::any_of(ranges, [&](const auto& range) {
        return range.second >= first && range.first - std::min(range.first, first) < block_size;
    });
}

/// The random numbers of one block and step: a uniform one for the number of events, then a lane
/// for each. Two words give the former; the two others of the first draw give eight lanes, then
/// each draw gives 16.
class RandomLanes {
public:
    RandomLanes(StreamKey key, std::uint32_t block, Step emitted)
        : key_(key),
          block_(block),
          low_(static_cast<std::uint32_t>(emitted)),
          high_(static_cast<std::uint32_t>(emitted >> 32)),
          words_(random_words(key, block, low_, high_, 0)) {}

    double uniform() const { return open_uniform(words_[0], words_[1]); }

    NeuronIndex next() {
        static_assert(block_size == 256, "one random byte chooses the cell");
        if (byte_ == 16) {
            words_ = random_words(key_, block_, low_, high_, draw_++);
            byte_ = 0;
        }
        const NeuronIndex lane = words_[byte_ / 4] >> (8 * (byte_ % 4)) & 255U;
        ++byte_;
        return lane;
    }

private:
    StreamKey key_;
    std::uint32_t block_;
    std::uint32_t low_;
    std::uint32_t high_;
    RandomWords words_;
    unsigned byte_ = 8;
    std::uint32_t draw_ = 1;
};

}  // namespace

PoissonDrive::PoissonDrive(const config::Specification& specification, const config::Input& input)
    : input_(&input),
      key_(stream_key(specification.input_seed, Purpose::poisson, input.name)),
      dt_(specification.dt) {}

void PoissonDrive::prepare(const Interval& interval) {
    tables_.resize(static_cast<std::size_t>(interval.n_steps));
    for (std::size_t i = 0; i != tables_.size(); ++i) {
        const Step emitted = interval.first + static_cast<Step>(i) - input_->delay;
        if (emitted < 0) continue;
        const double rate_hz = value_during(input_->waveform, emitted, dt_);
        tables_[i].prepare(rate_hz * dt_ * 1e-3 * block_size);
    }
}

template <typename Real>
std::uint64_t PoissonDrive::add(PopulationStore<Real>& cells,
                                std::size_t block,
                                const Interval& interval) const {
    const NeuronIndex first_neuron = cells.blocks()[block] * block_size;
    if (input_->neurons && !meets_block(*input_->neurons, first_neuron)) return 0;
    std::uint64_t n_events = 0;
    for (int step = 0; step != interval.n_steps; ++step) {
        const Step emitted = interval.first + step - input_->delay;
        if (emitted >= 0) n_events += add_step(cells, block, step, emitted);
    }
    return n_events;
}

template <typename Real>
std::uint64_t PoissonDrive::add_step(PopulationStore<Real>& cells,
                                     std::size_t block,
                                     int step,
                                     Step emitted) const {
    const NeuronIndex n_cells = cells.n_neurons(block);
    const NeuronIndex first_neuron = cells.blocks()[block] * block_size;
    RandomLanes lanes(key_, cells.blocks()[block], emitted);
    std::uint32_t left = tables_[static_cast<std::size_t>(step)](lanes.uniform());
    std::uint64_t n_events = 0;
    for (; left != 0; --left) {
        const NeuronIndex lane = lanes.next();
        if (lane >= n_cells) continue;
        if (input_->neurons && !contains(*input_->neurons, first_neuron + lane)) continue;
        ++n_events;
        for (const auto& [port, weight] : input_->ports) {
            cells.input(port, step)[block * block_size + lane] += static_cast<Real>(weight);
        }
    }
    return n_events;
}

template std::uint64_t PoissonDrive::add(PopulationStore<double>&,
                                         std::size_t,
                                         const Interval&) const;
template std::uint64_t PoissonDrive::add(PopulationStore<float>&,
                                         std::size_t,
                                         const Interval&) const;

void CurrentDrive::add(const config::Input& input) {
    (input.neurons ? to_some_ : to_all_).push_back(&input);
}

double CurrentDrive::during(Step step) const {
    double sum = 0.0;
    for (const auto* input : to_all_) sum += value_during(input->waveform, step, dt_);
    return sum;
}

template <typename Real>
void CurrentDrive::fill(Step step, NeuronIndex first_neuron, Real* values) const {
    std::array<double, block_size> I;
    I.fill(during(step));
    for (const auto* input : to_some_) {
        if (!meets_block(*input->neurons, first_neuron)) continue;
        const double added = value_during(input->waveform, step, dt_);
        for (const auto& [first, last] : *input->neurons) {
            for (NeuronIndex n = std::max(first, first_neuron);
                 n <= last && n - first_neuron < block_size; ++n) {
                I[n - first_neuron] += added;
            }
        }
    }
    for (std::size_t lane = 0; lane != block_size; ++lane)
        values[lane] = static_cast<Real>(I[lane]);
}

template void CurrentDrive::fill(Step, NeuronIndex, double*) const;
template void CurrentDrive::fill(Step, NeuronIndex, float*) const;

}  // namespace bgsim::engine
