/// Published numbers beside what the members of an ensemble gave.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/estimate.hpp"
#include "analysis/published_target.hpp"

namespace bgsim::analysis {

/// What counts as met: what was published with its tolerance, not below 0.
PublishedTarget::Range accepted(const PublishedTarget::Range& published, double tolerance);

/// An end that `value` meets up to rounding belongs to the range.
bool is_in(const PublishedTarget::Range& range, double value);

/// What one member gave for one target; not a number where there is none.
struct Measured {
    double rate_hz = 0.0;
    double cv = 0.0;
    double peak_hz = 0.0;
};

/// One published number or range, and whether the mean over members is in it.
struct Verdict {
    using Range = PublishedTarget::Range;

    std::string target;
    std::vector<std::string> populations;
    std::string_view measure;      ///< "rate", "cv" or "peak"
    std::string_view unit;         ///< "Hz" or nothing
    Range published{};             ///< the same twice for a single number
    Range accepted{};              ///< the same with its tolerance
    std::vector<double> values{};  ///< [member]
    Estimate estimate{};
    bool passed = false;  ///< all members have a value, and their mean is accepted
    std::string source{};
};

/// In the order of the targets. @param measured [member][target]
std::vector<Verdict> verdicts(const std::vector<PublishedTarget>& targets,
                              const std::vector<std::vector<Measured>>& measured);

bool all_passed(const std::vector<Verdict>& verdicts);

/// A row for each, and how many passed.
std::string verdict_table(const std::vector<Verdict>& verdicts);

/// What the verdicts are of.
struct ValidationOrigin {
    std::string experiment;
    std::vector<std::uint64_t> seeds{};
    double from_ms = 0.0;
    double to_ms = 0.0;
};

std::string verdict_json(const std::vector<Verdict>& verdicts, const ValidationOrigin& origin);

}  // namespace bgsim::analysis
