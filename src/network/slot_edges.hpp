/// In-degrees with multapses: the edges of a target, and those of a source.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "bgsim/ids.hpp"
#include "bgsim/random.hpp"
#include "core/random_sequence.hpp"
#include "network/edge_key.hpp"
#include "network/permutation.hpp"
#include "network/slots.hpp"

namespace bgsim::network {

/// Whether sources fill slots of the targets (network/slots.hpp).
inline bool fills_slots(const config::ConnectionRule& rule) {
    return rule.kind == config::ConnectionRule::Kind::fixed_indegree && rule.multapses &&
           rule.channel_weights.empty() && !rule.kernel &&
           rule.number <= config::ConnectionRule::most_slots_per_target;
}

struct SlotRequest {
    config::ConnectionRule rule;
    StreamKey partners;
    NeuronIndex n_sources = 0;
    NeuronIndex n_targets = 0;
    bool excludes_self = false;
    std::span<const std::uint32_t> blocks;  ///< of targets that rows are asked for, ascending
};

/// Without autapses a target has no slot for itself: slots are filled by numbers below
/// n_sources - 1, and the number of a source is one less for the targets up to itself.
class SlotEdges {
public:
    explicit SlotEdges(const SlotRequest& request)
        : r_(request),
          k_(static_cast<std::uint32_t>(request.rule.number)),
          per_chunk_(targets_per_chunk(request.rule.number)),
          n_fillers_(request.n_sources - (request.excludes_self ? 1U : 0U)) {
        if (k_ == 0 || n_fillers_ == 0) return;
        const std::uint32_t n_chunks = (r_.n_targets + per_chunk_ - 1) / per_chunk_;
        chunks_.reserve(n_chunks);
        for (std::uint32_t c = 0; c != n_chunks; ++c) {
            const NeuronIndex first = c * per_chunk_;
            const NeuronIndex n_targets = std::min(per_chunk_, r_.n_targets - first);
            chunks_.push_back({first, n_targets * k_, Permutation(r_.partners, n_targets * k_, c)});
        }
        for (const std::uint32_t block : r_.blocks) {
            const std::uint32_t chunk = block * block_size / per_chunk_;
            if (own_.empty() || own_.back() != chunk) own_.push_back(chunk);
        }
    }

    /// Call `use(source, key)` for each edge of a target that `extra` pairs have no part in.
    template <typename Use>
    void of_target(NeuronIndex target, Use use) {
        if (chunks_.empty()) return;
        const std::uint32_t c = target / per_chunk_;
        const Chunk& chunk = chunks_[c];
        numbers_.resize(k_);
        for (std::uint32_t i = 0; i != k_; ++i) {
            numbers_[i] = chunk.permute((target - chunk.first) * k_ + i);
        }
        std::ranges::sort(numbers_);  // the order in which a source goes through them
        const EqualShares shares(chunk.n_slots, n_fillers_);
        for (const std::uint32_t number : numbers_) {
            auto source = static_cast<NeuronIndex>(shares.owner_of(number));
            if (r_.excludes_self && source >= target) ++source;
            use(source, EdgeKey{c, of_slots, number});
        }
    }

    /// Call `use(target, key)` for each edge of a source onto the chunks of own blocks.
    template <typename Use>
    void of_source(NeuronIndex source, Use use) const {
        if (!chunks_.empty()) {
            Filler below(*this, std::int64_t{source} - 1);
            Filler at(*this, source);
            for (const std::uint32_t c : own_) slots_of(c, source, below, at, use);
        }
        const EqualShares shares(r_.rule.extra, r_.n_sources);
        if (r_.rule.extra == 0) return;
        for (auto i = shares.begin_of(source); i != shares.begin_of(source + 1ULL); ++i) {
            use(target_of_extra(source, i), key_of_extra(i));
        }
    }

    /// Call `use(source, target, key)` for each pair beside the slots.
    template <typename Use>
    void all_extra(Use use) const {
        if (r_.rule.extra == 0) return;
        const EqualShares shares(r_.rule.extra, r_.n_sources);
        for (std::uint64_t i = 0; i != r_.rule.extra; ++i) {
            const auto source = static_cast<NeuronIndex>(shares.owner_of(i));
            use(source, target_of_extra(source, i), key_of_extra(i));
        }
    }

private:
    struct Chunk {
        NeuronIndex first;  // target
        std::uint32_t n_slots;
        Permutation permute;
    };

    // Set apart from each other, and from the draws of other rules, by the second counter.
    static constexpr std::uint32_t of_slots = 0x40000000U;
    static constexpr std::uint32_t of_extra = 0x80000000U;

    static EdgeKey key_of_extra(std::uint64_t i) {
        return {static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i >> 32) | of_extra, 0};
    }

    NeuronIndex target_of_extra(NeuronIndex source, std::uint64_t i) const {
        const EdgeKey key = key_of_extra(i);
        core::RandomSequence random(r_.partners, key.row, key.chunk);
        const NeuronIndex target = random.below(r_.n_targets - (r_.excludes_self ? 1U : 0U));
        return r_.excludes_self && target >= source ? target + 1 : target;
    }

    /// One of those that own the slots of a chunk: nearly all chunks have as many.
    class Filler {
    public:
        Filler(const SlotEdges& edges, std::int64_t number)
            : n_fillers_(edges.n_fillers_), number_(number) {}

        bool exists() const { return number_ >= 0 && number_ < std::int64_t{n_fillers_}; }

        /// First and end of its permuted slots, of a chunk of `n_slots`.
        std::pair<std::uint32_t, std::uint32_t> range_of(std::uint32_t n_slots) {
            if (n_slots != n_slots_) {
                const EqualShares shares(n_slots, n_fillers_);
                const auto number = static_cast<std::uint64_t>(number_);
                n_slots_ = n_slots;
                first_ = static_cast<std::uint32_t>(shares.begin_of(number));
                end_ = static_cast<std::uint32_t>(shares.begin_of(number + 1));
            }
            return {first_, end_};
        }

    private:
        NeuronIndex n_fillers_;
        std::int64_t number_;
        std::uint32_t n_slots_ = 0;
        std::uint32_t first_ = 0;
        std::uint32_t end_ = 0;
    };

    /// Those of one chunk; `at` is the filler of the number of the source, `below` the one before.
    template <typename Use>
    void slots_of(std::uint32_t c, NeuronIndex source, Filler& below, Filler& at, const Use& use)
        const {
        if (!r_.excludes_self) return fill(c, at, use);
        if (below.exists()) {
            fill(c, below, [&](NeuronIndex target, const EdgeKey& key) {
                if (target < source) use(target, key);
            });
        }
        if (!at.exists()) return;
        fill(c, at, [&](NeuronIndex target, const EdgeKey& key) {
            if (target > source) use(target, key);
        });
    }

    template <typename Use>
    void fill(std::uint32_t c, Filler& filler, const Use& use) const {
        const Chunk& chunk = chunks_[c];
        std::array<std::uint32_t, 64> slots;
        const auto [first, end] = filler.range_of(chunk.n_slots);
        for (std::uint32_t i = first; i != end;) {
            const std::span some(slots.data(), std::min<std::size_t>(slots.size(), end - i));
            chunk.permute.inverses(i, some);
            for (const std::uint32_t slot : some) {
                use(chunk.first + slot / k_, EdgeKey{c, of_slots, i++});
            }
        }
    }

    SlotRequest r_;
    std::uint32_t k_;
    NeuronIndex per_chunk_;
    NeuronIndex n_fillers_;
    std::vector<Chunk> chunks_;
    std::vector<std::uint32_t> own_;      // chunks with own blocks
    std::vector<std::uint32_t> numbers_;  // of one target
};

}  // namespace bgsim::network
