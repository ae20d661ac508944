/// Drawing the partners of a cell: k of a population, or so many of each of its channels.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "bgsim/ids.hpp"
#include "bgsim/random.hpp"
#include "config/channels.hpp"
#include "core/random_sequence.hpp"
#include "network/pair_probability.hpp"

namespace bgsim::network {

/// Draws k different numbers below n, each set equally likely; reusable without clearing.
class DistinctDraw {
public:
    explicit DistinctDraw(NeuronIndex n) : n_(n), taken_(n, false) {}

    /// Fill `out` (its size is k <= n - [excluded given]); `excluded` is never drawn.
    void draw(core::RandomSequence& random, std::span<NeuronIndex> out, std::int64_t excluded) {
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
    NeuronIndex take(core::RandomSequence& random) {
        for (;;) {
            const NeuronIndex x = random.below(n_);
            if (taken_[x]) continue;
            taken_[x] = true;
            return x;
        }
    }
    /// Many of few: draw those that are left out.
    void draw_complement(core::RandomSequence& random,
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

    std::span<const NeuronIndex> draw(core::RandomSequence& random, std::int64_t excluded) {
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
    void draw(core::RandomSequence& random, NeuronIndex cell, std::int64_t excluded, Use use) {
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

}  // namespace bgsim::network
