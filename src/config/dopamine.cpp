#include "config/dopamine.hpp"

#include <fmt/format.h>

#include "config/distribution.hpp"
#include "config/section.hpp"

namespace bgsim::config {

namespace {

/// Without the key `dopamine`.
std::optional<Distribution> read_value(const Node& map,
                                       const std::string& name,
                                       const Wanted& wanted,
                                       Diagnostics& diagnostics) {
    const Node* const value = map.find("value");
    const bool is_dopamine_alone = map.entries.size() == 1 && map.find("dopamine") != nullptr;
    if (value == nullptr && !is_dopamine_alone) {
        Node rest = map;
        erase(rest, "dopamine");
        return read_distribution(rest, name, wanted, diagnostics);
    }
    const auto section = Section::open(map, name, {"value", "dopamine"}, diagnostics);
    if (!section || section->require("value", "value: " + with_unit(1.0, wanted.unit)) == nullptr) {
        return std::nullopt;
    }
    const auto quantity = read_quantity(*value, name, wanted, diagnostics);
    if (!quantity) return std::nullopt;
    return constant(*quantity);
}

}  // namespace

std::optional<DopamineEffect> read_dopamine_effect(const Node& node,
                                                   std::string_view path,
                                                   Context& context) {
    const auto beta =
        read_quantity(node, "dopamine", {.unit = "", .example = 0.5}, context.diagnostics);
    if (!beta) return std::nullopt;
    const double factor = 1.0 + *beta * context.phi();
    if (factor >= 0.0) return DopamineEffect{*beta, factor};
    context.diagnostics.error(
        node.location,
        fmt::format("dopamine would multiply '{}' by {} (1 + beta * phi with beta = {}, phi = {})",
                    path, plain(factor), plain(*beta), plain(context.phi())),
        "choose a smaller beta, or a dopamine level nearer to the baseline");
    return std::nullopt;
}

std::optional<DopamineEffect> dopamine_effect_in(const Node& map,
                                                 std::string_view path,
                                                 Context& context) {
    const Node* const node = map.find("dopamine");
    return node == nullptr ? DopamineEffect{} : read_dopamine_effect(*node, path, context);
}

std::optional<Weight> read_weight(const Node& node,
                                  const std::string& name,
                                  const std::string& path,
                                  const Wanted& wanted,
                                  Context& context) {
    const auto weight = node.is_map() ? read_value(node, name, wanted, context.diagnostics)
                                      : read_distribution(node, name, wanted, context.diagnostics);
    const auto effect = dopamine_effect_in(node, path + "." + name, context);
    if (!weight || !effect) return std::nullopt;
    const double factor = effect->factor;
    return Weight{factor == 0.0 ? constant(0.0) : scaled(*weight, factor), effect->beta};
}

}  // namespace bgsim::config
