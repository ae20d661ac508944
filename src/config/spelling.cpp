#include "config/spelling.hpp"

#include <algorithm>
#include <numeric>

namespace bgsim::config {

namespace {

/// Insertions, deletions, replacements and swaps of neighbours between two words.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before_last(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
        std::swap(before_last, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

}  // namespace

std::string lower_case(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return lower;
}

bool is_plain_name(std::string_view name) {
    return std::ranges::all_of(name,
                               [](char c) {
                                   return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                          (c >= '0' && c <= '9') || c == '_' || c == '-' ||
                                          c == '+';
                               }) &&
           name.find("->") == std::string_view::npos;
}

std::string_view closest_match(std::string_view name, std::span<const std::string> candidates) {
    constexpr std::size_t longest = 200;
    if (name.size() > longest) return {};
    const std::string wanted = lower_case(name);
    std::string_view best;
    // About a third of the letters may be wrong, but never all.
    std::size_t smallest = std::min(std::max<std::size_t>(1, name.size() / 3) + 1, name.size());
    for (const std::string& candidate : candidates) {
        if (candidate.size() > longest) continue;
        const std::size_t distance = edit_distance(wanted, lower_case(candidate));
        if (distance >= smallest) continue;
        smallest = distance;
        best = candidate;
    }
    return best;
}

std::string join_names(std::span<const std::string> names) {
    std::string joined;
    for (std::size_t i = 0; i != names.size(); ++i) {
        if (i != 0) joined += i + 1 == names.size() ? " or " : ", ";
        joined += names[i];
    }
    return joined;
}

std::string suggestion(std::string_view name,
                       std::span<const std::string> candidates,
                       std::string_view if_none) {
    constexpr std::size_t most = 12;
    if (candidates.empty()) return std::string(if_none);
    const std::string_view closest = closest_match(name, candidates);
    if (!closest.empty()) return "did you mean '" + std::string(closest) + "'?";
    if (candidates.size() == 1) return "use '" + candidates.front() + "'";
    const bool all = candidates.size() <= most;
    return "use " + (all ? join_names(candidates) : join_names(candidates.first(most)) + " ...");
}

}  // namespace bgsim::config
