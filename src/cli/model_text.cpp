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
        table.add({field.name, field.unit, field.meaning});
    }
    return table.text(2);
}

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
    return fmt::format("{}: {}\n\n{}{}\nparameters\n{}\nstate\n{}\nsolvers: {}\nsource: {}\n",
                       model.name, model.title, model.equations, ends ? "" : "\n",
                       parameters_of(model), state_of(model), fmt::join(model.solvers, ", "),
                       model.source);
}

}  // namespace bgsim::cli
