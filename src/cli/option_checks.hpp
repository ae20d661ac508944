/// Checks of option values for the parser; each returns what is wrong, or nothing.
#pragma once

#include <string>
#include <utility>
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

/// A positive quantity with a unit that converts to `unit`, for example "64 GB" to "GB".
std::string must_be_a_quantity(const std::string& text,
                               const std::string& unit,
                               const std::string& example);

/// A time with its unit, of any sign.
std::string must_be_a_time(const std::string& text, const std::string& example);

/// The value in `unit` of a text that passed the check.
double quantity_in(const std::string& unit, const std::string& text);

/// Seeds as Slurm's arrays name them: "1-100", "1,5,7-9", "0-98:2", each with "%8" at the end or
/// not.
std::string must_be_an_array(const std::string& text);

/// One rank of several: "3/64", counted from 0.
std::string must_be_a_rank(const std::string& text);

/// Rank and number of ranks of a text that passed the check.
std::pair<int, int> rank_of(const std::string& text);

/// Accept only `names`, and show them in the help.
void must_be_one_of(CLI::Option& option, const std::vector<std::string>& names);

}  // namespace bgsim::cli
