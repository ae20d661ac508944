#include "config/channels.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace bgsim::config {

std::vector<std::uint64_t> split(std::uint64_t number, std::span<const double> shares) {
    std::vector<std::uint64_t> parts(shares.size(), 0);
    const double total = std::accumulate(shares.begin(), shares.end(), 0.0);
    if (!(total > 0.0)) return parts;
    std::vector<double> remainders;
    for (std::size_t i = 0; i != shares.size(); ++i) {
        const double part = static_cast<double>(number) * (shares[i] / total);
        parts[i] = static_cast<std::uint64_t>(part);
        remainders.push_back(shares[i] > 0.0 ? part - std::floor(part) : -1.0);
    }
    std::vector<std::size_t> order(shares.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::greater{}, [&](std::size_t i) { return remainders[i]; });
    auto left =
        number - std::min(number, std::accumulate(parts.begin(), parts.end(), std::uint64_t{0}));
    for (std::size_t i = 0; left != 0; i = (i + 1) % order.size()) {
        if (remainders[order[i]] < 0.0) continue;
        ++parts[order[i]];
        --left;
    }
    return parts;
}

std::vector<NeuronIndex> channel_sizes(NeuronIndex size, std::size_t n_channels) {
    std::vector<NeuronIndex> sizes;
    const std::size_t n = std::max<std::size_t>(1, n_channels);
    for (std::size_t c = 0; c != n; ++c) {
        sizes.push_back(first_of_channel(size, n, c + 1) - first_of_channel(size, n, c));
    }
    return sizes;
}

std::vector<std::uint64_t> partners_by_channel(const ConnectionRule& rule,
                                               std::size_t own,
                                               std::span<const NeuronIndex> sizes) {
    const bool draws_sources = rule.kind == ConnectionRule::Kind::fixed_indegree;
    const std::size_t n_own = rule.channel_weights.size() / sizes.size();
    std::vector<double> shares;
    for (std::size_t c = 0; c != sizes.size(); ++c) {
        const std::size_t entry = draws_sources ? own * sizes.size() + c : c * n_own + own;
        shares.push_back(rule.channel_weights[entry] * sizes[c]);
    }
    return split(rule.number, shares);
}

std::optional<Shortage> shortage(const ConnectionRule& rule,
                                 std::span<const NeuronIndex> sizes,
                                 bool excludes_itself) {
    const std::size_t n_own = rule.channel_weights.size() / sizes.size();
    for (std::size_t own = 0; own != n_own; ++own) {
        const auto wanted = partners_by_channel(rule, own, sizes);
        for (std::size_t c = 0; c != sizes.size(); ++c) {
            const std::uint64_t available = sizes[c] - (excludes_itself && c == own ? 1U : 0U);
            const bool is_possible =
                rule.multapses ? available > 0 || wanted[c] == 0 : wanted[c] <= available;
            if (!is_possible) return Shortage{c, wanted[c], available};
        }
    }
    return std::nullopt;
}

std::uint64_t largest_number(ConnectionRule rule,
                             std::span<const NeuronIndex> sizes,
                             bool excludes_itself) {
    while (const auto lacking = shortage(rule, sizes, excludes_itself)) {
        // Nearly in proportion: a part differs by less than one from its share.
        const double possible = static_cast<double>(rule.number) *
                                static_cast<double>(lacking->available + 1) /
                                static_cast<double>(lacking->wanted);
        rule.number = std::min(rule.number - 1, static_cast<std::uint64_t>(possible));
    }
    return rule.number;
}

std::optional<std::size_t> channel_without_partners(const ConnectionRule& rule,
                                                    std::span<const NeuronIndex> sizes) {
    if (rule.number == 0) return std::nullopt;
    const std::size_t n_own = rule.channel_weights.size() / sizes.size();
    for (std::size_t own = 0; own != n_own; ++own) {
        const auto parts = partners_by_channel(rule, own, sizes);
        if (std::ranges::count(parts, 0U) == std::ranges::ssize(parts)) return own;
    }
    return std::nullopt;
}

}  // namespace bgsim::config
