/// Connection rules: which cell is joined with which, as pure functions of seed, name and index.
///
/// A rank asks only for the edges onto its own blocks, and gets the same ones whatever else it
/// owns. Rules that draw per target (fixed_indegree) or per (source, block of targets)
/// (pairwise_bernoulli) cost a rank only its own share; fixed_outdegree and fixed_total are drawn
/// whole on every worker, which keeps what it owns.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "bgsim/ids.hpp"
#include "bgsim/random.hpp"
#include "config/channels.hpp"
#include "network/nearby_draw.hpp"
#include "network/pair_probability.hpp"

namespace bgsim::network {

/// Where the random weight and delay of an edge are drawn: counters of its row and place in it.
struct EdgeKey {
    std::uint32_t row = 0;    ///< target (fixed_indegree) or source
    std::uint32_t chunk = 0;  ///< part of the row
    std::uint32_t place = 0;  ///< position in that part
};

struct EdgeRequest {
    config::ConnectionRule rule;
    StreamKey partners;  ///< stream of (seed, projection name)
    NeuronIndex n_sources = 0;
    NeuronIndex n_targets = 0;
    bool same_population = false;
    std::span<const std::uint32_t> blocks;  ///< own blocks of the target population, ascending
    std::uint32_t source_channels = 1;      ///< with channel weights: into how many it is divided
    std::uint32_t target_channels = 1;
    config::Grid source_grid{};  ///< with a kernel
    config::Grid target_grid{};
};

/// Where the neurons of own blocks lie: target -> place in the worker's arrays.
class OwnTargets {
public:
    static constexpr std::uint32_t not_own = std::numeric_limits<std::uint32_t>::max();

    OwnTargets(NeuronIndex n_targets, std::span<const std::uint32_t> blocks)
        : place_of_block_((n_targets + block_size - 1) / block_size, not_own) {
        for (std::uint32_t i = 0; i != blocks.size(); ++i) place_of_block_[blocks[i]] = i;
    }

    /// Index in the worker's arrays, or `not_own`.
    std::uint32_t operator[](NeuronIndex target) const {
        const std::uint32_t place = place_of_block_[target / block_size];
        return place == not_own ? not_own : place * block_size + target % block_size;
    }

private:
    std::vector<std::uint32_t> place_of_block_;
};

/// Draws k different numbers below n, each set equally likely; reusable without clearing.
class DistinctDraw {
public:
    explicit DistinctDraw(NeuronIndex n) : n_(n), taken_(n, false) {}

    /// Fill `out` (its size is k <= n - [excluded given]); `excluded` is never drawn.
    void draw(RandomSequence& random, std::span<NeuronIndex> out, std::int64_t excluded) {
        const auto available = static_cast<std::size_t>(n_) - (excluded >= 0 ? 1 : 0);
        if (excluded >= 0) taken_[static_cast<std::size_t>(excluded)] = true;
        if (2 * out.size() <= available) {
            for (NeuronIndex& x : out) x = take(random);
            for (const NeuronIndex x : out) taken_[x] = false;
        } else {
            draw_complement(random, out, available);
        }
        if (excluded >= 0) taken_[static_cast<std::size_t>(excluded)] = false;
    }

private:
    NeuronIndex take(RandomSequence& random) {
        for (;;) {
            const NeuronIndex x = random.below(n_);
            if (taken_[x]) continue;
            taken_[x] = true;
            return x;
        }
    }
    /// Many of few: draw those that are left out.
    void draw_complement(RandomSequence& random,
                         std::span<NeuronIndex> out,
                         std::size_t available) {
        left_out_.resize(available - out.size());
        for (NeuronIndex& x : left_out_) x = take(random);
        std::size_t i = 0;
        for (NeuronIndex x = 0; x != n_; ++x) {
            if (!taken_[x]) out[i++] = x;
        }
        for (const NeuronIndex x : left_out_) taken_[x] = false;
    }

    NeuronIndex n_;
    std::vector<bool> taken_;
    std::vector<NeuronIndex> left_out_;
};

/// k partners out of n: all different, or each drawn anew; without `excluded` (if >= 0).
class PartnerDraw {
public:
    PartnerDraw(NeuronIndex n, std::uint64_t k, bool multapses)
        : n_(n), multapses_(multapses), distinct_(multapses ? 0 : n), partners_(k) {}

    std::span<const NeuronIndex> draw(RandomSequence& random, std::int64_t excluded) {
        if (!multapses_) {
            distinct_.draw(random, partners_, excluded);
            return partners_;
        }
        for (NeuronIndex& x : partners_) {
            x = random.below(excluded < 0 ? n_ : n_ - 1);
            if (excluded >= 0 && x >= excluded) ++x;
        }
        return partners_;
    }

private:
    NeuronIndex n_;
    bool multapses_;
    DistinctDraw distinct_;
    std::vector<NeuronIndex> partners_;
};

/// k partners of each cell, from each channel of theirs as many as the weights of channels say.
class ChannelDraw {
public:
    /// @param partners, choosers  the population that is drawn from, and the one whose cells draw
    ChannelDraw(const config::ConnectionRule& rule,
                const Topography& partners,
                const Topography& choosers)
        : partners_(partners), choosers_(choosers) {
        if (rule.channel_weights.empty()) {
            draws_.emplace_back(partners.size, rule.number, rule.multapses);
            partners_.n_channels = choosers_.n_channels = 1;
            return;
        }
        const auto sizes = config::channel_sizes(partners.size, partners.n_channels);
        for (std::uint32_t own = 0; own != choosers.n_channels; ++own) {
            const auto numbers = config::partners_by_channel(rule, own, sizes);
            for (std::size_t c = 0; c != sizes.size(); ++c) {
                draws_.emplace_back(sizes[c], numbers[c], rule.multapses);
            }
        }
    }

    /// Call `use(partner)` for each partner of `cell`; `excluded` (if >= 0) is never drawn.
    template <typename Use>
    void draw(RandomSequence& random, NeuronIndex cell, std::int64_t excluded, Use use) {
        const std::uint32_t own = choosers_.channel_of(cell);
        for (std::uint32_t c = 0; c != partners_.n_channels; ++c) {
            const NeuronIndex first = partners_.first_of(c);
            const bool may_be_drawn =
                excluded >= first && excluded < std::int64_t{partners_.first_of(c + 1)};
            for (const NeuronIndex partner : draws_[own * partners_.n_channels + c].draw(
                     random, may_be_drawn ? excluded - first : -1)) {
                use(first + partner);
            }
        }
    }

private:
    Topography partners_;
    Topography choosers_;
    std::vector<PartnerDraw> draws_;  // [channels of choosers x channels of partners]
};

/// Calls `emit(source, own target, key)` for each edge onto own blocks, in an order that depends
/// on the rule alone: by target (fixed_indegree), else by source.
template <typename Emit>
class EdgeGenerator {
public:
    EdgeGenerator(const EdgeRequest& request, Emit emit)
        : r_(request),
          own_(request.n_targets, request.blocks),
          sources_{request.n_sources, request.source_channels, request.source_grid},
          targets_{request.n_targets, request.target_channels, request.target_grid},
          emit_(emit) {}

    void run() {
        using Kind = config::ConnectionRule::Kind;
        switch (r_.rule.kind) {
            case Kind::fixed_indegree:
                return fixed_indegree();
            case Kind::fixed_outdegree:
                return fixed_outdegree();
            case Kind::fixed_total:
                return random_pairs(r_.rule.number, 0);
            case Kind::pairwise_bernoulli:
                return pairwise_bernoulli();
            case Kind::one_to_one:
                return one_to_one();
            case Kind::all_to_all:
                return all_to_all();
        }
    }

private:
    bool excludes_self() const { return r_.same_population && !r_.rule.autapses; }
    std::int64_t excluded(NeuronIndex self) const {
        return excludes_self() ? static_cast<std::int64_t>(self) : -1;
    }
    NeuronIndex end_of(std::uint32_t block) const {
        return std::min((block + 1) * block_size, r_.n_targets);
    }

    template <typename F>
    void for_each_own_target(F f) {
        std::uint32_t own = 0;
        for (const std::uint32_t block : r_.blocks) {
            for (NeuronIndex t = block * block_size; t != end_of(block); ++t) {
                f(t, own + t % block_size);
            }
            own += block_size;
        }
    }

    void fixed_indegree() {
        if (r_.rule.kernel) return nearby_indegree();
        ChannelDraw sources(r_.rule, sources_, targets_);
        for_each_own_target([&](NeuronIndex t, std::uint32_t own) {
            RandomSequence random(r_.partners, t, 0);
            std::uint32_t k = 0;
            sources.draw(random, t, excluded(t), [&](NeuronIndex s) {
                emit_(s, own, {t, 0, k++});
            });
        });
        random_pairs(r_.rule.extra, of_extra);
    }

    void nearby_indegree() {
        NearbyDraw sources(r_.source_grid, Kernel(*r_.rule.kernel), r_.rule.number,
                           r_.rule.multapses);
        for_each_own_target([&](NeuronIndex t, std::uint32_t own) {
            RandomSequence random(r_.partners, t, 0);
            std::uint32_t k = 0;
            for (const NeuronIndex s :
                 sources.draw(random, place_of(r_.target_grid, t), excluded(t))) {
                emit_(s, own, {t, 0, k++});
            }
        });
    }

    void fixed_outdegree() {
        ChannelDraw targets(r_.rule, targets_, sources_);
        for (NeuronIndex s = 0; s != r_.n_sources; ++s) {
            RandomSequence random(r_.partners, s, 0);
            std::uint32_t k = 0;
            targets.draw(random, s, excluded(s), [&](NeuronIndex t) {
                if (own_[t] != OwnTargets::not_own) emit_(s, own_[t], {s, 0, k});
                ++k;
            });
        }
    }

    /// Sets the draws of extra pairs apart from those of single targets.
    static constexpr std::uint32_t of_extra = 0x80000000U;

    /// @param offset  of the counters
    void random_pairs(std::uint64_t n, std::uint32_t offset) {
        for (std::uint64_t i = 0; i != n; ++i) {
            const auto low = static_cast<std::uint32_t>(i);
            const auto high = static_cast<std::uint32_t>(i >> 32) + offset;
            RandomSequence random(r_.partners, low, high);
            const NeuronIndex s = random.below(r_.n_sources);
            NeuronIndex t = random.below(excludes_self() ? r_.n_targets - 1 : r_.n_targets);
            if (excludes_self() && t >= s) ++t;
            if (own_[t] != OwnTargets::not_own) emit_(s, own_[t], {low, high, 0});
        }
    }

    void pairwise_bernoulli() {
        if (r_.rule.probability <= 0.0) return;
        const PairProbability probability(r_.rule, sources_, targets_, r_.blocks);
        for (NeuronIndex s = 0; s != r_.n_sources; ++s) {
            for (std::uint32_t own = 0; own != r_.blocks.size(); ++own) {
                bernoulli_block(s, own, probability);
            }
        }
    }

    /// Targets of `s` in an own block. The gaps between hits of a Bernoulli series are geometric:
    /// jump from hit to hit, with the highest probability of the block, of which each hit then
    /// keeps its share.
    void bernoulli_block(NeuronIndex s, std::uint32_t own, const PairProbability& probability) {
        const double p = probability.highest(s, own);
        if (p <= 0.0) return;
        const std::uint32_t block = r_.blocks[own];
        const double per_log_miss = per_log_miss_of(p);
        RandomSequence random(r_.partners, s, block);
        const double end = end_of(block);
        std::uint32_t k = 0;
        for (double t = block * block_size;; t += 1.0) {
            t += std::floor(std::log(open_uniform(random.next())) * per_log_miss);
            if (t >= end) return;
            const auto target = static_cast<NeuronIndex>(t);
            if (probability.is_uneven() && !keeps(random, probability.of(s, target) / p)) continue;
            if (target != excluded(s))
                emit_(s, own * block_size + target % block_size, {s, block, k});
            ++k;
        }
    }

    /// Not inline: it would slow down the search for the next hit.
    [[gnu::noinline]] static bool keeps(RandomSequence& random, double share) {
        return open_uniform(random.next()) < share;
    }

    /// Mostly it is asked for the same probability again.
    double per_log_miss_of(double p) {
        if (p != last_p_) {
            last_p_ = p;
            per_log_miss_ = p < 1.0 ? 1.0 / std::log1p(-p) : 0.0;
        }
        return per_log_miss_;
    }

    void one_to_one() {
        if (excludes_self()) return;
        for_each_own_target([&](NeuronIndex t, std::uint32_t own) { emit_(t, own, {t, 0, 0}); });
    }

    void all_to_all() {
        config::ConnectionRule rule = r_.rule;
        rule.probability = 1.0;
        const PairProbability probability(rule, sources_, targets_, {});
        for (NeuronIndex s = 0; s != r_.n_sources; ++s) {
            for_each_own_target([&](NeuronIndex t, std::uint32_t own) {
                if (probability.of(s, t) == 0.0) return;
                if (t != excluded(s)) emit_(s, own, {s, t / block_size, t % block_size});
            });
        }
    }

    EdgeRequest r_;
    OwnTargets own_;
    Topography sources_;
    Topography targets_;
    Emit emit_;
    double last_p_ = -1.0;
    double per_log_miss_ = 0.0;
};

template <typename Emit>
void for_each_edge(const EdgeRequest& request, Emit emit) {
    EdgeGenerator<Emit>(request, emit).run();
}

}  // namespace bgsim::network
