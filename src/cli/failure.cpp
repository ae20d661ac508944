#include "cli/failure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <vector>

namespace bgsim::cli {
namespace {

constexpr double patience_s = 5.0;

void print(const std::string& text) {
    const std::string line = text.ends_with('\n') ? text : text + '\n';
    std::fwrite(line.data(), 1, line.size(), stderr);
    std::fflush(stderr);
}

/// Each different text once, in the order of the ranks.
std::vector<std::string> without_repetition(const std::vector<std::string>& texts) {
    std::vector<std::string> different;
    for (const auto& text : texts) {
        if (std::ranges::find(different, text) == different.end()) different.push_back(text);
    }
    return different;
}

}  // namespace

ExitCode end_together(const comm::Communicator& ranks, const Failure& failure) {
    if (!ranks.meet(patience_s)) {
        print(fmt::format("rank {}: {}", ranks.rank(), failure.message));
        comm::Environment::abort(static_cast<int>(failure.code));
    }
    for (const auto& text : without_repetition(ranks.gather_text(failure.message))) print(text);
    return static_cast<ExitCode>(ranks.max(static_cast<std::uint64_t>(failure.code)));
}

}  // namespace bgsim::cli
