#include "config/targets.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "config/section.hpp"
#include "config/values.hpp"

namespace bgsim::config {

namespace {

const std::vector<std::string> target_keys = {"populations", "rate", "cv", "source"};

/// A number, or [low, high].
std::optional<std::array<double, 2>> read_range(const Node* node,
                                                std::string_view name,
                                                std::string_view unit,
                                                Diagnostics& diagnostics) {
    if (node == nullptr) return std::nullopt;
    const Wanted wanted{.unit = std::string(unit), .constraint = model::Constraint::non_negative};
    if (!node->is_list()) {
        const auto value = read_quantity(*node, name, wanted, diagnostics);
        if (!value) return std::nullopt;
        return std::array{*value, *value};
    }
    if (node->items.size() != 2) {
        report_kind(*node, name, "a number or [low, high]",
                    fmt::format("[{}, {}]", with_unit(10.0, unit), with_unit(13.0, unit)),
                    diagnostics);
        return std::nullopt;
    }
    const auto low = read_quantity(node->items[0], name, wanted, diagnostics);
    const auto high = read_quantity(node->items[1], name, wanted, diagnostics);
    if (!low || !high) return std::nullopt;
    if (*low > *high) {
        diagnostics.error(node->location,
                          fmt::format("the range of '{}' ends below its beginning ('{}' found)",
                                      name, preview(*node)),
                          "write the lower end first");
    }
    return std::array{*low, *high};
}

std::vector<PopulationId> read_members(const Node& node, Context& context) {
    std::vector<PopulationId> members;
    if (!node.is_list() || node.items.empty()) {
        report_kind(node, "populations", "a list of populations", "[GPe_TI, GPe_TA]",
                    context.diagnostics);
        return members;
    }
    for (const Node& item : node.items) {
        const auto member =
            context.require_population(item.is_scalar() ? item.text : preview(item), item.location);
        if (!member) continue;
        if (std::ranges::find(members, *member) != members.end()) {
            context.diagnostics.error(
                item.location, fmt::format("'{}' is given twice in 'populations'", item.text),
                "remove it");
            continue;
        }
        members.push_back(*member);
    }
    return members;
}

void read_target(const Entry& entry, Context& context) {
    const auto section =
        Section::open(entry.value, "targets." + entry.key, target_keys, context.diagnostics);
    if (!section) return;
    Target target;
    target.name = entry.key;
    if (const Node* const members = section->find("populations")) {
        target.populations = read_members(*members, context);
    } else if (const auto population = context.require_population(entry.key, entry.location)) {
        target.populations = {*population};
    }
    target.rate_hz = read_range(section->find("rate"), "rate", "Hz", context.diagnostics);
    target.cv = read_range(section->find("cv"), "cv", "", context.diagnostics);
    if (const Node* const source = section->find("source")) {
        target.source = read_text(*source, "source", context.diagnostics).value_or("");
    }
    context.specification.targets.push_back(std::move(target));
}

}  // namespace

void read_targets(Context& context) {
    const Node* const node = context.root.find("targets");
    if (node == nullptr) return;
    if (!node->is_map()) {
        report_kind(*node, "targets", "a map", "targets: {STN: {rate: 10 Hz}}",
                    context.diagnostics);
        return;
    }
    for (const Entry& entry : node->entries) read_target(entry, context);
}

}  // namespace bgsim::config
