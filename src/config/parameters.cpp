#include "config/parameters.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "config/distribution.hpp"
#include "config/dopamine.hpp"
#include "config/spelling.hpp"
#include "config/values.hpp"

namespace bgsim::config {

namespace {

using model::FieldDescription;

const std::vector<std::string> parameter_keys = {"value", "dopamine", "unit",     "source",
                                                 "note",  "notes",    "reference"};

Wanted wanted_of(const FieldDescription& field) {
    return {field.unit, field.constraint, field.may_be_infinite};
}

/// Record entries of the map `node` that no field of the table is named after.
void check_fields(const Node* node,
                  const std::string& path,
                  std::string_view kind,
                  const std::vector<FieldDescription>& fields,
                  Context& context) {
    if (node == nullptr) return;
    if (!node->is_map()) {
        report_kind(*node, path, "a map", fmt::format("{{{}: ...}}", fields.front().name),
                    context.diagnostics);
        return;
    }
    std::vector<std::string> names;
    for (const FieldDescription& field : fields) names.push_back(field.name);
    for (const Entry& entry : node->entries) {
        if (std::ranges::find(names, entry.key) != names.end()) continue;
        context.diagnostics.error(entry.location,
                                  fmt::format("unknown {} '{}' in '{}'", kind, entry.key, path),
                                  suggestion(entry.key, names, "remove it"));
    }
}

/// One parameter while it is resolved.
struct Resolved {
    FieldValue field;
    bool is_valid = false;
    SourceLocation location;
};

/// Resolves the parameters of one population.
class ParameterReader {
public:
    ParameterReader(const ParameterSources& sources, Context& context)
        : sources_(sources),
          context_(context),
          diagnostics_(context.diagnostics),
          from_cell_(sources.cell != nullptr ? sources.cell->find("params") : nullptr),
          own_(sources.section.find("parameters")),
          vary_(sources.section.find("vary")) {}

    std::vector<FieldValue> read() {
        const auto& fields = sources_.model.parameters;
        check_fields(from_cell_, "params", "parameter", fields, context_);
        check_fields(own_, sources_.section.path() + ".parameters", "parameter", fields, context_);
        check_fields(vary_, sources_.section.path() + ".vary", "parameter", fields, context_);
        std::vector<Resolved> all;
        for (const FieldDescription& field : fields) {
            check_vary_is_meant(field.name);
            all.push_back(resolve(field));
        }
        check_orders(all);
        std::vector<FieldValue> values;
        for (Resolved& resolved : all) values.push_back(std::move(resolved.field));
        return values;
    }

private:
    static const Node* find_in(const Node* map, const std::string& name) {
        return map == nullptr ? nullptr : map->find(name);
    }

    /// A value that was added after `vary` would have no effect.
    void check_vary_is_meant(const std::string& name) {
        const Node* value = find_in(own_, name);
        const Node* const varied = find_in(vary_, name);
        if (value == nullptr || varied == nullptr) return;
        if (value->is_map() && value->find("value") != nullptr) value = value->find("value");
        if (value->layer <= latest_layer(*varied)) return;
        diagnostics_.error(
            value->location,
            fmt::format("'{}.parameters.{}' has no effect, 'vary.{}' ({}) replaces it",
                        sources_.section.path(), name, name, to_string(varied->location)),
            fmt::format("change 'vary.{0}', or remove it with 'vary.{0}: ~'", name));
    }

    Resolved resolve(const FieldDescription& field) {
        const Node* node = find_in(own_, field.name);
        if (node == nullptr) node = find_in(from_cell_, field.name);
        const Node* const varied = find_in(vary_, field.name);
        Resolved resolved;
        resolved.field.name = field.name;
        resolved.location = varied != nullptr ? varied->location
                            : node != nullptr ? node->location
                                              : sources_.section.location();
        DopamineEffect dopamine;
        std::optional<Distribution> value;
        if (node != nullptr) value = read_value(*node, field, dopamine);
        const bool is_faulty = node != nullptr && !value;
        if (varied != nullptr) {
            value = read_distribution(*varied, field.name, wanted_of(field), diagnostics_);
            if (value) value = scaled(*value, dopamine.factor);
        } else if (node == nullptr) {
            value = fallback(field);
        }
        resolved.is_valid = value.has_value() && !is_faulty;
        if (value) resolved.field.value = *value;
        resolved.field.dopamine = dopamine.beta;
        return resolved;
    }

    std::optional<Distribution> fallback(const FieldDescription& field) {
        if (field.fallback) return constant(*field.fallback);
        const bool is_in_cell = from_cell_ != nullptr;
        const std::string unit = field.unit == "1" ? "" : field.unit;
        diagnostics_.error(
            is_in_cell ? from_cell_->location : sources_.section.location(),
            fmt::format("the parameter '{}' ({}) of model '{}' is missing", field.name,
                        field.meaning, sources_.model.name),
            is_in_cell
                ? fmt::format("add for example '\"{}\": {{\"value\": 10, \"unit\": \"{}\"}}'",
                              field.name, unit)
                : fmt::format("add for example '{}: {}' to its 'parameters', or name a 'cell'",
                              field.name, with_unit(10.0, field.unit)));
        return std::nullopt;
    }

    /// A quantity, or {value, unit, dopamine}; the constraint holds after dopamine too.
    std::optional<Distribution> read_value(const Node& node,
                                           const FieldDescription& field,
                                           DopamineEffect& dopamine) {
        if (!node.is_map()) return read_plain(node, field);
        if (node.find("uniform") != nullptr || node.find("normal") != nullptr ||
            node.find("lognormal") != nullptr) {
            diagnostics_.error(node.location,
                               fmt::format("the parameter '{}' is a distribution ('{}')",
                                           field.name, preview(node)),
                               "move it to 'vary' of the population");
            return std::nullopt;
        }
        const auto section = Section::open(node, field.name, parameter_keys, diagnostics_);
        const Node* const value_node =
            section->require("value", "value: " + with_unit(10.0, field.unit));
        const bool has_factor = read_factor(*section, dopamine);
        if (value_node == nullptr) return std::nullopt;
        const auto value = read_plain(with_its_unit(node, *value_node), field);
        if (!value || !has_factor) return std::nullopt;
        return apply(*value, dopamine.factor, field, node);
    }

    std::optional<Distribution> read_plain(const Node& node, const FieldDescription& field) {
        const auto value = read_quantity(node, field.name, wanted_of(field), diagnostics_);
        if (!value) return std::nullopt;
        return constant(*value);
    }

    bool read_factor(const Section& section, DopamineEffect& dopamine) {
        const Node* const node = section.find("dopamine");
        if (node == nullptr) return true;
        const auto beta =
            read_quantity(*node, "dopamine", {.unit = "", .example = 0.5}, diagnostics_);
        if (!beta) return false;
        dopamine = {*beta, 1.0 - *beta * context_.phi()};
        if (dopamine.factor >= 0.0) return true;
        diagnostics_.error(
            node->location,
            fmt::format("dopamine would multiply '{}' by {} (1 - beta * phi with beta = {}, phi = "
                        "{})",
                        section.path(), plain(dopamine.factor), plain(*beta),
                        plain(context_.phi())),
            "choose a smaller beta, or a dopamine level nearer to the baseline");
        return false;
    }

    std::optional<Distribution> apply(const Distribution& value,
                                      double factor,
                                      const FieldDescription& field,
                                      const Node& node) {
        const Distribution result = scaled(value, factor);
        if (std::isnan(result.first) || !satisfies(result.first, field.constraint)) {
            diagnostics_.error(
                node.location,
                fmt::format("with dopamine '{}' becomes {}, it must be {}", field.name,
                            with_unit(result.first, field.unit), name_of(field.constraint)),
                "choose a smaller beta, or a dopamine level nearer to the baseline");
            return std::nullopt;
        }
        return result;
    }

    void check_orders(const std::vector<Resolved>& all) {
        for (const model::OrderConstraint& order : sources_.model.orders) {
            const auto lower =
                std::ranges::find(all, order.lower, [](const Resolved& r) { return r.field.name; });
            const auto upper =
                std::ranges::find(all, order.upper, [](const Resolved& r) { return r.field.name; });
            if (lower == all.end() || upper == all.end()) continue;
            if (lower->is_valid && upper->is_valid) check_order(*lower, *upper);
        }
    }

    /// Ends that no bound holds back are left out: the means must then be in order.
    void check_order(const Resolved& lower, const Resolved& upper) {
        const auto [unused_low, high] = support(lower.field.value);
        const auto [low, unused_high] = support(upper.field.value);
        const double highest = std::isfinite(high) ? high : lower.field.value.first;
        const double lowest = std::isfinite(low) ? low : upper.field.value.first;
        if (highest < lowest) return;
        const std::string unit = unit_of(lower.field.name);
        diagnostics_.error(lower.location,
                           fmt::format("'{}' ({}) must be lower than '{}' ({}) in '{}'",
                                       lower.field.name, with_unit(highest, unit), upper.field.name,
                                       with_unit(lowest, unit), sources_.section.path()),
                           "change one of them");
    }

    std::string unit_of(const std::string& name) const {
        return std::ranges::find(sources_.model.parameters, name, &FieldDescription::name)->unit;
    }

    const ParameterSources& sources_;
    Context& context_;
    Diagnostics& diagnostics_;
    const Node* from_cell_;
    const Node* own_;
    const Node* vary_;
};

/// The middle of what is drawn.
double typical(const Distribution& d) {
    return d.kind == Distribution::Kind::uniform ? 0.5 * (d.first + d.second) : d.first;
}

/// Where V_m starts if nothing is said.
double default_potential(const model::ModelDescription& model,
                         const std::vector<FieldValue>& parameters) {
    const auto rest = std::ranges::find(parameters, model.starts_at, &FieldValue::name);
    if (rest != parameters.end()) return typical(rest->value);
    return model.state.front().fallback.value_or(0.0);
}

/// Where the state variables start if nothing is said but V_m.
std::vector<double> default_start(const model::ModelDescription& model,
                                  const std::vector<FieldValue>& parameters,
                                  double V_m) {
    if (model.steady_state) {
        std::vector<double> values;
        for (const FieldValue& parameter : parameters) values.push_back(typical(parameter.value));
        return model.steady_state(values, V_m);
    }
    std::vector<double> start;
    for (const FieldDescription& field : model.state) start.push_back(field.fallback.value_or(0.0));
    start.front() = V_m;
    return start;
}

}  // namespace

Node with_its_unit(const Node& parameter, Node value) {
    const Node* const unit = parameter.find("unit");
    if (unit != nullptr && value.is_scalar() && unit->is_scalar() && unit->text != "1") {
        value.text += " " + unit->text;
    }
    return value;
}

std::vector<FieldValue> read_parameters(const ParameterSources& sources, Context& context) {
    return ParameterReader(sources, context).read();
}

std::vector<FieldValue> read_initial(const ParameterSources& sources,
                                     const std::vector<FieldValue>& parameters,
                                     Context& context) {
    const Node* const initial = sources.section.find("initial");
    const auto& fields = sources.model.state;
    check_fields(initial, sources.section.path() + ".initial", "state variable", fields, context);
    const auto given = [&](const FieldDescription& field) -> std::optional<Distribution> {
        const Node* const node = initial != nullptr ? initial->find(field.name) : nullptr;
        if (node == nullptr) return std::nullopt;
        return read_distribution(*node, field.name, wanted_of(field), context.diagnostics);
    };
    const Distribution V_m =
        given(fields.front()).value_or(constant(default_potential(sources.model, parameters)));
    const std::vector<double> start = default_start(sources.model, parameters, typical(V_m));
    std::vector<FieldValue> values = {{fields.front().name, V_m}};
    for (std::size_t i = 1; i != fields.size(); ++i) {
        values.push_back({fields[i].name, given(fields[i]).value_or(constant(start[i]))});
    }
    return values;
}

}  // namespace bgsim::config
