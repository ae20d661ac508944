#include "cli/model_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "bgsim/error.hpp"
#include "config/spelling.hpp"
#include "core/text_table.hpp"

namespace bgsim::cli {
namespace {

using model::Constraint;
using model::FieldDescription;
using model::ModelDescription;

std::string range_of(const FieldDescription& field) {
    switch (field.constraint) {
        case Constraint::any:
            return "";
        case Constraint::positive:
            return "> 0";
        case Constraint::non_negative:
            return ">= 0";
    }
    return "";
}

std::string parameters_of(const ModelDescription& model) {
    core::TextTable table({"name", "unit", "default", "range", "meaning"});
    for (const FieldDescription& field : model.parameters) {
        table.add({field.name, field.unit == "1" ? "-" : field.unit,
                   field.fallback ? fmt::format("{:g}", *field.fallback) : "-", range_of(field),
                   field.meaning});
    }
    std::string text = table.text(2);
    for (const auto& [lower, upper] : model.orders) {
        text += fmt::format("  {} must be smaller than {}\n", lower, upper);
    }
    return text;
}

std::string state_of(const ModelDescription& model) {
    core::TextTable table({"name", "unit", "meaning"});
    for (const FieldDescription& field : model.state) {
        table.add({field.name, field.unit == "1" ? "-" : field.unit, field.meaning});
    }
    return table.text(2);
}

/// Where the state starts if a configuration does not say.
std::string start_of(const ModelDescription& model) {
    const bool has_parameter = std::ranges::any_of(
        model.parameters, [&](const FieldDescription& f) { return f.name == model.starts_at; });
    const std::string V_m =
        has_parameter ? model.starts_at
                      : fmt::format("{:g} mV", model.state.front().fallback.value_or(0.0));
    if (model.state.size() == 1) return fmt::format("V_m at {}", V_m);
    return fmt::format("V_m at {}, the others {}", V_m,
                       model.steady_state ? "at rest for V_m" : "at 0");
}

std::string solvers_of(const ModelDescription& model) {
    std::string text = fmt::format("{} (default)", model.solvers.front());
    for (std::size_t i = 1; i != model.solvers.size(); ++i) text += ", " + model.solvers[i];
    if (model.largest_step_ms.empty()) return text;
    return text + fmt::format("; in parts of at most {:g} ms (rk4) or {:g} ms (euler)",
                              model.largest_step_ms.at(0), model.largest_step_ms.at(1));
}

/// The same for all models: what a model sees is a sum over its ports.
constexpr const char* ports =
    "  conductance  weight in nS, E_rev in mV; exponential, alpha or difference of exponentials;\n"
    "               with or without NMDA block (V_act and S_act, or Mg)\n"
    "  current      weight in pA; exponential, alpha or difference of exponentials\n"
    "  delta        weight in mV: a jump of V_m\n";

const ModelDescription& find(const std::string& name, const model::ModelCatalogue& models) {
    std::vector<std::string> names;
    for (const ModelDescription& model : models) {
        if (config::lower_case(model.name) == config::lower_case(name)) return model;
        names.push_back(model.name);
    }
    throw InputError(fmt::format("bgsim models: unknown model '{}'; {}", name,
                                 config::suggestion(name, names, "there are none")),
                     ExitCode::usage);
}

}  // namespace

std::string list_of(const model::ModelCatalogue& models) {
    core::TextTable table({"model", "solvers", "description"});
    for (const ModelDescription& model : models) {
        table.add({model.name, fmt::format("{}", fmt::join(model.solvers, " ")), model.title});
    }
    return table.text() + "\n'bgsim models NAME' shows equations, parameters and state.\n";
}

std::string description_of(const std::string& name, const model::ModelCatalogue& models) {
    const ModelDescription& model = find(name, models);
    const bool ends = model.equations.ends_with('\n');
    return fmt::format(
        "{}: {}\n\n{}{}\nparameters\n{}\nstate\n{}\nports (any number)\n{}\n"
        "start: {}\nsolvers: {}\nsource: {}\n",
        model.name, model.title, model.equations, ends ? "" : "\n", parameters_of(model),
        state_of(model), ports, start_of(model), solvers_of(model), model.source);
}

}  // namespace bgsim::cli
