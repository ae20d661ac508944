/// Checks of option values for the parser; each returns what is wrong, or nothing.
#pragma once

#include <string>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's
class Option;
}

namespace bgsim::cli {

/// A whole number from 0 to 2^64 - 1. The parser alone would take -1, and what is too large, for
/// the largest.
std::string must_be_a_seed(const std::string& text);

/// A number above 0, such as 0.1.
std::string must_be_a_factor(const std::string& text);

/// PATH=VALUE with a path.
std::string must_be_an_assignment(const std::string& text);

/// Accept only `names`, and show them in the help.
void must_be_one_of(CLI::Option& option, const std::vector<std::string>& names);

}  // namespace bgsim::cli
