/// Where two results begin to differ.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "io/result_reader.hpp"

namespace bgsim::analysis {

/// A spike that is in one of two results only.
struct LoneSpike {
    double time_ms = 0.0;
    std::string population;
    std::uint64_t cell = 0;
    bool is_in_first = false;  ///< else in the second
};

/// Populations whose spikes are in both results, in the order of the first.
std::vector<std::string> common_populations(const io::ResultReader& first,
                                            const io::ResultReader& second);

/// The earliest spike in (from, until] [ms] of the common populations that is in one result only;
/// of several at that time that of the first population, in the order of the first result, and its
/// lowest cell. Memory does not grow with the spikes.
std::optional<LoneSpike> first_difference(const io::ResultReader& first,
                                          const io::ResultReader& second,
                                          double from_ms,
                                          double until_ms);

}  // namespace bgsim::analysis
