/// Which cells of a population belong to which of its channels.
#pragma once

#include <cstddef>
#include <cstdint>

#include "bgsim/ids.hpp"

namespace bgsim {

/// The first cell of channel `channel` of `n_channels`, which follow each other and are as equal as
/// whole numbers allow; of `n_channels` itself: the size.
inline NeuronIndex first_of_channel(NeuronIndex size, std::size_t n_channels, std::size_t channel) {
    return static_cast<NeuronIndex>(std::uint64_t{size} * channel / n_channels);
}

/// The channel of a cell.
inline std::size_t channel_of(NeuronIndex cell, NeuronIndex size, std::size_t n_channels) {
    return ((std::uint64_t{cell} + 1) * n_channels - 1) / size;
}

}  // namespace bgsim
