#include "engine/drive.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "engine/conditions.hpp"
#include "engine/random_lanes.hpp"
#include "engine/waveform.hpp"
#include "network/sampler.hpp"

namespace bgsim::engine {
namespace {

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
    : specification_(&specification),
      input_(&input),
      receivers_(specification, input, blocks),
      key_(stream_key(specification.input_seed, Purpose::poisson, input.name)),
      jitter_(jitter_key(specification, input.name)),
      dt_(specification.dt) {
    const RowLayout layout = row_layout(specification, input.target);
    for (const auto& to : input.ports) {
        ports_.push_back({.place = layout.port_order[to.port],
                          .bound = layout.bound_order[to.port],
                          .weight = to.weight.first,
                          .dopamine = specification.dopamine_course.empty() ? 0.0 : to.dopamine,
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
        const double rate_hz =
            rate_during(*specification_, input_->waveform, emitted, jitter_, activity);
        tables_[i].prepare(rate_hz * dt_ * 1e-3 * block_size);
    }
}

template <typename Real>
std::uint64_t PoissonDrive::add(PopulationStore<Real>& cells,
                                std::size_t block,
                                const Interval& interval,
                                std::size_t slot) const {
    if (!receivers_.any_in(block)) return 0;
    std::uint64_t n_events = 0;
    for (int step = 0; step != interval.n_steps; ++step) {
        const Step emitted = interval.first + step - input_->delay;
        if (emitted < 0) continue;
        n_events += add_step(cells, block, step, emitted, cells.input(slot).data());
    }
    return n_events;
}

template <typename Real>
std::uint64_t PoissonDrive::add_step(const PopulationStore<Real>& cells,
                                     std::size_t block,
                                     int step,
                                     Step emitted,
                                     Real* input) const {
    const NeuronIndex n_cells = cells.n_neurons(block);
    const auto n_steps = static_cast<std::size_t>(cells.interval_steps());
    RandomLanes lanes(key_, cells.blocks()[block], emitted);
    std::uint32_t left = tables_[static_cast<std::size_t>(step)](lanes.uniform());
    std::uint64_t n_events = 0;
    const double phi = phi_during(*specification_, emitted);
    for (; left != 0; --left) {
        const NeuronIndex lane = lanes.next();
        if (lane >= n_cells || !receivers_.has(block, lane)) continue;
        ++n_events;
        const std::size_t cell = block * block_size + lane;
        for (const auto& to : ports_) {
            const auto weight = static_cast<Real>(to.weight_of(cell) * (1.0 + to.dopamine * phi));
            const std::size_t in_row = static_cast<std::size_t>(step) * block_size + lane;
            input[to.place * n_steps * block_size + in_row] += weight;
            if (to.bound != 0) input[to.bound * n_steps * block_size + in_row] += weight;
        }
    }
    return n_events;
}

template std::uint64_t PoissonDrive::add(PopulationStore<double>&,
                                         std::size_t,
                                         const Interval&,
                                         std::size_t) const;
template std::uint64_t PoissonDrive::add(PopulationStore<float>&,
                                         std::size_t,
                                         const Interval&,
                                         std::size_t) const;

void CurrentDrive::add(const config::Input& input, std::span<const std::uint32_t> blocks) {
    Current current{.input = &input,
                    .jitter = jitter_key(*specification_, input.name),
                    .receivers = Receivers(*specification_, input, blocks)};
    (current.receivers.are_all() ? to_all_ : to_some_).push_back(std::move(current));
}

double CurrentDrive::value(const Current& current, Step step) const {
    return value_during(current.input->waveform, step, specification_->dt, current.jitter);
}

double CurrentDrive::during(Step step) const {
    double sum = 0.0;
    for (const Current& current : to_all_) sum += value(current, step);
    return sum;
}

template <typename Real>
void CurrentDrive::fill(Step step, std::size_t block, Real* values) const {
    std::array<double, block_size> I;
    I.fill(during(step));
    for (const Current& current : to_some_) {
        if (!current.receivers.any_in(block)) continue;
        const double added = value(current, step);
        for (NeuronIndex lane = 0; lane != block_size; ++lane) {
            if (current.receivers.has(block, lane)) I[lane] += added;
        }
    }
    for (std::size_t lane = 0; lane != block_size; ++lane)
        values[lane] = static_cast<Real>(I[lane]);
}

template void CurrentDrive::fill(Step, std::size_t, double*) const;
template void CurrentDrive::fill(Step, std::size_t, float*) const;

}  // namespace bgsim::engine
