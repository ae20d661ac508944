/// Spikes that may still have to be delivered on this rank, by source population.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "bgsim/ids.hpp"
#include "model/tsodyks.hpp"

namespace bgsim::engine {

/// Spikes of one population, ordered by (step, neuron), kept as long as a synapse delays them.
class SpikeHistory {
public:
    struct Entry {
        NeuronIndex neuron = 0;
        Step step = 0;
    };

    explicit SpikeHistory(Step longest_delay = 0) : longest_delay_(longest_delay) {}

    void append(NeuronIndex neuron, Step step) { entries_.push_back({neuron, step}); }

    /// Take the place of another history's entries, ordered by (step, neuron).
    void restore(std::vector<Entry> entries) {
        n_forgotten_ += entries_.size();
        entries_ = std::move(entries);
    }

    /// Forget what arrives before step `now`; returns how many entries went.
    std::size_t forget(Step now);

    /// All entries; indices count from the oldest kept one.
    std::span<const Entry> entries() const { return entries_; }

    /// Entries that went since the beginning.
    std::uint64_t n_forgotten() const { return n_forgotten_; }

    /// Indices [first, last) of the spikes of steps [from, to].
    std::pair<std::size_t, std::size_t> between(Step from, Step to) const;

private:
    Step longest_delay_;
    std::vector<Entry> entries_;
    std::uint64_t n_forgotten_ = 0;
};

/// Release factors of the plastic synapses of one projection, one for each entry of the history.
///
/// Every rank with targets keeps the state of all source cells and evaluates it when their spike
/// comes in: a function of the source's spike times alone, so all ranks agree, and a spike needs
/// no factor on the wire. Memory: 32 bytes per source cell and plastic projection.
class ReleaseHistory {
public:
    ReleaseHistory(const config::ShortTermPlasticity& plasticity, NeuronIndex n_sources)
        : plasticity_(plasticity), states_(n_sources) {}

    void append(NeuronIndex neuron, double t_ms) {
        factors_.push_back(model::release(plasticity_, states_[neuron], t_ms));
    }
    void forget(std::size_t n) {
        factors_.erase(factors_.begin(), factors_.begin() + static_cast<std::ptrdiff_t>(n));
    }
    std::span<const double> factors() const { return factors_; }
    std::uint64_t bytes() const { return states_.size() * sizeof(model::TsodyksState); }

    std::span<model::TsodyksState> states() { return states_; }  ///< [n_sources]
    void restore_factors(std::vector<double> factors) { factors_ = std::move(factors); }

private:
    config::ShortTermPlasticity plasticity_;
    std::vector<model::TsodyksState> states_;
    std::vector<double> factors_;
};

}  // namespace bgsim::engine
