#include "protocol/currents.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "config/section.hpp"
#include "config/values.hpp"
#include "core/units.hpp"

namespace bgsim::protocol {
namespace {

using config::Diagnostics;
using config::Node;

constexpr std::size_t most_currents = 4096;

/// Reads numbers that share a unit.
class CurrentReader {
public:
    CurrentReader(std::string name, const Node& node, Diagnostics& diagnostics)
        : diagnostics_(diagnostics) {
        currents_.name = std::move(name);
        currents_.location = node.location;
    }

    /// All of `nodes` in the unit of the last; nothing if any is faulty.
    std::optional<std::vector<double>> read(
        const std::vector<std::pair<std::string, Node>>& nodes) {
        const std::string unit = core::parse_quantity(nodes.back().second.text).unit_text;
        const bool is_current = is_current_unit(unit);
        currents_.unit = is_current ? unit : "pA";
        std::vector<double> values;
        for (const auto& [name, node] : nodes) {
            // The unit that an option gives once is reported once.
            const bool repeats = &node != &nodes.back().second && !is_current &&
                                 core::parse_quantity(node.text).unit_text == unit;
            if (repeats) continue;
            const auto value =
                config::read_quantity(node, name, {.unit = currents_.unit}, diagnostics_);
            if (value) values.push_back(*value);
        }
        if (values.size() != nodes.size()) return std::nullopt;
        return values;
    }

    Currents with(std::vector<double> values) {
        currents_.values = std::move(values);
        return std::move(currents_);
    }

    /// "300 pA".
    std::string shown(double value) const { return config::with_unit(value, currents_.unit); }

private:
    Diagnostics& diagnostics_;
    Currents currents_;
};

/// `from`, `from + by`, ... up to `to`, which is met in spite of rounding.
std::vector<double> grid(double from, double by, double to) {
    constexpr double rounding = 1e-9;
    const auto n = static_cast<std::size_t>(std::floor((to - from) / by + rounding)) + 1;
    std::vector<double> values;
    for (std::size_t i = 0; i != n; ++i) values.push_back(from + static_cast<double>(i) * by);
    return values;
}

std::optional<Currents> read_grid(const Node& node,
                                  CurrentReader reader,
                                  Diagnostics& diagnostics) {
    const auto section = config::Section::open(node, "step", {"from", "by", "to"}, diagnostics);
    if (!section) return std::nullopt;
    const Node* const from = section->require("from", "from: 0 pA");
    const Node* const by = section->require("by", "by: 20 pA");
    const Node* const to = section->require("to", "to: 300 pA");
    if (from == nullptr || by == nullptr || to == nullptr) return std::nullopt;
    const auto values = reader.read({{"from", *from}, {"by", *by}, {"to", *to}});
    if (!values) return std::nullopt;
    const auto [first, step, last] = std::array{(*values)[0], (*values)[1], (*values)[2]};
    const double n = (last - first) / step;
    if (!(n >= 0.0) || step == 0.0) {
        diagnostics.error(
            by->location,
            fmt::format("steps of {} never lead from {} to {}", reader.shown(step),
                        reader.shown(first), reader.shown(last)),
            first == last
                ? fmt::format("for a single current write '{}'", reader.shown(first))
                : fmt::format("write for example 'by' as {}", reader.shown((last - first) / 10.0)));
        return std::nullopt;
    }
    if (n > static_cast<double>(most_currents)) {
        diagnostics.error(
            by->location,
            fmt::format("steps of {} from {} to {} are {:.0f} currents", reader.shown(step),
                        reader.shown(first), reader.shown(last), std::floor(n) + 1.0),
            fmt::format("use at most {}, with larger steps", most_currents));
        return std::nullopt;
    }
    return reader.with(grid(first, step, last));
}

}  // namespace

bool is_current_unit(std::string_view unit) {
    const auto parsed = core::parse_unit(unit);
    if (!parsed) return false;
    return std::ranges::any_of(std::array{"pA", "mV/ms", "uA/cm^2"}, [&](const char* name) {
        return core::parse_unit(name)->dimension == parsed->dimension;
    });
}

std::optional<Currents> read_currents(const Node& node,
                                      const std::string& name,
                                      Diagnostics& diagnostics) {
    CurrentReader reader(name, node, diagnostics);
    if (node.is_map()) return read_grid(node, std::move(reader), diagnostics);
    std::vector<std::pair<std::string, Node>> nodes;
    if (node.is_scalar()) nodes.emplace_back(name, node);
    for (const Node& item : node.items) nodes.emplace_back(name, item);
    if (nodes.empty() || nodes.size() > most_currents) {
        config::report_kind(node, name, "currents", "{from: 0 pA, by: 20 pA, to: 300 pA}",
                            diagnostics);
        return std::nullopt;
    }
    auto values = reader.read(nodes);
    if (!values) return std::nullopt;
    return reader.with(std::move(*values));
}

std::optional<Currents> read_ramp(const Node& node,
                                  const std::string& name,
                                  Diagnostics& diagnostics) {
    const auto section = config::Section::open(node, name, {"from", "to"}, diagnostics);
    if (!section) return std::nullopt;
    const Node* const from = section->require("from", "from: 0 pA");
    const Node* const to = section->require("to", "to: 300 pA");
    if (from == nullptr || to == nullptr) return std::nullopt;
    CurrentReader reader(name, node, diagnostics);
    auto values = reader.read({{"from", *from}, {"to", *to}});
    if (!values) return std::nullopt;
    if (values->front() == values->back()) {
        diagnostics.error(
            to->location,
            fmt::format("the ramp begins and ends at {}", reader.shown(values->back())),
            "for a constant current use 'step'");
        return std::nullopt;
    }
    return reader.with(std::move(*values));
}

std::optional<Node> split_option(std::string_view text,
                                 const std::vector<std::string>& keys,
                                 const config::SourceLocation& location,
                                 Diagnostics& diagnostics) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(':', begin), text.size());
        parts.emplace_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    if (parts.size() == 1) return config::make_scalar(parts.front(), location);
    if (parts.size() != keys.size()) {
        diagnostics.error(location, fmt::format("this has {} parts", parts.size()),
                          fmt::format("write {}, for example '{}'", fmt::join(keys, ":"),
                                      keys.size() == 2 ? "0:300pA" : "0:20:300pA"));
        return std::nullopt;
    }
    const core::Quantity last = core::parse_quantity(parts.back());
    Node map;
    map.kind = Node::Kind::map;
    map.location = location;
    for (std::size_t i = 0; i != keys.size(); ++i) {
        const core::Quantity own = core::parse_quantity(parts[i]);
        const bool lacks_unit = own.fault == core::QuantityFault::none && !own.has_unit;
        const std::string with_unit =
            lacks_unit && last.has_unit ? fmt::format("{} {}", parts[i], last.unit_text) : parts[i];
        map.entries.push_back({keys[i], location, config::make_scalar(with_unit, location)});
    }
    return map;
}

}  // namespace bgsim::protocol
