/// Published values that a simulation is compared with.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace bgsim::analysis {

/// What an experiment or another simulation found for a group of populations.
struct PublishedTarget {
    using Range = std::array<double, 2>;  ///< lowest and highest; the same twice for one value

    std::string name;
    std::vector<std::string> populations = {};  ///< taken together
    std::optional<Range> rate_hz = std::nullopt;
    std::optional<Range> cv = std::nullopt;       ///< of inter-spike intervals
    std::optional<Range> peak_hz = std::nullopt;  ///< of the spectrum of the group's rate
    Range peak_band_hz = {1.0, 100.0};            ///< where it is looked for
    double rate_tolerance_hz = 0.0;               ///< what a value may be away from the range
    double cv_tolerance = 0.0;                    ///< the same
    double peak_tolerance_hz = 0.0;               ///< the same
    std::string source = {};

    friend bool operator==(const PublishedTarget&, const PublishedTarget&) = default;
};

/// How a value relates to a published range: "within", "above" or "below"; to one value: their
/// ratio, as in "x 0.89". Empty if there is nothing to compare.
std::string comparison(std::optional<double> value,
                       const std::optional<PublishedTarget::Range>& range);

/// As kept in a result file, in `/provenance/targets`.
std::string to_json(const std::vector<PublishedTarget>& targets);

/// @throws InputError if the text is no such list
std::vector<PublishedTarget> targets_from_json(const std::string& text);

}  // namespace bgsim::analysis
