#include "engine/drive.hpp"

#include "engine/waveform.hpp"

namespace bgsim::engine {

PoissonDrive::PoissonDrive(const config::Specification& specification, const config::Input& input)
    : input_(&input),
      key_(stream_key(specification.seed, Purpose::poisson, input.name)),
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
    static_assert(block_size == 256, "one random byte chooses the cell");
    const NeuronIndex n_cells = cells.n_neurons(block);
    std::uint64_t n_events = 0;
    for (int step = 0; step != interval.n_steps; ++step) {
        const Step emitted = interval.first + step - input_->delay;
        if (emitted < 0) continue;
        const auto low = static_cast<std::uint32_t>(emitted);
        const auto high = static_cast<std::uint32_t>(emitted >> 32);
        const std::uint32_t b = cells.blocks()[block];
        RandomWords words = random_words(key_, b, low, high, 0);
        std::uint32_t left =
            tables_[static_cast<std::size_t>(step)](open_uniform(words[0], words[1]));
        // Two words gave the number; the two others give the first eight cells, then 16 a draw.
        unsigned byte = 8;
        for (std::uint32_t draw = 1; left != 0; --left) {
            if (byte == 16) {
                words = random_words(key_, b, low, high, draw++);
                byte = 0;
            }
            const NeuronIndex lane = words[byte / 4] >> (8 * (byte % 4)) & 255U;
            ++byte;
            if (lane >= n_cells) continue;
            ++n_events;
            for (const auto& [port, weight] : input_->ports) {
                cells.input(port, step)[block * block_size + lane] += static_cast<Real>(weight);
            }
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

double CurrentDrive::during(Step step) const {
    double sum = 0.0;
    for (const auto* input : inputs_) sum += value_during(input->waveform, step, dt_);
    return sum;
}

}  // namespace bgsim::engine
