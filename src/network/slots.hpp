/// In-degrees as slots that sources fill: who fills a slot, and which slots a source fills.
///
/// K slots of each target are numbered within chunks of targets. A keyed bijection permutes the
/// numbers of a chunk, and each source owns an equal, contiguous range of the permuted ones. So the
/// in-degree is exact, each source is taken equally often (to within one in a chunk), and both
/// questions are answered without a table: the synapses of a source can be generated anew when it
/// fires, those onto a target where it lives. Which sources own one more than others differs from
/// chunk to chunk, by a phase: where there are fewer slots than sources, the same few would fill
/// all chunks otherwise.
#pragma once

#include <cstdint>

#include "bgsim/ids.hpp"

namespace bgsim::network {

/// `n` numbers in equal contiguous ranges for `n_owners`; the product of the two fits 63 bits.
class EqualShares {
public:
    /// @param phase  below n_owners: how far ranges begin before those of phase 0, in units of
    ///               1 / n_owners of a number
    EqualShares(std::uint64_t n, std::uint64_t n_owners, std::uint64_t phase = 0)
        : n_(n), n_owners_(n_owners), phase_(phase) {}

    /// Of the range [begin_of(owner), begin_of(owner + 1)).
    std::uint64_t begin_of(std::uint64_t owner) const { return (owner * n_ + phase_) / n_owners_; }
    std::uint64_t owner_of(std::uint64_t number) const {
        return ((number + 1) * n_owners_ - 1 - phase_) / n_;
    }

private:
    std::uint64_t n_;
    std::uint64_t n_owners_;
    std::uint64_t phase_;
};

/// Targets of a chunk, a multiple of `block_size`: so many that their slots fit 31 bits.
inline NeuronIndex targets_per_chunk(std::uint64_t slots_per_target) {
    NeuronIndex n = 256 * block_size;
    while (n > block_size && n * slots_per_target > (1ULL << 31U)) n /= 2;
    return n;
}

}  // namespace bgsim::network
