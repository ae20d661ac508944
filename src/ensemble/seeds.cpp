#include "ensemble/seeds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <string_view>

#include "bgsim/error.hpp"

namespace bgsim::ensemble {
namespace {

constexpr std::uint64_t most_seeds = 1'000'000;

[[noreturn]] void refuse_seeds(const std::string& text, const std::string& why) {
    throw InputError(fmt::format("--seeds {}: {}; write for example 1-100 or 1,2,7-9", text, why),
                     ExitCode::usage);
}

std::optional<std::uint64_t> whole_number(std::string_view text) {
    std::uint64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stop != end) return std::nullopt;
    return number;
}

}  // namespace

std::vector<std::uint64_t> parse_seeds(const std::string& text) {
    std::vector<std::uint64_t> seeds;
    std::set<std::uint64_t> seen;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        const std::string part = text.substr(begin, end - begin);
        const std::size_t dash = part.find('-');
        const auto first = whole_number(std::string_view(part).substr(0, dash));
        const auto last = dash == std::string::npos
                              ? first
                              : whole_number(std::string_view(part).substr(dash + 1));
        if (!first || !last) refuse_seeds(text, fmt::format("'{}' is no seed or range", part));
        if (*last < *first) refuse_seeds(text, fmt::format("'{}' goes downwards", part));
        if (*last - *first >= most_seeds - seeds.size()) {
            refuse_seeds(text, fmt::format("more than {} seeds", most_seeds));
        }
        for (std::uint64_t i = 0; i <= *last - *first; ++i) {
            if (!seen.insert(*first + i).second) {
                refuse_seeds(text, fmt::format("seed {} is named twice", *first + i));
            }
            seeds.push_back(*first + i);
        }
        begin = end + 1;
    }
    return seeds;
}

}  // namespace bgsim::ensemble
