/// The order in which the synapses of a row are stored.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "bgsim/ids.hpp"

namespace bgsim::network {

/// By delay, so that an interval reads one stretch of the row; those of equal delay by the block
/// of their target, so that delivery appends to the same list for a while; else as drawn. Sorted
/// digit by digit, the lowest first. Reusable, since memory is kept.
class RowOrder {
public:
    /// @param delays  empty if all alike
    /// @return indices in their new order; empty if the order is right as it is
    std::span<const std::uint32_t> of(std::span<const std::uint32_t> targets,
                                      std::span<const std::uint32_t> delays) {
        const unsigned first_bit = make_keys(targets, delays);
        if (is_sorted_) return {};
        order_.resize(keys_.size());
        std::iota(order_.begin(), order_.end(), 0U);
        if (keys_.size() <= few) {
            insert_each();
        } else {
            sort_by_digits(first_bit);
        }
        return order_;
    }

private:
    static constexpr unsigned digit_bits = 8;
    static constexpr unsigned delay_bit = 32;
    static constexpr std::size_t few = 32;

    /// @return the bit from which the keys are not yet in order
    unsigned make_keys(std::span<const std::uint32_t> targets,
                       std::span<const std::uint32_t> delays) {
        keys_.resize(targets.size());
        bool blocks_are_sorted = true;
        bool delays_are_sorted = true;
        differing_ = 0;
        for (std::size_t i = 0; i != targets.size(); ++i) {
            const std::uint64_t delay = delays.empty() ? 0 : delays[i];
            keys_[i] = delay << delay_bit | targets[i] / block_size;
            differing_ |= keys_[i] ^ keys_[0];
            if (i == 0) continue;
            blocks_are_sorted &= targets[i - 1] / block_size <= targets[i] / block_size;
            delays_are_sorted &= keys_[i - 1] <= keys_[i];
        }
        is_sorted_ = delays_are_sorted;
        return blocks_are_sorted ? delay_bit : 0;
    }

    void insert_each() {
        for (std::size_t i = 1; i < order_.size(); ++i) {
            const std::uint32_t moved = order_[i];
            std::size_t k = i;
            for (; k != 0 && keys_[order_[k - 1]] > keys_[moved]; --k) order_[k] = order_[k - 1];
            order_[k] = moved;
        }
    }

    void sort_by_digits(unsigned first_bit) {
        for (unsigned bit = first_bit; bit < 64; bit += digit_bits) {
            if ((differing_ >> bit) == 0) break;
            if ((differing_ >> bit & digit_mask) != 0) sort_by_digit(bit);
        }
    }

    void sort_by_digit(unsigned bit) {
        std::array<std::uint32_t, digit_mask + 2> starts{};
        const auto digit = [&](std::uint32_t i) { return keys_[i] >> bit & digit_mask; };
        for (const std::uint32_t i : order_) ++starts[digit(i) + 1];
        std::partial_sum(starts.begin(), starts.end(), starts.begin());
        sorted_.resize(order_.size());
        for (const std::uint32_t i : order_) sorted_[starts[digit(i)]++] = i;
        order_.swap(sorted_);
    }

    static constexpr std::uint64_t digit_mask = (1U << digit_bits) - 1;

    bool is_sorted_ = true;
    std::uint64_t differing_ = 0;  // bits that are not the same in all keys
    std::vector<std::uint64_t> keys_;
    std::vector<std::uint32_t> order_;
    std::vector<std::uint32_t> sorted_;
};

}  // namespace bgsim::network
