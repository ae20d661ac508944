/// Connection rules: which cell is joined with which, as pure functions of seed, name and index.
///
/// A rank asks only for the edges onto its own blocks, and gets the same ones whatever else it
/// owns. Rules that draw per target (fixed_indegree; with slots by source at most four times as
/// many) or per (source, block of targets) (pairwise_bernoulli) cost a rank only its own share;
/// fixed_outdegree and fixed_total are drawn whole on every worker, which keeps what it owns.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "bgsim/ids.hpp"
#include "bgsim/random.hpp"
#include "core/many_draws.hpp"
#include "core/random_sequence.hpp"
#include "network/edge_key.hpp"
#include "network/geometric_gaps.hpp"
#include "network/nearby_draw.hpp"
#include "network/pair_probability.hpp"
#include "network/partner_draw.hpp"
#include "network/slot_edges.hpp"

namespace bgsim::network {

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

/// Whether the edges of one source can be generated without those of the others.
inline bool has_rows(const config::ConnectionRule& rule) {
    using Kind = config::ConnectionRule::Kind;
    return rule.kind == Kind::fixed_indegree ? fills_slots(rule) : rule.kind != Kind::fixed_total;
}

/// Whether it costs no more to generate the edges onto own blocks by source: slots of other
/// workers' targets in the same chunks would be generated in vain, four times as fast as by target.
inline bool suits_rows(const EdgeRequest& request) {
    if (!has_rows(request.rule) || !fills_slots(request.rule)) return has_rows(request.rule);
    const NeuronIndex per_chunk = targets_per_chunk(request.rule.number);
    std::uint64_t n_chunks = 0;
    for (std::size_t i = 0; i != request.blocks.size(); ++i) {
        const auto chunk = [&](std::size_t b) {
            return request.blocks[b] * block_size / per_chunk;
        };
        if (i == 0 || chunk(i) != chunk(i - 1)) ++n_chunks;
    }
    const auto in_chunks = std::min<std::uint64_t>(n_chunks * per_chunk, request.n_targets);
    return 4 * std::uint64_t{block_size} * request.blocks.size() >= in_chunks;
}

/// Calls `emit(source, own target, key)` for each edge onto own blocks, in an order that depends
/// on the rule alone: by target (fixed_indegree), else by source. Edges between the same two cells
/// come in the same order, whether all are asked for or those of one source.
template <typename Emit>
class EdgeGenerator {
public:
    EdgeGenerator(const EdgeRequest& request, Emit emit)
        : r_(request),
          own_(request.n_targets, request.blocks),
          sources_{request.n_sources, request.source_channels, request.source_grid},
          targets_{request.n_targets, request.target_channels, request.target_grid},
          emit_(emit) {
        using Kind = config::ConnectionRule::Kind;
        if (fills_slots(r_.rule)) {
            slots_.emplace(slot_request());
        } else if (r_.rule.kind == Kind::fixed_indegree && !r_.rule.kernel) {
            draw_.emplace(r_.rule, sources_, targets_);
        } else if (r_.rule.kind == Kind::fixed_outdegree) {
            draw_.emplace(r_.rule, targets_, sources_);
        } else if (r_.rule.kind == Kind::all_to_all || r_.rule.kind == Kind::pairwise_bernoulli) {
            if (r_.rule.kind == Kind::all_to_all) r_.rule.probability = 1.0;
            probability_.emplace(r_.rule, sources_, targets_, r_.blocks);
        }
    }

    void run() {
        using Kind = config::ConnectionRule::Kind;
        if (r_.rule.kind == Kind::fixed_total) return random_pairs();
        if (r_.rule.kind == Kind::fixed_indegree) return fixed_indegree();
        for (NeuronIndex s = 0; s != r_.n_sources; ++s) row(s);
    }

    /// The edges of one source; `has_rows`.
    void row(NeuronIndex s) {
        using Kind = config::ConnectionRule::Kind;
        switch (r_.rule.kind) {
            case Kind::fixed_indegree:
                return row_of_slots(s);
            case Kind::fixed_outdegree:
                return row_of_number(s);
            case Kind::pairwise_bernoulli:
                return row_of_chances(s);
            case Kind::one_to_one:
                return row_of_one(s);
            case Kind::all_to_all:
                return row_of_all(s);
            case Kind::fixed_total:
                break;
        }
    }

    Emit& emit() { return emit_; }

    /// The slots of a rule that fills them, else null.
    const SlotEdges* slots() const { return slots_ ? &*slots_ : nullptr; }

    /// Where the neurons of own blocks lie.
    const OwnTargets& own_targets() const { return own_; }

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

    SlotRequest slot_request() const {
        return {.rule = r_.rule,
                .partners = r_.partners,
                .n_sources = r_.n_sources,
                .n_targets = r_.n_targets,
                .excludes_self = excludes_self(),
                .blocks = r_.blocks};
    }

    void fixed_indegree() {
        if (r_.rule.kernel) return nearby_indegree();
        if (slots_) return fill_slots();
        for_each_own_target([&](NeuronIndex t, std::uint32_t own) {
            core::RandomSequence random(r_.partners, t, 0);
            std::uint32_t k = 0;
            draw_->draw(random, t, excluded(t), [&](NeuronIndex s) { emit_(s, own, {t, 0, k++}); });
        });
    }

    void fill_slots() {
        for_each_own_target([&](NeuronIndex t, std::uint32_t own) {
            slots_->of_target(t, [&](NeuronIndex s, const EdgeKey& key) { emit_(s, own, key); });
        });
        slots_->all_extra([&](NeuronIndex s, NeuronIndex t, const EdgeKey& key) {
            if (own_[t] != OwnTargets::not_own) emit_(s, own_[t], key);
        });
    }

    void row_of_slots(NeuronIndex s) {
        slots_->of_source(s, [&](NeuronIndex t, const EdgeKey& key) {
            if (own_[t] != OwnTargets::not_own) emit_(s, own_[t], key);
        });
    }

    void nearby_indegree() {
        NearbyDraw sources(r_.source_grid, Kernel(*r_.rule.kernel), r_.rule.number,
                           r_.rule.multapses);
        for_each_own_target([&](NeuronIndex t, std::uint32_t own) {
            core::RandomSequence random(r_.partners, t, 0);
            std::uint32_t k = 0;
            for (const NeuronIndex s :
                 sources.draw(random, place_of(r_.target_grid, t), excluded(t))) {
                emit_(s, own, {t, 0, k++});
            }
        });
    }

    void row_of_number(NeuronIndex s) {
        core::RandomSequence random(r_.partners, s, 0);
        std::uint32_t k = 0;
        draw_->draw(random, s, excluded(s), [&](NeuronIndex t) {
            if (own_[t] != OwnTargets::not_own) emit_(s, own_[t], {s, 0, k});
            ++k;
        });
    }

    void random_pairs() {
        for (std::uint64_t i = 0; i != r_.rule.number; ++i) {
            const auto low = static_cast<std::uint32_t>(i);
            const auto high = static_cast<std::uint32_t>(i >> 32);
            core::RandomSequence random(r_.partners, low, high);
            const NeuronIndex s = random.below(r_.n_sources);
            NeuronIndex t = random.below(excludes_self() ? r_.n_targets - 1 : r_.n_targets);
            if (excludes_self() && t >= s) ++t;
            if (own_[t] != OwnTargets::not_own) emit_(s, own_[t], {low, high, 0});
        }
    }

    void row_of_chances(NeuronIndex s) {
        if (r_.rule.probability <= 0.0) return;
        if (!probability_->is_uneven()) return row_of_even_chances(s);
        for (std::uint32_t own = 0; own != r_.blocks.size(); ++own) uneven_block(s, own);
    }

    /// Targets of `s` by jumping from hit to hit; a stream of its own for each block. Blocks with
    /// more than a few hits need more draws than the first, which is made for eight at once.
    void row_of_even_chances(NeuronIndex s) {
        const GeometricGaps& gaps = gaps_of(r_.rule.probability);
        std::array<std::uint32_t, core::draws_at_once> blocks{};
        for (std::uint32_t own = 0; own < r_.blocks.size(); own += core::draws_at_once) {
            const auto n = std::min<std::size_t>(core::draws_at_once, r_.blocks.size() - own);
            for (std::size_t i = 0; i != n; ++i) blocks[i] = r_.blocks[own + i];
            const core::ManyRandomWords words = core::ManyDraws::of_each(r_.partners, s, blocks);
            std::int32_t lengths[4 * core::draws_at_once];
            gaps.of(words, lengths);
            for (std::uint32_t i = 0; i != n; ++i) {
                even_block(s, own + i, lengths + std::size_t{4} * i, gaps);
            }
        }
    }

    /// @param lengths  the first four gaps
    void even_block(NeuronIndex s,
                    std::uint32_t own,
                    const std::int32_t* lengths,
                    const GeometricGaps& gaps) {
        const std::uint32_t block = r_.blocks[own];
        const std::uint32_t size = end_of(block) - block * block_size;
        const std::uint32_t place = own * block_size;
        const auto self = excluded(s) - std::int64_t{block} * block_size;
        std::uint32_t lane = 0;  // of the block
        std::int32_t more[4];
        for (std::uint32_t k = 0;; ++k) {
            if (k != 0 && k % 4 == 0) {
                const RandomWords words = random_words(r_.partners, s, block, k / 4, 0);
                gaps.of(words, more);
                lengths = more;
            }
            lane += static_cast<std::uint32_t>(lengths[k % 4]);
            if (lane >= size) return;
            if (std::int64_t{lane} != self) emit_(s, place + lane, {s, block, k});
            ++lane;
        }
    }

    /// With the highest probability of the block, of which each hit then keeps its share.
    void uneven_block(NeuronIndex s, std::uint32_t own) {
        const double p = probability_->highest(s, own);
        if (p <= 0.0) return;
        const std::uint32_t block = r_.blocks[own];
        const GeometricGaps& gaps = gaps_of(p);
        core::RandomSequence random(r_.partners, s, block);
        const std::uint64_t end = end_of(block);
        std::uint32_t k = 0;
        for (std::uint64_t t = std::uint64_t{block} * block_size;; ++t) {
            t += gaps(random.next());
            if (t >= end) return;
            const auto target = static_cast<NeuronIndex>(t);
            if (!keeps(random, probability_->of(s, target) / p)) continue;
            if (target != excluded(s))
                emit_(s, own * block_size + target % block_size, {s, block, k});
            ++k;
        }
    }

    /// Not inline: it would slow down the search for the next hit.
    [[gnu::noinline]] static bool keeps(core::RandomSequence& random, double share) {
        return open_uniform(random.next()) < share;
    }

    /// Mostly it is asked for the same probability again.
    const GeometricGaps& gaps_of(double p) {
        if (p != last_p_) {
            last_p_ = p;
            gaps_ = GeometricGaps(p);
        }
        return gaps_;
    }

    void row_of_one(NeuronIndex s) {
        if (excludes_self() || s >= r_.n_targets) return;
        if (own_[s] != OwnTargets::not_own) emit_(s, own_[s], {s, 0, 0});
    }

    void row_of_all(NeuronIndex s) {
        for_each_own_target([&](NeuronIndex t, std::uint32_t own) {
            if (probability_->of(s, t) == 0.0) return;
            if (t != excluded(s)) emit_(s, own, {s, t / block_size, t % block_size});
        });
    }

    EdgeRequest r_;
    OwnTargets own_;
    Topography sources_;
    Topography targets_;
    std::optional<SlotEdges> slots_;
    std::optional<ChannelDraw> draw_;
    std::optional<PairProbability> probability_;
    Emit emit_;
    double last_p_ = -1.0;
    GeometricGaps gaps_{0.5};  // of last_p_
};

template <typename Emit>
void for_each_edge(const EdgeRequest& request, Emit emit) {
    EdgeGenerator<Emit>(request, emit).run();
}

/// The number of edges onto own blocks; of slots, without going through them.
inline std::uint64_t count_edges(EdgeRequest request) {
    std::uint64_t n = 0;
    if (fills_slots(request.rule)) {
        for (const std::uint32_t block : request.blocks) {
            const NeuronIndex first = block * block_size;
            n += request.rule.number * std::min(block_size, request.n_targets - first);
        }
        request.rule.number = 0;
    }
    for_each_edge(request, [&](NeuronIndex, std::uint32_t, const EdgeKey&) { ++n; });
    return n;
}

}  // namespace bgsim::network
