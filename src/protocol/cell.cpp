#include "protocol/cell.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/values.hpp"
#include "core/units.hpp"

namespace bgsim::protocol {
namespace {

constexpr const char* pA = "pA";
constexpr const char* per_capacitance = "mV/ms";
constexpr const char* per_area = "uA/cm^2";
/// 1 pA on 1 um^2 is 100 uA/cm^2.
constexpr double um2_per_cm2_times_uA_per_pA = 100.0;

bool has_dimension_of(std::string_view unit, const char* name) {
    return core::parse_unit(unit)->dimension == core::parse_unit(name)->dimension;
}

const config::Distribution* find(const config::Population& population, const char* name) {
    const auto found = std::ranges::find(population.parameters, name, &config::FieldValue::name);
    return found == population.parameters.end() ? nullptr : &found->value;
}

/// Of all of the membrane [pF].
double capacitance_of(const config::Population& population, const std::string& current_unit) {
    constexpr double pF_per_uF_per_cm2_um2 = 0.01;
    const auto mean = [&](const char* name) {
        const auto* const value = find(population, name);
        if (value == nullptr) return 0.0;
        const bool is_uniform = value->kind == config::Distribution::Kind::uniform;
        return is_uniform ? 0.5 * (value->first + value->second) : value->first;
    };
    if (current_unit != per_area) return mean("C_m");
    return pF_per_uF_per_cm2_um2 * mean("C_m") * mean("area");
}

/// A constant parameter; 0 if it varies or the model lacks it.
double value_of(const config::Population& population, const char* name) {
    const auto* const value = find(population, name);
    return value != nullptr && value->is_constant() ? value->first : 0.0;
}

std::string unit_of_own_current(const model::ModelDescription& model) {
    const auto field = std::ranges::find(model.parameters, "I_e", &model::FieldDescription::name);
    return field == model.parameters.end() ? pA : field->unit;
}

double picoamperes_per_unit(const config::Population& population, const std::string& unit) {
    if (unit == per_capacitance) return value_of(population, "C_m");
    if (unit == per_area) return value_of(population, "area") / um2_per_cm2_times_uA_per_pA;
    return 1.0;
}

/// In which unit the cell counts, and why.
std::string explanation(const Cell& cell) {
    if (cell.current_unit == per_capacitance) {
        return fmt::format(
            "its equation has no membrane capacitance to divide by and counts in "
            "mV/ms (1 mV/ms is {} here)",
            config::with_unit(cell.picoamperes_per_unit, pA));
    }
    if (cell.current_unit == per_area) {
        return fmt::format(
            "its equation is per area of membrane and counts in uA/cm^2 (1 uA/cm^2 "
            "is {} here)",
            config::with_unit(cell.picoamperes_per_unit, pA));
    }
    return "its membrane has a capacitance in pF, but no area";
}

}  // namespace

Cell cell_of(const config::Population& population, const model::ModelDescription& model) {
    Cell cell;
    cell.population = population.name;
    cell.model = model.name;
    cell.current_unit = unit_of_own_current(model);
    cell.picoamperes_per_unit = picoamperes_per_unit(population, cell.current_unit);
    cell.capacitance_pF = capacitance_of(population, cell.current_unit);
    cell.I_e = value_of(population, "I_e");
    cell.E_L = value_of(population, "E_L");
    for (const auto& field : model.state) cell.states.push_back({field.name, field.unit});
    cell.ports = population.ports;
    return cell;
}

double in_picoamperes(double value, std::string_view unit, const Cell& cell) {
    const bool is_plain = has_dimension_of(unit, pA);
    const core::Unit target = *core::parse_unit(is_plain ? pA : cell.current_unit);
    const double converted = core::convert(value, *core::parse_unit(unit), target);
    return is_plain ? converted : converted * cell.picoamperes_per_unit;
}

void check_unit(const Currents& currents, const Cell& cell, config::Diagnostics& diagnostics) {
    if (currents.values.empty() || has_dimension_of(currents.unit, pA)) return;
    const bool fits = has_dimension_of(currents.unit, cell.current_unit.c_str());
    if (fits && cell.picoamperes_per_unit > 0.0) return;
    const double example = currents.values.back();
    if (fits) {
        diagnostics.error(
            currents.location,
            fmt::format("the cells '{}' differ in what {} is in pA", cell.label,
                        config::with_unit(example, currents.unit)),
            fmt::format("write pA, for example '{}'", config::with_unit(example, pA)));
        return;
    }
    const bool counts_in_pA = cell.current_unit == pA;
    diagnostics.error(currents.location,
                      fmt::format("'{}' ({}) takes no current in {}: {}", cell.label, cell.model,
                                  currents.unit, explanation(cell)),
                      counts_in_pA
                          ? fmt::format("write for example '{}'", config::with_unit(example, pA))
                          : fmt::format("write for example '{}' or '{}'",
                                        config::with_unit(example, cell.current_unit),
                                        config::with_unit(example, pA)));
}

}  // namespace bgsim::protocol
