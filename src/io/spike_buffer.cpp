#include "io/spike_buffer.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

#include "bgsim/error.hpp"

namespace bgsim::io {

namespace {

std::uint64_t bin_width(SpikeKey bound, std::size_t n_bins) { return bound / n_bins + 1; }

}  // namespace

void SpikeBuffer::add(NeuronIndex neuron, Step step) {
    BGSIM_EXPECT(neuron < size_ && step >= first_step_);
    keys_.push_back(static_cast<std::uint64_t>(step - first_step_) * size_ + neuron);
}

SpikeKey SpikeBuffer::bound(Step until) const {
    const auto n_steps = static_cast<std::uint64_t>(std::max<Step>(until + 1 - first_step_, 0));
    BGSIM_EXPECT(size_ == 0 || n_steps < std::numeric_limits<SpikeKey>::max() / size_);
    return n_steps * size_;
}

std::vector<SpikeKey> SpikeBuffer::take(Step until) {
    const SpikeKey end = bound(until);
    first_step_ = std::max(first_step_, until + 1);
    std::vector<SpikeKey> later;
    for (const SpikeKey key : keys_) {
        if (key >= end) later.push_back(key - end);
    }
    std::erase_if(keys_, [end](SpikeKey key) { return key >= end; });
    return std::exchange(keys_, std::move(later));
}

std::vector<std::uint64_t> histogram(std::span<const SpikeKey> keys,
                                     SpikeKey bound,
                                     std::size_t n_bins) {
    const std::uint64_t width = bin_width(bound, n_bins);
    std::vector<std::uint64_t> counts(n_bins, 0);
    for (const SpikeKey key : keys) ++counts[key / width];
    return counts;
}

std::vector<int> rank_of_bins(std::span<const std::uint64_t> histogram, int n_ranks) {
    const auto total = std::accumulate(histogram.begin(), histogram.end(), std::uint64_t{0});
    std::vector<int> ranks;
    std::uint64_t before = 0;
    for (const std::uint64_t count : histogram) {
        // The middle of the bin decides: each rank is at most half a bin off its share at each end.
        const double share = (static_cast<double>(before) + 0.5 * static_cast<double>(count)) /
                             static_cast<double>(std::max<std::uint64_t>(total, 1));
        ranks.push_back(std::min(static_cast<int>(share * n_ranks), n_ranks - 1));
        before += count;
    }
    return ranks;
}

std::vector<SpikeKey> sort_over_ranks(std::vector<SpikeKey> keys,
                                      SpikeKey bound,
                                      const comm::Communicator& communicator) {
    std::ranges::sort(keys);
    if (communicator.size() == 1) return keys;
    constexpr std::size_t n_bins = 4096;
    auto counts = histogram(keys, bound, n_bins);
    communicator.sum_in_place(counts);
    const std::vector<int> ranks = rank_of_bins(counts, communicator.size());

    comm::RankBuckets<std::uint64_t> outgoing(communicator.size());
    const std::uint64_t width = bin_width(bound, n_bins);
    for (const SpikeKey key : keys) {
        ++outgoing.counts[static_cast<std::size_t>(ranks[key / width])];
    }
    outgoing.items = std::move(keys);
    std::vector<SpikeKey> received = communicator.all_to_all(outgoing).items;
    std::ranges::sort(received);
    return received;
}

}  // namespace bgsim::io
