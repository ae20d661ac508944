#include "engine/drive.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "engine/random_lanes.hpp"
#include "engine/waveform.hpp"
#include "network/sampler.hpp"

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

/// The weight of each cell of `blocks` [blocks * block_size]; empty if it is the same for all.
std::vector<double> drawn_weights(const config::Specification& specification,
                                  const config::Input& input,
                                  const config::Input::PortWeight& to,
                                  std::span<const std::uint32_t> blocks) {
    std::vector<double> weights;
    if (to.weight.is_constant()) return weights;
    const auto& port = specification.populations[input.target].ports[to.port];
    const StreamKey key = stream_key(specification.seed, Purpose::weight, input.name, port.name);
    const network::Sampler sampler(to.weight);
    weights.reserve(blocks.size() * block_size);
    for (const std::uint32_t block : blocks) {
        for (NeuronIndex lane = 0; lane != block_size; ++lane) {
            const auto words = random_words(key, block * block_size + lane, 0, 0, 0);
            weights.push_back(sampler(open_uniform(words[0], words[1])));
        }
    }
    return weights;
}

}  // namespace

PoissonDrive::PoissonDrive(const config::Specification& specification,
                           const config::Input& input,
                           std::span<const std::uint32_t> blocks)
    : input_(&input),
      key_(stream_key(specification.input_seed, Purpose::poisson, input.name)),
      dt_(specification.dt) {
    for (const auto& to : input.ports) {
        ports_.push_back({.port = to.port,
                          .weight = to.weight.first,
                          .drawn = drawn_weights(specification, input, to, blocks)});
    }
}

std::uint64_t PoissonDrive::bytes() const {
    std::uint64_t n = 0;
    for (const auto& to : ports_) n += to.drawn.size() * sizeof(double);
    return n;
}

void PoissonDrive::prepare(const Interval& interval, const ActivityHistories& activity) {
    tables_.resize(static_cast<std::size_t>(interval.n_steps));
    for (std::size_t i = 0; i != tables_.size(); ++i) {
        const Step emitted = interval.first + static_cast<Step>(i) - input_->delay;
        if (emitted < 0) continue;
        const double rate_hz = rate_during(input_->waveform, emitted, dt_, activity);
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
        const std::size_t cell = block * block_size + lane;
        for (const auto& to : ports_) {
            cells.input(to.port, step)[cell] += static_cast<Real>(to.weight_of(cell));
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
