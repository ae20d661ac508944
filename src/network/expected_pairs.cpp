#include "network/expected_pairs.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "config/channels.hpp"
#include "network/distance.hpp"

namespace bgsim::network {
namespace {

/// A distance along a side, and how many pairs of fields have it.
struct Spacing {
    double distance = 0.0;
    double n_pairs = 0.0;
};

/// Of a side that both divide into `n` fields.
std::vector<Spacing> equal_spacings(NeuronIndex n, double n_pairs) {
    std::vector<Spacing> spacings;
    const double fields = n;
    const double scale = n_pairs / (fields * fields);
    for (NeuronIndex i = 0; i != n; ++i) {
        spacings.push_back({i / fields, scale * (i == 0 ? fields : 2.0 * (fields - i))});
    }
    return spacings;
}

std::vector<Spacing> all_spacings(NeuronIndex n_sources, NeuronIndex n_targets) {
    std::vector<Spacing> spacings;
    for (NeuronIndex s = 0; s != n_sources; ++s) {
        for (NeuronIndex t = 0; t != n_targets; ++t) {
            spacings.push_back({std::abs(centre(s, n_sources) - centre(t, n_targets)), 1.0});
        }
    }
    return spacings;
}

/// Means over bins, so that two sides together have few combinations.
std::vector<Spacing> pooled(const std::vector<Spacing>& spacings) {
    constexpr std::size_t n_bins = 1024;
    std::vector<Spacing> bins(n_bins);
    for (const Spacing& spacing : spacings) {
        const auto bin = static_cast<std::size_t>(spacing.distance * static_cast<double>(n_bins));
        Spacing& at = bins[std::min(bin, n_bins - 1)];
        at.distance += spacing.distance * spacing.n_pairs;
        at.n_pairs += spacing.n_pairs;
    }
    std::erase_if(bins, [](const Spacing& bin) { return bin.n_pairs == 0.0; });
    for (Spacing& bin : bins) bin.distance /= bin.n_pairs;
    return bins;
}

std::vector<Spacing> spacings_of(NeuronIndex n_sources, NeuronIndex n_targets) {
    constexpr std::uint64_t most_pairs = 1'000'000;
    const double n_pairs = static_cast<double>(n_sources) * static_cast<double>(n_targets);
    if (n_sources == n_targets) return equal_spacings(n_sources, n_pairs);
    if (std::uint64_t{n_sources} * n_targets <= most_pairs) {
        return all_spacings(n_sources, n_targets);
    }
    return equal_spacings(std::max(n_sources, n_targets), n_pairs);
}

}  // namespace

double kernel_sum(const config::DistanceKernel& kernel,
                  const config::Grid& sources,
                  const config::Grid& targets) {
    auto across = spacings_of(sources.columns, targets.columns);
    auto down = spacings_of(sources.rows, targets.rows);
    constexpr std::size_t most_combinations = 1U << 20U;
    if (across.size() * down.size() > most_combinations && down.size() > 1) {
        across = pooled(across);
        down = pooled(down);
    }
    const Kernel value(kernel);
    double sum = 0.0;
    for (const Spacing& y : down) {
        const double dy = value.along(y.distance, 0.0);
        for (const Spacing& x : across) {
            const double dx = value.along(x.distance, 0.0);
            sum += x.n_pairs * y.n_pairs * std::exp(value.log_at(dx * dx + dy * dy));
        }
    }
    return sum;
}

double expected_pairs(const config::Specification& specification,
                      const config::Projection& projection) {
    const config::Population& source = specification.populations[projection.source];
    const config::Population& target = specification.populations[projection.target];
    const config::ConnectionRule& rule = projection.rule;
    const bool without_own = projection.source == projection.target && !rule.autapses;
    if (rule.kernel) {
        return kernel_sum(*rule.kernel, *source.grid, *target.grid) -
               (without_own ? static_cast<double>(target.size) : 0.0);
    }
    const auto n_targets = config::channel_sizes(target);
    if (rule.channel_weights.empty()) {
        return static_cast<double>(target.size) *
               (static_cast<double>(source.size) - (without_own ? 1.0 : 0.0));
    }
    const auto n_sources = config::channel_sizes(source);
    double sum = 0.0;
    for (std::size_t t = 0; t != n_targets.size(); ++t) {
        for (std::size_t s = 0; s != n_sources.size(); ++s) {
            const double others = n_sources[s] - (without_own && s == t ? 1.0 : 0.0);
            sum += rule.channel_weights[t * n_sources.size() + s] * n_targets[t] * others;
        }
    }
    return sum;
}

double expected_synapses(const config::Specification& specification,
                         const config::Projection& projection) {
    const double n_sources = specification.populations[projection.source].size;
    const double n_targets = specification.populations[projection.target].size;
    const config::ConnectionRule& rule = projection.rule;
    const auto number = static_cast<double>(rule.number);
    switch (rule.kind) {
        case config::ConnectionRule::Kind::pairwise_bernoulli:
            return rule.probability * expected_pairs(specification, projection);
        case config::ConnectionRule::Kind::fixed_indegree:
            return number * n_targets + static_cast<double>(rule.extra);
        case config::ConnectionRule::Kind::fixed_outdegree:
            return number * n_sources;
        case config::ConnectionRule::Kind::fixed_total:
            return number;
        case config::ConnectionRule::Kind::one_to_one:
            return projection.source == projection.target && !rule.autapses
                       ? 0.0
                       : std::min(n_sources, n_targets);
        case config::ConnectionRule::Kind::all_to_all:
            return expected_pairs(specification, projection);
    }
    return 0.0;
}

}  // namespace bgsim::network
