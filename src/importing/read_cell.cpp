#include "importing/read_cell.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/units.hpp"
#include "importing/reading.hpp"

namespace bgsim::importing {
namespace {

using config::Diagnostics;
using config::Node;
using config::Section;
using model::Constraint;

/// One key of a file of cells.
struct Rule {
    std::string key;
    std::string unit;                  ///< as the file should have it; "" for plain numbers
    std::vector<std::string> names{};  ///< parameters here that get the value
    std::string unit_here{};           ///< of a plain number
    bool is_optional = false;
    bool is_initial = false;
    Constraint constraint = Constraint::any;
};

/// A model of the project and its counterpart here.
struct Model {
    std::string source;
    std::string here;
    std::vector<Rule> rules;
    std::vector<Value> fixed;
};

const std::vector<Rule> parabola = {{"C", "pF", {"C_m"}, "", false, false, Constraint::positive},
                                    {"k", "", {"k"}, "nS/mV", false, false, Constraint::positive},
                                    {"vt", "mV", {"V_th"}},
                                    {"c", "mV", {"V_reset"}},
                                    {"d", "pA", {"d"}},
                                    {"th", "mV", {"V_peak"}},
                                    {"I_ext", "pA", {"I_e"}, "", true},
                                    {"v", "mV", {"V_m"}, "", true, true},
                                    {"u", "pA", {"u"}, "", true, true},
                                    {"a", "s", {}}};  // read apart

std::vector<Rule> with(std::vector<Rule> rules, const std::vector<Rule>& more) {
    rules.insert(rules.end(), more.begin(), more.end());
    return rules;
}

const std::vector<Model> models = {
    {"QIF",
     "qif",
     with(parabola, {{"vr", "mV", {"E_L", "V_b"}}, {"b", "", {"b_1", "b_2"}, "nS"}}),
     {}},
    {"QIF_FSN",
     "qif",
     with(parabola, {{"vr", "mV", {"E_L"}}, {"vb", "mV", {"V_b"}}, {"b", "", {"b_4"}, "pA/mV^3"}}),
     {{"b_1", 0.0, "nS", "the recovery is cubic"},
      {"b_2", 0.0, "nS", "the recovery is 0 above vb"}}},
    {"AdEx",
     "adex",
     {{"C", "pF", {"C_m"}, "", false, false, Constraint::positive},
      {"g_L", "nS", {"g_L"}, "", false, false, Constraint::positive},
      {"E_L", "mV", {"E_L", "V_a"}},
      {"vt", "mV", {"V_th"}},
      {"Delta_T", "mV", {"Delta_T"}, "", false, false, Constraint::positive},
      {"tau_w", "ms", {"tau_w"}, "", false, false, Constraint::positive},
      {"a", "nS", {"a_1", "a_2"}},
      {"d", "pA", {"b"}},
      {"vr", "mV", {"V_reset"}},
      {"th", "mV", {"V_peak"}},
      {"I_ext", "pA", {"I_e"}, "", true},
      {"v", "mV", {"V_m"}, "", true, true},
      {"z", "pA", {"w"}, "", true, true}},
     {}}};

void read_rule(const Section& params, const Rule& rule, Cell& cell, Diagnostics& diagnostics) {
    const Node* const node =
        rule.is_optional
            ? params.find(rule.key)
            : params.require(rule.key, fmt::format(R"({{"value": 1, "unit": "{}"}})", rule.unit));
    if (node == nullptr) return;
    const auto number =
        read_value(*node, "params." + rule.key,
                   {.unit = rule.unit, .constraint = rule.constraint, .example = 1.0}, diagnostics);
    if (!number) return;
    auto& values = rule.is_initial ? cell.initial : cell.parameters;
    const std::string& unit = rule.unit_here.empty() ? rule.unit : rule.unit_here;
    for (const std::string& name : rule.names) values.push_back({name, *number, unit, rule.key});
}

/// The rate of the recovery: the project writes a number in seconds and uses its inverse.
void read_recovery_rate(const Section& params, Cell& cell, Diagnostics& diagnostics) {
    const Node* const node = params.require("a", R"({"value": 0.01, "unit": "second"})");
    if (node == nullptr) return;
    const auto unit = core::parse_unit(unit_of(*node));
    const bool is_rate = unit && core::name_of(unit->dimension) == "rate";
    const auto number = read_value(
        *node, "params.a",
        {.unit = is_rate ? "1/ms" : "ms", .constraint = Constraint::positive, .example = 100.0},
        diagnostics);
    if (!number) return;
    const double rate = is_rate ? *number : 1.0 / *number;
    cell.parameters.push_back({"a", rate, "1/ms", is_rate ? "a" : "a, inverted"});
    if (is_rate) return;
    cell.notes.push_back(fmt::format(
        "'a' is a time in the file and was inverted, as the project's equations do: {:g} ms became "
        "{:g}/ms. If a rate was meant, change 'a' here",
        *number, rate));
}

std::vector<std::string> keys_of(const Model& model) {
    std::vector<std::string> keys;
    for (const Rule& rule : model.rules) keys.push_back(rule.key);
    return keys;
}

void read_parameters(const Node& node, const Model& model, Cell& cell, Diagnostics& diagnostics) {
    const auto params = Section::open(node, "params", keys_of(model), diagnostics);
    if (!params) return;
    for (const Rule& rule : model.rules) {
        if (!rule.names.empty()) read_rule(*params, rule, cell, diagnostics);
    }
    if (model.here == "qif") read_recovery_rate(*params, cell, diagnostics);
    cell.parameters.insert(cell.parameters.end(), model.fixed.begin(), model.fixed.end());
    if (model.source == "QIF_FSN") {
        cell.notes.emplace_back(
            "the cubic recovery acts below vb (b_4), as in the project's equations; Izhikevich "
            "(2007) has it above (b_3)");
    }
}

const Model* find_model(const Section& file, Diagnostics& diagnostics) {
    const Node* const node = file.require("model", "QIF");
    if (node == nullptr) return nullptr;
    std::vector<std::string> names;
    for (const Model& model : models) names.push_back(model.source);
    const auto choice = read_choice(*node, "model", names, diagnostics);
    return choice ? &models[*choice] : nullptr;
}

}  // namespace

std::optional<Cell> read_cell(const std::filesystem::path& file,
                              const config::SourceLocation& named_at,
                              Diagnostics& diagnostics) {
    const auto tree = read_tree(file.string(), named_at, diagnostics);
    if (!tree) return std::nullopt;
    const auto section = Section::open(*tree, file.filename().string(),
                                       {"model", "params", "reference"}, diagnostics);
    if (!section) return std::nullopt;
    const Model* const model = find_model(*section, diagnostics);
    const Node* const params = section->require("params", "{}");
    if (model == nullptr || params == nullptr) return std::nullopt;
    Cell cell{.name = file.stem().string(),
              .file = file,
              .source_model = model->source,
              .model = model->here};
    read_parameters(*params, *model, cell, diagnostics);
    return cell;
}

}  // namespace bgsim::importing
