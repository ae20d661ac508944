#include "cli/cell_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace bgsim::cli {
namespace {

/// " x (1 - 0.24 phi)" for the factor 1 + slope phi.
std::string factor_of(double slope) {
    return fmt::format(" x (1 {} {:.6g} phi)", slope < 0.0 ? '-' : '+', std::abs(slope));
}

std::string text_of(const config::Measure& measure) {
    return measure.unit == "1" ? fmt::format("{:.6g}", measure.value)
                               : fmt::format("{:.6g} {}", measure.value, measure.unit);
}

}  // namespace

std::string value_of(const config::CellParameter& parameter) {
    if (parameter.dopamine.value_or(0.0) == 0.0) return parameter.value;
    return parameter.value + factor_of(-*parameter.dopamine);
}

std::string kinetics_of(const config::CellPort& port) {
    if (port.dopamine.value_or(0.0) == 0.0) return port.kinetics;
    return port.kinetics + "," + factor_of(*port.dopamine);
}

std::string value_of(const config::PublishedBehaviour& published) {
    if (published.range) {
        return fmt::format("{:.6g} to {:.6g} {}", (*published.range)[0], (*published.range)[1],
                           published.unit);
    }
    if (!published.value) return published.text;
    std::string spread;
    if (published.se) spread = fmt::format(" +- {:.6g} (SE)", *published.se);
    if (published.sd) spread = fmt::format(" +- {:.6g} (SD)", *published.sd);
    return fmt::format("{:.6g}{} {}", *published.value, spread, published.unit);
}

std::string words_of(const std::string& quantity) {
    if (quantity == "f_I") return "f-I curve";
    if (quantity == "f_I_slope") return "slope of the f-I curve";
    std::string words = quantity;
    std::ranges::replace(words, '_', ' ');
    return words;
}

std::string method_of(const config::ComputedBehaviour& computed) {
    std::string method =
        fmt::format("{}, steps of {:.6g} ms; start at", computed.integrator, computed.step_ms);
    for (const auto& start : computed.start) {
        method += fmt::format(" {} = {}{}", start.variable, text_of(start.at),
                              &start == &computed.start.back() ? ";" : ",");
    }
    if (computed.phi != 0.0) method += fmt::format(" phi = {:.6g};", computed.phi);
    if (computed.I_e) method += fmt::format(" I_e = {};", text_of(*computed.I_e));
    const bool is_added = computed.f_I && computed.f_I->current == config::FICurve::Current::added;
    if (is_added) method += fmt::format(" current added at {:.6g} ms;", computed.step_at_ms);
    method += fmt::format(" spikes from {:.6g} to {:.6g} ms", computed.window_ms[0],
                          computed.window_ms[1]);
    return method;
}

std::vector<std::pair<std::string, std::string>> results_of(
    const config::ComputedBehaviour& computed) {
    std::vector<std::pair<std::string, std::string>> results;
    if (computed.rest_mV) results.emplace_back("rest", fmt::format("{:.6g} mV", *computed.rest_mV));
    if (computed.spontaneous_rate_hz) {
        results.emplace_back("spontaneous rate",
                             fmt::format("{:.6g} Hz", *computed.spontaneous_rate_hz));
    }
    if (computed.V_range_mV) {
        results.emplace_back("V_m while it fires",
                             fmt::format("{:.6g} to {:.6g} mV", (*computed.V_range_mV)[0],
                                         (*computed.V_range_mV)[1]));
    }
    if (const auto& rheobase = computed.rheobase) {
        results.emplace_back("rheobase (total current)",
                             fmt::format("{}, to within {:.6g}; spikes from {:.6g} to {:.6g} ms",
                                         text_of(rheobase->current), rheobase->resolution,
                                         rheobase->window_ms[0], rheobase->window_ms[1]));
    }
    return results;
}

std::vector<std::string> texts_of(const config::Series& series) {
    std::vector<std::string> texts;
    for (const auto& value : series.values) {
        texts.push_back(value ? fmt::format("{:.6g}", *value) : "-");
    }
    return texts;
}

std::string current_of(const config::FICurve& curve) {
    const bool is_added = curve.current == config::FICurve::Current::added;
    return fmt::format("{} current [{}]", is_added ? "added" : "total", curve.I.unit);
}

bool is_variant(const config::CellDescription& cell) {
    return cell.name.find('/') != std::string::npos;
}

std::vector<std::string> variants_of(const std::string& name,
                                     const std::vector<config::CellDescription>& cells) {
    std::vector<std::string> names;
    for (const auto& cell : cells) {
        if (cell.variant_of == name) names.push_back(cell.name);
    }
    return names;
}

}  // namespace bgsim::cli
