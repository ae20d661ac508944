#include "config/diagnostics.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

namespace bgsim::config {

std::string to_string(const SourceLocation& location) {
    if (location.line == 0) return location.file;
    return fmt::format("{}:{}:{}", location.file, location.line, location.column);
}

void Diagnostics::announce_file(const std::string& file) {
    if (rank_of(file) == files_.size()) files_.push_back(file);
}

void Diagnostics::error(const SourceLocation& location,
                        std::string_view what,
                        std::string_view remedy) {
    std::string text = fmt::format("{}: {}; {}", to_string(location), what, remedy);
    if (std::ranges::find(mistakes_, text, &Mistake::text) != mistakes_.end()) return;
    mistakes_.push_back({location, std::move(text)});
}

void Diagnostics::missing_file(const SourceLocation& location,
                               std::string_view what,
                               std::string_view remedy) {
    error(location, what, remedy);
    code_ = ExitCode::missing_input;
}

std::size_t Diagnostics::rank_of(const std::string& file) const {
    return static_cast<std::size_t>(std::ranges::find(files_, file) - files_.begin());
}

void Diagnostics::throw_if_any() const {
    if (mistakes_.empty()) return;
    std::vector<Mistake> sorted = mistakes_;
    std::ranges::stable_sort(sorted, {}, [this](const Mistake& mistake) {
        const SourceLocation& at = mistake.location;
        return std::tuple(rank_of(at.file), at.line, at.column);
    });
    std::string message;
    for (const Mistake& mistake : sorted) message += mistake.text + '\n';
    const std::size_t n = sorted.size();
    message += fmt::format("{} error{}; nothing was simulated", n, n == 1 ? "" : "s");
    throw InputError(message, code_);
}

}  // namespace bgsim::config
