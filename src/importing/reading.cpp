#include "importing/reading.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "config/yaml_reader.hpp"

namespace bgsim::importing {
namespace {

using config::Diagnostics;
using config::Node;
using config::Section;
using config::SourceLocation;

/// Units of Brian2 that are spelled in another way here.
std::string unit_here(const std::string& unit) {
    if (unit == "second") return "s";
    if (unit == "1/second") return "Hz";
    return unit;
}

}  // namespace

std::string unit_of(const Node& node) {
    const Node* const unit = node.find("unit");
    return unit != nullptr && unit->is_scalar() ? unit_here(unit->text) : "";
}

std::optional<double> read_value(const Node& node,
                                 const std::string& path,
                                 const config::Wanted& wanted,
                                 Diagnostics& diagnostics) {
    const auto section = Section::open(node, path, {"value", "unit"}, diagnostics);
    if (!section) return std::nullopt;
    const Node* const value = section->require("value", "12");
    if (value == nullptr) return std::nullopt;
    Node quantity = *value;
    if (quantity.is_scalar()) quantity.text += ' ' + unit_of(node);
    return read_quantity(quantity, path, wanted, diagnostics);
}

std::optional<double> read_number(const Section& section,
                                  std::string_view key,
                                  Diagnostics& diagnostics,
                                  model::Constraint constraint) {
    const Node* const node = section.require(key, "1");
    if (node == nullptr) return std::nullopt;
    return read_quantity(*node, key, {.unit = "", .constraint = constraint, .example = 1.0},
                         diagnostics);
}

void check_whole_steps(const Node& node,
                       std::string_view name,
                       double time_ms,
                       Diagnostics& diagnostics) {
    constexpr double rounding = 1e-9;
    const double steps = time_ms / dt_ms;
    if (std::abs(steps - std::round(steps)) <= rounding * std::max(1.0, steps)) return;
    diagnostics.error(
        node.location,
        fmt::format("'{}' is {:g} ms, which is no multiple of {:g} ms", name, time_ms, dt_ms),
        fmt::format("write for example {:g}", std::max(1.0, std::round(steps)) * dt_ms));
}

std::optional<std::string> read_name(const Section& section,
                                     std::string_view key,
                                     std::string_view example,
                                     Diagnostics& diagnostics) {
    const Node* const node = section.require(key, example);
    if (node == nullptr) return std::nullopt;
    return read_text(*node, key, diagnostics);
}

std::optional<Node> read_tree(const std::string& file,
                              const SourceLocation& named_at,
                              Diagnostics& diagnostics) {
    diagnostics.announce_file(file);
    const auto text = config::read_text_file(file);
    if (!text) {
        diagnostics.missing_file(
            named_at, fmt::format("the file '{}' {}", file, config::why_unreadable(file)),
            "check the path");
        return std::nullopt;
    }
    auto tree = config::parse_yaml(*text, file, diagnostics);
    if (tree && !tree->is_map()) {
        report_kind(*tree, file, "a map", R"({"neurons": [...]})", diagnostics);
        return std::nullopt;
    }
    return tree;
}

}  // namespace bgsim::importing
