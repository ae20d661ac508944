/// How probable a synapse between two cells is, by their channels or by their distance.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "bgsim/channels.hpp"
#include "bgsim/config/specification.hpp"
#include "bgsim/ids.hpp"
#include "network/distance.hpp"

namespace bgsim::network {

/// What a population is divided into, and where its cells are.
struct Topography {
    NeuronIndex size = 0;
    std::uint32_t n_channels = 1;
    config::Grid grid{};  ///< used with a kernel

    std::uint32_t channel_of(NeuronIndex cell) const {
        return static_cast<std::uint32_t>(bgsim::channel_of(cell, size, n_channels));
    }
    NeuronIndex first_of(std::uint32_t channel) const {
        return first_of_channel(size, n_channels, channel);
    }
};

/// The probability of each pair under pairwise_bernoulli, and the highest in a block of targets.
class PairProbability {
public:
    /// @param blocks own blocks of the target
    PairProbability(const config::ConnectionRule& rule,
                    const Topography& sources,
                    const Topography& targets,
                    std::span<const std::uint32_t> blocks)
        : p_(rule.probability),
          log_p_(std::log(rule.probability)),
          weights_(rule.channel_weights),
          sources_(sources),
          targets_(targets) {
        if (rule.kernel) kernel_.emplace(*rule.kernel);
        for (const std::uint32_t block : blocks) add_block(block);
    }

    /// Whether pairs of a block may have different ones.
    bool is_uneven() const { return kernel_ || !weights_.empty(); }

    /// Not below any of `source` and the cells of own block `own`; 0 if no synapse can come of it.
    double highest(NeuronIndex source, std::size_t own) const {
        if (kernel_) {
            const double log_highest =
                log_p_ + kernel_->log_at_most(place_of(sources_.grid, source), regions_[own]);
            return log_highest < log_in_vain ? 0.0 : std::min(1.0, std::exp(log_highest));
        }
        if (weights_.empty()) return p_;
        double weight = 0.0;
        const auto [first, last] = channels_[own];
        for (std::uint32_t c = first; c <= last; ++c) weight = std::max(weight, entry(source, c));
        return p_ * weight;
    }

    double of(NeuronIndex source, NeuronIndex target) const {
        if (kernel_) {
            return p_ * std::exp(kernel_->log_between(place_of(sources_.grid, source),
                                                      place_of(targets_.grid, target)));
        }
        return weights_.empty() ? p_ : p_ * entry(source, targets_.channel_of(target));
    }

private:
    /// log(2^-33 / block_size): a geometric gap drawn with 32 bits is then longer than a block.
    static constexpr double log_in_vain = -28.5;

    double entry(NeuronIndex source, std::uint32_t target_channel) const {
        return weights_[target_channel * sources_.n_channels + sources_.channel_of(source)];
    }

    void add_block(std::uint32_t block) {
        const NeuronIndex begin = block * block_size;
        const NeuronIndex end = std::min(begin + block_size, targets_.size);
        if (kernel_) regions_.push_back(region_of(targets_.grid, begin, end));
        channels_.emplace_back(targets_.channel_of(begin), targets_.channel_of(end - 1));
    }

    double p_;
    double log_p_;
    std::vector<double> weights_;
    Topography sources_;
    Topography targets_;
    std::optional<Kernel> kernel_;
    std::vector<Region> regions_;                                    // [own blocks]
    std::vector<std::pair<std::uint32_t, std::uint32_t>> channels_;  // [own blocks] first and last
};

}  // namespace bgsim::network
