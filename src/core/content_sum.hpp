/// Sums that tell whether numbers are still what they were, whoever wrote them in whatever order.
#pragma once

#include <cstdint>

namespace bgsim::core {

/// A bijection whose output bits each depend on all input bits (Steele, Lea & Flood 2014,
/// doi:10.1145/2714064.2660195).
constexpr std::uint64_t mixed_bits(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

/// The sum, modulo 2^64, over numbers at positions, of a 64-bit mix of both. Parts may be summed
/// apart and added; a single number that differs always changes it. No protection from intent.
class ContentSum {
public:
    ContentSum() = default;
    explicit ContentSum(std::uint64_t sum) : sum_(sum) {}

    void add(std::uint64_t position, std::uint64_t bits) {
        sum_ += mixed_bits(bits + position * 0xd1342543de82ef95ULL);
    }
    std::uint64_t value() const { return sum_; }

private:
    std::uint64_t sum_ = 0;
};

}  // namespace bgsim::core
