/// Reader of distributions: a value, or how to draw one.
#pragma once

#include <optional>
#include <string_view>
#include <utility>

#include "bgsim/config/specification.hpp"
#include "config/values.hpp"

namespace bgsim::config {

/// The smallest and the largest value that can be drawn; infinite if there is no limit.
std::pair<double, double> support(const Distribution& distribution);

/// The same distribution of `factor` times the value; `factor` is not negative.
Distribution scaled(const Distribution& distribution, double factor);

/// A constant.
Distribution constant(double value);

/// A distribution in `wanted.unit`, every draw from which satisfies `wanted.constraint`.
std::optional<Distribution> read_distribution(const Node& node,
                                              std::string_view name,
                                              const Wanted& wanted,
                                              Diagnostics& diagnostics);

}  // namespace bgsim::config
