/// The keys `channels` and `on` of a population, and what `connect` makes of them.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "config/context.hpp"
#include "config/section.hpp"

namespace bgsim::config {

/// Read into which channels population `id` is divided, and where its cells are.
void read_topography(const Section& section, PopulationId id, Context& context);

/// What `channels` of `connect` says about each pair of channels, as
/// `ConnectionRule::channel_weights`; nothing if it is wrong.
std::optional<std::vector<double>> read_channel_weights(const Node& node,
                                                        const Projection& projection,
                                                        Context& context);

/// The kernel of `connect`; nothing if it is wrong.
std::optional<DistanceKernel> read_kernel(const Node& node,
                                          const Projection& projection,
                                          Context& context);

/// The cells of the channel that `node` names, first and last; an unknown name is recorded.
std::optional<std::pair<NeuronIndex, NeuronIndex>> read_channel(const Node& node,
                                                                const Population& population,
                                                                Diagnostics& diagnostics);

/// Into how many channels a population is divided whose section is `population`, as far as that
/// can be seen; 1 if it is not.
std::uint64_t n_channels_written(const Node& population);

/// Make the sheet of `population`, if it has one, as near to `size` cells as its shape allows.
/// @return the cells of the new sheet; nothing if there is none, or if it is wrong
std::optional<std::uint64_t> scale_sheet(Node& population, double scale, std::uint64_t size);

}  // namespace bgsim::config
