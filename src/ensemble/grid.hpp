/// The grid of varied values of an ensemble.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace bgsim::ensemble {

/// One value of the configuration that is varied.
struct Axis {
    std::string path;                 ///< "dopamine.level"
    std::vector<std::string> values;  ///< as written
};

/// "PATH=v1,v2,v3"; commas within brackets, braces or quotes belong to the value.
/// @throws InputError (64) if it is not that, or has a value that is empty or there twice
Axis parse_axis(const std::string& text);

/// @throws InputError (64) if two axes vary the same value, or one varies the seed
std::vector<Axis> parse_axes(const std::vector<std::string>& texts);

/// One combination of the varied values.
struct GridPoint {
    std::vector<std::string> values;  ///< [axis]
    std::string label;                ///< name of its folder; empty if nothing is varied

    /// "PATH=VALUE" of each axis, as `Overrides::set` takes them.
    std::vector<std::string> assignments(const std::vector<Axis>& axes) const;
};

/// All combinations; the last axis runs fastest. Without axes there is one point.
///
/// A label is "PATH=VALUE,PATH=VALUE", without blanks. Where it holds what file names should not,
/// or is long, a hash of the whole follows, so that different values have different labels, which
/// do not depend on what else is varied.
std::vector<GridPoint> grid_of(const std::vector<Axis>& axes);

/// The number that `text` is or, with a unit, begins with, and its unit.
struct NumberWithUnit {
    double number = 0.0;
    std::string unit;
};
std::optional<NumberWithUnit> number_with_unit(const std::string& text);

}  // namespace bgsim::ensemble
