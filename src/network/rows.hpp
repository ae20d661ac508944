/// Stored connectivity: for each source cell of a projection, its synapses onto one worker's cells.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "bgsim/ids.hpp"
#include "network/edges.hpp"

namespace bgsim::network {

/// Where the row of each source begins, in 4 bytes a row: positions relative to the first of 256.
class RowIndex {
public:
    RowIndex() = default;
    explicit RowIndex(const std::vector<std::uint32_t>& lengths);

    std::uint64_t begin_of(NeuronIndex row) const { return base_[row >> 8] + offset_[row]; }
    std::uint64_t end_of(NeuronIndex row) const { return begin_of(row + 1); }
    /// Ask for what `begin_of` needs, some time before.
    void fetch(NeuronIndex row) const {
        __builtin_prefetch(base_.data() + (row >> 8));
        __builtin_prefetch(offset_.data() + row);
    }
    NeuronIndex n_rows() const { return n_rows_; }
    std::uint64_t total() const { return n_rows_ == 0 ? 0 : begin_of(n_rows_); }
    std::uint64_t bytes() const;

private:
    NeuronIndex n_rows_ = 0;
    std::vector<std::uint64_t> base_;
    std::vector<std::uint32_t> offset_;
};

/// Synapses of one projection onto one worker, row by row; a row is sorted by delay, then by
/// the block of the target.
///
/// Bytes a synapse: 4 (target), 4 more if weights differ, 1 or 2 more if delays differ.
struct Rows {
    RowIndex index;
    std::vector<std::uint32_t> targets;       ///< place in the worker's arrays
    std::vector<float> weights;               ///< [nS] or [pA]; empty if all equal `weight`
    std::vector<std::uint8_t> narrow_delays;  ///< steps above `min_delay`; one of the two, or
    std::vector<std::uint16_t> wide_delays;   ///< neither if all are `min_delay`
    float weight = 0.0F;
    Step min_delay = 1;
    Step max_delay = 1;

    bool has_delays() const { return !narrow_delays.empty() || !wide_delays.empty(); }
    std::uint64_t bytes() const;
};

/// Build the rows of `projection` onto the own `blocks` of its target; pure, without communication.
/// @throws InternalError if a delay does not fit 16 bits above the smallest.
Rows build_rows(const config::Specification& specification,
                const config::Projection& projection,
                std::span<const std::uint32_t> blocks);

/// The edges that `build_rows` stores: rule, streams and sizes of a projection.
EdgeRequest edge_request(const config::Specification& specification,
                         const config::Projection& projection,
                         std::span<const std::uint32_t> blocks);

}  // namespace bgsim::network
