#include "engine/receivers.hpp"

#include <algorithm>
#include <functional>

#include "network/permutation.hpp"

namespace bgsim::engine {
namespace {

using Named = std::vector<std::pair<NeuronIndex, NeuronIndex>>;

Named named_cells(const config::Specification& specification, const config::Input& input) {
    if (input.neurons) return *input.neurons;
    return {{0, specification.populations[input.target].size - 1}};
}

/// Call `visit(block, lane, rank among the named)` for all named cells of own blocks.
void for_each_named(const Named& named,
                    std::span<const std::uint32_t> blocks,
                    const std::function<void(std::size_t, NeuronIndex, NeuronIndex)>& visit) {
    for (std::size_t b = 0; b != blocks.size(); ++b) {
        const NeuronIndex begin = blocks[b] * block_size;
        NeuronIndex before = 0;
        for (const auto& [first, last] : named) {
            for (NeuronIndex n = std::max(first, begin); n <= last && n - begin < block_size; ++n) {
                visit(b, n - begin, before + (n - first));
            }
            before += last - first + 1;
        }
    }
}

}  // namespace

Receivers::Receivers(const config::Specification& specification,
                     const config::Input& input,
                     std::span<const std::uint32_t> blocks)
    : are_all_(!input.neurons && input.recruits == 1.0) {
    if (are_all_) return;
    lanes_.resize(blocks.size());
    const Named named = named_cells(specification, input);
    const NeuronIndex size = specification.populations[input.target].size;
    const NeuronIndex n_named = config::n_named(input, size);
    const NeuronIndex n_drawn = config::n_receivers(input, size);
    const network::Permutation order(stream_key(specification.seed, Purpose::recruits, input.name),
                                     n_named);
    for_each_named(named, blocks, [&](std::size_t block, NeuronIndex lane, NeuronIndex rank) {
        if (n_drawn == n_named || order(rank) < n_drawn) lanes_[block].set(lane);
    });
}

}  // namespace bgsim::engine
