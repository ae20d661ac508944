/// The seeds of an ensemble, as a user writes them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace bgsim::ensemble {

/// "1-100" or "1,2,7-9", in the order written.
/// @throws InputError (64) if it is neither, names a seed twice, or has more than a million
std::vector<std::uint64_t> parse_seeds(const std::string& text);

}  // namespace bgsim::ensemble
