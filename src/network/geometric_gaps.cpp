#include "network/geometric_gaps.hpp"

#include "core/many_draws.hpp"

namespace bgsim::network {
namespace {

/// In a loop that compilers make vectors of, whatever the instruction set: the same bits.
[[gnu::always_inline]] inline void fill_gaps(double per_log_miss,
                                             std::span<const std::uint32_t> words,
                                             std::int32_t* gaps) {
    for (std::size_t i = 0; i != words.size(); ++i) {
        const double gap = log_of_uniform(words[i]) * per_log_miss;
        gaps[i] = static_cast<std::int32_t>(std::min(gap, 2147483647.0));
    }
}

[[gnu::target("avx2")]] void fill_gaps_by_avx2(double per_log_miss,
                                               std::span<const std::uint32_t> words,
                                               std::int32_t* gaps) {
    fill_gaps(per_log_miss, words, gaps);
}

}  // namespace

void GeometricGaps::of(std::span<const std::uint32_t> words, std::span<std::int32_t> gaps) const {
    if (core::has_avx2()) return fill_gaps_by_avx2(per_log_miss_, words, gaps.data());
    fill_gaps(per_log_miss_, words, gaps.data());
}

}  // namespace bgsim::network
