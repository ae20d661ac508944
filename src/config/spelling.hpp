/// Suggestions for names that are not known.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bgsim::config {

/// The candidate that was probably meant by `name`, without regard to case; empty if none is near.
std::string_view closest_match(std::string_view name, std::span<const std::string> candidates);

/// "did you mean 'delay'?", or "use one of: a, b, c", or `if_none` without any candidate.
std::string suggestion(std::string_view name,
                       std::span<const std::string> candidates,
                       std::string_view if_none);

/// "'a', 'b' or 'c'" without the quotation marks: a, b or c.
std::string join_names(std::span<const std::string> names);

/// Whether a name of a population or channel consists of what files and tables can show: letters,
/// digits, '_', '-' and '+', without "->".
bool is_plain_name(std::string_view name);

/// `text` in lower case (ASCII).
std::string lower_case(std::string_view text);

}  // namespace bgsim::config
