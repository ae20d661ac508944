#include "config/targets.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "config/section.hpp"
#include "config/values.hpp"

namespace bgsim::config {

namespace {

using Range = Target::Range;

const std::vector<std::string> target_keys = {"populations", "rate", "cv", "peak", "source"};

/// Something that is published of a population.
struct TargetMeasure {
    std::string name;  ///< its key
    std::string unit;
    double example = 10.0;          ///< [unit]
    std::vector<std::string> keys;  ///< where it is a map
};

const TargetMeasure rate_measure{"rate", "Hz", 10.0, {"value", "within"}};
const TargetMeasure cv_measure{"cv", "", 0.8, {"value", "within"}};
const TargetMeasure peak_measure{"peak", "Hz", 16.0, {"value", "within", "band"}};

// How far a value may be from a published number without `within` (docs/configuration.md).
constexpr double default_share = 0.05;
constexpr double share_of_low_rates = 0.1;
constexpr double low_rate_hz = 0.1;
constexpr double peak_resolution_hz = 1.0;

double default_tolerance(const TargetMeasure& measure, double value) {
    if (&measure == &peak_measure) return peak_resolution_hz;
    const bool is_low = &measure == &rate_measure && value < low_rate_hz;
    return (is_low ? share_of_low_rates : default_share) * value;
}

/// A number, or [low, high].
std::optional<Range> read_range(const Node& node,
                                const std::string& name,
                                const TargetMeasure& measure,
                                Diagnostics& diagnostics) {
    const Wanted wanted{.unit = measure.unit,
                        .constraint = model::Constraint::non_negative,
                        .example = measure.example};
    if (!node.is_list()) {
        const auto value = read_quantity(node, name, wanted, diagnostics);
        if (!value) return std::nullopt;
        return Range{*value, *value};
    }
    if (node.items.size() != 2) {
        report_kind(node, name, "a number or [low, high]",
                    fmt::format("[{}, {}]", with_unit(measure.example, measure.unit),
                                with_unit(1.25 * measure.example, measure.unit)),
                    diagnostics);
        return std::nullopt;
    }
    const auto low = read_quantity(node.items[0], name, wanted, diagnostics);
    const auto high = read_quantity(node.items[1], name, wanted, diagnostics);
    if (!low || !high) return std::nullopt;
    if (*low > *high) {
        diagnostics.error(node.location,
                          fmt::format("the range of '{}' ends below its beginning ('{}' found)",
                                      name, preview(node)),
                          "write the lower end first");
    }
    return Range{*low, *high};
}

/// "5 %" of the value, or a number in the unit of the measure.
std::optional<double> read_tolerance(const Node& node,
                                     const TargetMeasure& measure,
                                     double value,
                                     Diagnostics& diagnostics) {
    const bool is_share = node.is_scalar() && node.text.ends_with('%');
    constexpr double per_cent = 0.01;
    const Wanted wanted{.unit = is_share ? "%" : measure.unit,
                        .constraint = model::Constraint::non_negative,
                        .example = is_share ? 5.0 : 0.1 * measure.example};
    const auto tolerance = read_quantity(node, "within", wanted, diagnostics);
    if (!tolerance || !is_share) return tolerance;
    return per_cent * *tolerance * value;
}

/// What is read of one measure.
struct Published {
    std::optional<Range> range{};
    double tolerance = 0.0;
    std::optional<Range> band{};
};

std::optional<Range> read_band(const Section& section, Diagnostics& diagnostics) {
    const Node* const node = section.find("band");
    if (node == nullptr) return std::nullopt;
    const auto band = read_range(*node, "band", peak_measure, diagnostics);
    if (band && node->is_list()) return band;
    if (band) report_kind(*node, "band", "a list", "[13 Hz, 30 Hz]", diagnostics);
    return std::nullopt;
}

/// The parts of `{value: 30 Hz, within: 5 %}`.
Published read_parts(const Section& section,
                     const TargetMeasure& measure,
                     Diagnostics& diagnostics) {
    Published published{.band = read_band(section, diagnostics)};
    const Node* const value = section.require("value", with_unit(measure.example, measure.unit));
    if (value == nullptr) return published;
    published.range = read_range(*value, "value", measure, diagnostics);
    const Node* const within = section.find("within");
    if (!published.range) return published;
    const double number = published.range->front();
    if (within == nullptr) {
        if (!value->is_list()) published.tolerance = default_tolerance(measure, number);
    } else if (value->is_list()) {
        diagnostics.error(within->location,
                          fmt::format("'{}' has a range and 'within'", section.path()),
                          "give a single value, or the range alone");
    } else {
        published.tolerance = read_tolerance(*within, measure, number, diagnostics).value_or(0.0);
    }
    return published;
}

Published read_published(const Section& target,
                         const TargetMeasure& measure,
                         Diagnostics& diagnostics) {
    const Node* const node = target.find(measure.name);
    if (node == nullptr) return {};
    if (node->is_map()) {
        const auto section =
            Section::open(*node, target.path() + '.' + measure.name, measure.keys, diagnostics);
        return section ? read_parts(*section, measure, diagnostics) : Published{};
    }
    Published published{.range = read_range(*node, measure.name, measure, diagnostics)};
    if (published.range && !node->is_list()) {
        published.tolerance = default_tolerance(measure, published.range->front());
    }
    return published;
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

void read_measures(const Section& section, Target& target, Diagnostics& diagnostics) {
    const Published rate = read_published(section, rate_measure, diagnostics);
    const Published cv = read_published(section, cv_measure, diagnostics);
    const Published peak = read_published(section, peak_measure, diagnostics);
    target.rate_hz = rate.range;
    target.rate_tolerance_hz = rate.tolerance;
    target.cv = cv.range;
    target.cv_tolerance = cv.tolerance;
    target.peak_hz = peak.range;
    target.peak_tolerance_hz = peak.tolerance;
    target.peak_band_hz = peak.band.value_or(target.peak_band_hz);
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
    read_measures(*section, target, context.diagnostics);
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
