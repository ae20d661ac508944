/// In-degrees with multapses: the edges of a target, and those of a source.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
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
            wraps_.push_back(n_fillers_ - phase_of(c));
        }
        wraps_.resize(wraps_.size() + PermutationFamily::lanes, 0);
        shift_ = 31U + static_cast<unsigned>(std::bit_width(k_));
        per_k_ = ((std::uint64_t{1} << shift_) + k_ - 1) / k_;
        n_whole_ = r_.n_targets / per_chunk_;
        whole_.emplace(r_.partners, per_chunk_ * k_, n_whole_);
        for (const std::uint32_t block : r_.blocks) {
            const std::uint32_t chunk = block * block_size / per_chunk_;
            if (own_.empty() || own_.back() != chunk) own_.push_back(chunk);
        }
        divide_into_groups();
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
        const EqualShares shares(chunk.n_slots, n_fillers_, n_fillers_ - wraps_[c]);
        for (const std::uint32_t number : numbers_) {
            auto source = static_cast<NeuronIndex>(shares.owner_of(number));
            if (r_.excludes_self && source >= target) ++source;
            use(source, EdgeKey{c, of_slots, number});
        }
    }

    /// Groups of chunks with own blocks; each target belongs to one of them. At least one, even if
    /// there are no slots.
    std::size_t n_groups() const { return std::max<std::size_t>(1, groups_.size()); }
    std::size_t group_of(NeuronIndex target) const {
        return groups_.empty() ? 0 : group_of_chunk_[target / per_chunk_];
    }

    /// Where the range of a filler begins in chunks of as many slots: at `whole`, or one later if
    /// `rest` and the phase of the chunk make one more. Without such a filler, everything is 0.
    struct Border {
        std::uint32_t whole = 0;
        NeuronIndex rest = 0;
    };

    /// The ranges of a source in each whole chunk: by its number, and by the number below.
    struct Shares {
        NeuronIndex source = 0;
        std::array<Border, 2> at;  // from the first up to the second
        std::array<Border, 2> below;
    };
    Shares shares_of(NeuronIndex source) const {
        const std::uint32_t n_slots = per_chunk_ * k_;
        Shares shares{source, borders_of(source, n_slots), {}};
        if (r_.excludes_self) shares.below = borders_of(std::int64_t{source} - 1, n_slots);
        return shares;
    }

    /// Call `use(target, key)` for each edge of a source onto the chunks of own blocks.
    template <typename Use>
    void of_source(NeuronIndex source, Use use) const {
        const Shares shares = shares_of(source);
        for (std::size_t g = 0; g != groups_.size(); ++g) of_source_in_group(g, shares, use);
        extra_of(source, use);
    }

    /// The same for the slots of one group of chunks.
    template <typename Use>
    void of_source_in_group(std::size_t g, const Shares& shares, const Use& use) const {
        if (groups_.empty()) return;
        const Group& group = groups_[g];
        const NeuronIndex source = shares.source;
        auto at = shares.at;
        auto below = shares.below;
        if (!group.is_whole) {
            const std::uint32_t n_slots = chunks_[own_[group.begin]].n_slots;
            at = borders_of(source, n_slots);
            below = borders_of(std::int64_t{source} - 1, n_slots);
        }
        if (!r_.excludes_self || group.first_target > source) return fill(group, at, use);
        if (group.end_target <= source) return fill(group, below, use);
        fill(group, below, [&](NeuronIndex target, const EdgeKey& key) {
            if (target < source) use(target, key);
        });
        fill(group, at, [&](NeuronIndex target, const EdgeKey& key) {
            if (target > source) use(target, key);
        });
    }

    /// The same for the pairs beside the slots.
    template <typename Use>
    void extra_of(NeuronIndex source, const Use& use) const {
        if (r_.rule.extra == 0) return;
        const EqualShares shares(r_.rule.extra, r_.n_sources);
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
    static constexpr std::uint32_t of_phases = 0xc0000000U;

    static EdgeKey key_of_extra(std::uint64_t i) {
        return {static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i >> 32) | of_extra, 0};
    }

    NeuronIndex target_of_extra(NeuronIndex source, std::uint64_t i) const {
        const EdgeKey key = key_of_extra(i);
        core::RandomSequence random(r_.partners, key.row, key.chunk);
        const NeuronIndex target = random.below(r_.n_targets - (r_.excludes_self ? 1U : 0U));
        return r_.excludes_self && target >= source ? target + 1 : target;
    }

    /// Neighbouring chunks that are worked on together; one that is not whole, alone.
    struct Group {
        std::size_t begin;  // in own_
        std::size_t end;
        NeuronIndex first_target;
        NeuronIndex end_target;
        bool is_whole;
    };

    void divide_into_groups() {
        group_of_chunk_.assign(chunks_.size(), 0);
        for (std::size_t i = 0; i != own_.size();) {
            std::size_t end = i + 1;
            while (end != own_.size() && own_[end] < n_whole_ &&
                   own_[end] - own_[i] < PermutationFamily::lanes) {
                ++end;
            }
            for (std::size_t c = i; c != end; ++c) group_of_chunk_[own_[c]] = groups_.size();
            const Chunk& last = chunks_[own_[end - 1]];
            groups_.push_back({.begin = i,
                               .end = end,
                               .first_target = chunks_[own_[i]].first,
                               .end_target = last.first + last.n_slots / k_,
                               .is_whole = own_[i] < n_whole_});
            i = end;
        }
    }

    std::span<const std::uint32_t> chunks_of(const Group& group) const {
        return std::span(own_).subspan(group.begin, group.end - group.begin);
    }

    /// Of a chunk of `n_slots`.
    std::array<Border, 2> borders_of(std::int64_t filler, std::uint32_t n_slots) const {
        if (filler < 0 || filler >= std::int64_t{n_fillers_}) return {};
        const auto border = [&](std::uint64_t number) {
            const std::uint64_t product = number * n_slots;
            return Border{static_cast<std::uint32_t>(product / n_fillers_),
                          static_cast<NeuronIndex>(product % n_fillers_)};
        };
        const auto number = static_cast<std::uint64_t>(filler);
        return {border(number), border(number + 1)};
    }

    /// See EqualShares. The first chunk has none.
    NeuronIndex phase_of(std::uint32_t c) const {
        return c == 0 ? 0 : core::RandomSequence(r_.partners, c, of_phases).below(n_fillers_);
    }
    std::uint32_t in_chunk(const Border& border, std::uint32_t c) const {
        return border.whole + (border.rest >= wraps_[c] ? 1U : 0U);
    }

    template <typename Use>
    void fill(const Group& group, const std::array<Border, 2>& range, const Use& use) const {
        const auto [first, end] = range;
        const std::uint32_t most = end.whole + 1 - first.whole;
        if (group.end - group.begin > 1 && most <= few) {
            return fill_few(chunks_of(group), range, use);
        }
        for (const std::uint32_t c : chunks_of(group)) {
            fill_many(c, in_chunk(first, c), in_chunk(end, c), use);
        }
    }

    /// The target of a slot below 2^31: slot / k_, by a product. With per_k_ = 2^(31 + b) / k_
    /// rounded up, 2^b > k_, it is too large by less than 2^-b, which does not reach the next whole
    /// number.
    NeuronIndex target_of(const Chunk& chunk, std::uint32_t slot) const {
        return chunk.first + static_cast<NeuronIndex>((slot * per_k_) >> shift_);
    }

    template <typename Use>
    void fill_few(std::span<const std::uint32_t> chunks,
                  const std::array<Border, 2>& range,
                  const Use& use) const {
        constexpr std::size_t lanes = PermutationFamily::lanes;
        const std::uint32_t front = chunks.front();
        std::array<std::uint32_t, lanes> firsts;
        std::array<std::uint32_t, lanes> ends;
        std::uint32_t n = 0;
        for (std::uint32_t l = 0; l != lanes; ++l) {
            firsts[l] = in_chunk(range[0], front + l);
            ends[l] = in_chunk(range[1], front + l);
            n += ends[l] - firsts[l];
        }
        if (n == 0) return;
        const std::uint32_t lowest = range[0].whole;
        std::array<std::uint32_t, few * lanes> slots;
        whole_->backward(front, lowest, range[1].whole + 1 - lowest, slots.data());
        for (const std::uint32_t c : chunks) {
            const Chunk& chunk = chunks_[c];
            const std::uint32_t l = c - front;
            for (std::uint32_t i = firsts[l]; i != ends[l]; ++i) {
                std::uint32_t slot = slots[(i - lowest) * lanes + l];
                if (slot >= chunk.n_slots) [[unlikely]]
                    slot = chunk.permute.inverse(slot);
                use(target_of(chunk, slot), EdgeKey{c, of_slots, i});
            }
        }
    }

    template <typename Use>
    void fill_many(std::uint32_t c, std::uint32_t first, std::uint32_t end, const Use& use) const {
        const Chunk& chunk = chunks_[c];
        std::array<std::uint32_t, 64> slots;
        for (std::uint32_t i = first; i != end;) {
            const std::span some(slots.data(), std::min<std::size_t>(slots.size(), end - i));
            chunk.permute.inverses(i, some);
            for (const std::uint32_t slot : some) {
                use(target_of(chunk, slot), EdgeKey{c, of_slots, i++});
            }
        }
    }

    static constexpr std::uint32_t few = 64;  ///< slots of a filler in a chunk

    SlotRequest r_;
    std::uint32_t k_;
    NeuronIndex per_chunk_;
    NeuronIndex n_fillers_;
    std::uint64_t per_k_ = 0;  // see target_of
    unsigned shift_ = 0;
    std::vector<Chunk> chunks_;
    std::vector<NeuronIndex> wraps_;  // [chunk], and lanes of none: n_fillers_ less its phase
    std::uint32_t n_whole_ = 0;       // chunks of per_chunk_ targets
    std::optional<PermutationFamily> whole_;   // theirs
    std::vector<std::uint32_t> own_;           // chunks with own blocks
    std::vector<Group> groups_;                // of own_
    std::vector<std::size_t> group_of_chunk_;  // [chunk]
    std::vector<std::uint32_t> numbers_;       // of one target
};

}  // namespace bgsim::network
