/// Numbers of partners under rules with channels.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "bgsim/channels.hpp"
#include "bgsim/config/specification.hpp"

namespace bgsim::config {

/// `number` in whole parts, in proportion to `shares`; what rounding down leaves goes to the
/// largest remainders, of equal ones to the first. All 0 if the shares are.
std::vector<std::uint64_t> split(std::uint64_t number, std::span<const double> shares);

/// Cells of each of `n_channels`; of 0: all in one.
std::vector<NeuronIndex> channel_sizes(NeuronIndex size, std::size_t n_channels);

/// Cells of each channel of `population`; all in one if it is not divided.
inline std::vector<NeuronIndex> channel_sizes(const Population& population) {
    return channel_sizes(population.size, population.channels.size());
}

/// How many of the partners of a cell in channel `own` are in each channel of the population from
/// which fixed_indegree draws sources, or fixed_outdegree targets.
/// @param sizes of the channels of that population
std::vector<std::uint64_t> partners_by_channel(const ConnectionRule& rule,
                                               std::size_t own,
                                               std::span<const NeuronIndex> sizes);

/// A channel with fewer cells than it must give.
struct Shortage {
    std::size_t channel = 0;
    std::uint64_t wanted = 0;
    std::uint64_t available = 0;  ///< without the cell that draws, if it may not draw itself
};

/// The first one; nothing if the rule can be fulfilled.
std::optional<Shortage> shortage(const ConnectionRule& rule,
                                 std::span<const NeuronIndex> sizes,
                                 bool excludes_itself);

/// The largest number up to that of `rule` without a shortage.
std::uint64_t largest_number(ConnectionRule rule,
                             std::span<const NeuronIndex> sizes,
                             bool excludes_itself);

/// A channel whose cells draw partners but may have none; nothing if there is none.
std::optional<std::size_t> channel_without_partners(const ConnectionRule& rule,
                                                    std::span<const NeuronIndex> sizes);

}  // namespace bgsim::config
