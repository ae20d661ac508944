#include "config/measures.hpp"

#include <fmt/format.h>

#include "config/section.hpp"
#include "config/values.hpp"
#include "core/units.hpp"

namespace bgsim::config {

namespace {

constexpr std::string_view example_of_value = R"({"value": 10, "unit": "ms"})";

/// What is read, and in which unit the numbers stand.
struct Written {
    const Node* value = nullptr;
    std::string unit;    ///< as written
    std::string wanted;  ///< that of the result
};

/// The parts of {value, unit}; nothing, and a record, if one is missing or the unit is unknown.
std::optional<Written> read_parts(const Node& node,
                                  const std::string& path,
                                  std::string_view unit,
                                  Diagnostics& diagnostics,
                                  const std::vector<std::string>& more_keys) {
    std::vector<std::string> keys = {"value", "unit"};
    keys.insert(keys.end(), more_keys.begin(), more_keys.end());
    const auto section = Section::open(node, path, keys, diagnostics);
    if (!section) return std::nullopt;
    const Node* const value = section->require("value", example_of_value);
    const Node* const unit_node = section->require("unit", example_of_value);
    if (value == nullptr || unit_node == nullptr) return std::nullopt;
    const auto text = read_text(*unit_node, path + ".unit", diagnostics);
    if (!text) return std::nullopt;
    if (!core::parse_unit(*text)) {
        diagnostics.error(unit_node->location,
                          fmt::format("'{}' has the unknown unit '{}'", path, *text),
                          "write for example 'ms', 'pA' or 'uA/cm^2'");
        return std::nullopt;
    }
    return Written{value, *text, unit.empty() ? *text : std::string(unit)};
}

std::optional<double> read_number(const Node& node,
                                  const std::string& path,
                                  const Written& written,
                                  Diagnostics& diagnostics) {
    Node with_unit = node;
    if (node.is_scalar() && written.unit != "1") with_unit.text += " " + written.unit;
    return read_quantity(with_unit, path, {.unit = written.wanted}, diagnostics);
}

}  // namespace

std::optional<Measure> read_measure(const Node& node,
                                    const std::string& path,
                                    std::string_view unit,
                                    Diagnostics& diagnostics,
                                    const std::vector<std::string>& more_keys) {
    const auto written = read_parts(node, path, unit, diagnostics, more_keys);
    if (!written) return std::nullopt;
    const auto value = read_number(*written->value, path, *written, diagnostics);
    if (!value) return std::nullopt;
    return Measure{*value, written->wanted};
}

std::optional<Series> read_series(const Node& node,
                                  const std::string& path,
                                  std::string_view unit,
                                  Diagnostics& diagnostics) {
    const auto written = read_parts(node, path, unit, diagnostics, {});
    if (!written) return std::nullopt;
    if (!written->value->is_list()) {
        report_kind(*written->value, path + ".value", "a list of numbers", "[0, 50, 100]",
                    diagnostics);
        return std::nullopt;
    }
    Series series{{}, written->wanted};
    for (const Node& item : written->value->items) {
        if (item.is_null()) {
            series.values.emplace_back();
            continue;
        }
        const auto value = read_number(item, path, *written, diagnostics);
        if (!value) return std::nullopt;
        series.values.emplace_back(value);
    }
    return series;
}

std::optional<std::array<double, 2>> read_interval(const Node& node,
                                                   const std::string& path,
                                                   std::string_view unit,
                                                   Diagnostics& diagnostics) {
    const auto series = read_series(node, path, unit, diagnostics);
    if (!series) return std::nullopt;
    const auto& ends = series->values;
    if (ends.size() != 2 || !ends[0] || !ends[1] || *ends[0] > *ends[1]) {
        diagnostics.error(
            node.location, fmt::format("'{}' needs two numbers, the smaller one first", path),
            fmt::format("write for example '{{\"value\": [0, 10], \"unit\": \"{}\"}}'", unit));
        return std::nullopt;
    }
    return std::array{*ends[0], *ends[1]};
}

}  // namespace bgsim::config
