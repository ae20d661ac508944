/// Spikes of one population between two writes, and their order in the file. Private to io.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bgsim/ids.hpp"
#include "comm/communicator.hpp"

namespace bgsim::io {

/// A spike as one number, (step - first step) * population size + neuron: in file order, and small.
using SpikeKey = std::uint64_t;

/// Keeps this rank's spikes of one population.
class SpikeBuffer {
public:
    /// @param first_step  no spike comes before it
    SpikeBuffer(std::uint64_t population_size, Step first_step)
        : size_(population_size), first_step_(first_step) {}

    void add(NeuronIndex neuron, Step step);
    std::uint64_t bytes() const { return keys_.size() * sizeof(SpikeKey); }
    Step first_step() const { return first_step_; }  ///< which the keys count from

    /// Exclusive upper bound of the keys of spikes up to and including step `until`.
    SpikeKey bound(Step until) const;

    /// Hand out the spikes up to and including `until`; keep later ones, counted from there.
    std::vector<SpikeKey> take(Step until);

private:
    std::uint64_t size_;
    Step first_step_;
    std::vector<SpikeKey> keys_;
};

/// How many keys fall into each of `n_bins` equal parts of [0, bound).
std::vector<std::uint64_t> histogram(std::span<const SpikeKey> keys,
                                     SpikeKey bound,
                                     std::size_t n_bins);

/// The rank that writes each bin, ascending, so that all ranks write about the same number of keys.
std::vector<int> rank_of_bins(std::span<const std::uint64_t> histogram, int n_ranks);

/// Collective. Sort the keys of all ranks: each receives an ascending run that begins where the
/// rank before ends, and the runs are about equally long.
std::vector<SpikeKey> sort_over_ranks(std::vector<SpikeKey> keys,
                                      SpikeKey bound,
                                      const comm::Communicator& communicator);

}  // namespace bgsim::io
