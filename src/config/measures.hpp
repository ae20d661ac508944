/// Numbers written as {"value": ..., "unit": ...} in the files of cells.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bgsim/config/cell_catalogue.hpp"
#include "config/diagnostics.hpp"
#include "config/tree.hpp"

namespace bgsim::config {

/// A number in `unit`; if that is empty, in whatever unit is written, which must be known.
std::optional<Measure> read_measure(const Node& node,
                                    const std::string& path,
                                    std::string_view unit,
                                    Diagnostics& diagnostics,
                                    const std::vector<std::string>& more_keys = {});

/// A list of numbers, each of which may be null, in `unit` or, if that is empty, as written.
std::optional<Series> read_series(const Node& node,
                                  const std::string& path,
                                  std::string_view unit,
                                  Diagnostics& diagnostics);

/// Two numbers in `unit`, the first not above the second.
std::optional<std::array<double, 2>> read_interval(const Node& node,
                                                   const std::string& path,
                                                   std::string_view unit,
                                                   Diagnostics& diagnostics);

}  // namespace bgsim::config
