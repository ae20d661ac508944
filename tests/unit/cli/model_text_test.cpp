#include "cli/model_text.hpp"

#include <gmock/gmock.h>

#include "bgsim/error.hpp"

namespace bgsim::cli {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;

model::ModelCatalogue example_models() {
    model::ModelDescription qif;
    qif.name = "qif";
    qif.title = "quadratic integrate-and-fire";
    qif.equations = "C_m dV_m/dt = ...";
    qif.source = "a book";
    qif.parameters = {{"C_m", "pF", "capacitance", model::Constraint::positive, {}, false},
                      {"w", "1", "weight", model::Constraint::any, 2.5, false}};
    qif.state = {{"V_m", "mV", "potential", model::Constraint::any, {}, false}};
    qif.orders = {{"V_reset", "V_peak"}};
    qif.solvers = {"rk4", "euler"};
    return {qif};
}

TEST(ModelTextTest, ListHasARowPerModel) {
    EXPECT_THAT(list_of(example_models()),
                HasSubstr("qif    rk4 euler  quadratic integrate-and-fire\n"));
}

TEST(ModelTextTest, DescriptionHasEquationsParametersStateAndSource) {
    const std::string text = description_of("QIF", example_models());
    EXPECT_THAT(text, HasSubstr("C_m dV_m/dt = ..."));
    EXPECT_THAT(text, ContainsRegex("C_m +pF +- +> 0 +capacitance\n"));
    EXPECT_THAT(text, ContainsRegex("w +- +2.5 +weight\n"));
    EXPECT_THAT(text, HasSubstr("V_reset must be smaller than V_peak\n"));
    EXPECT_THAT(text, ContainsRegex("V_m +mV +potential\n"));
    EXPECT_THAT(text, HasSubstr("start: V_m at 0 mV\n"));
    EXPECT_THAT(text, HasSubstr("solvers: rk4 (default), euler\nsource: a book\n"));
}

TEST(ModelTextTest, TellsWhichPortsThereAreWhereTheStateStartsAndHowStepsAreCut) {
    auto models = example_models();
    auto& model = models.front();
    model.state.push_back({"n", "1", "gate", model::Constraint::any, {}, false});
    model.starts_at = "C_m";
    model.steady_state = [](const auto&, double V_m) { return std::vector{V_m, 0.5}; };
    model.largest_step_ms = {0.025, 0.01};
    const std::string text = description_of("qif", models);
    EXPECT_THAT(text, HasSubstr("delta        weight in mV"));
    EXPECT_THAT(text, HasSubstr("start: V_m at C_m, the others at rest for V_m\n"));
    EXPECT_THAT(text, HasSubstr("euler; in parts of at most 0.025 ms (rk4) or 0.01 ms (euler)\n"));
}

TEST(ModelTextTest, UnknownModelNamesTheNearest) {
    try {
        description_of("qfi", example_models());
        FAIL() << "no exception";
    } catch (const InputError& error) {
        EXPECT_EQ(error.code(), ExitCode::usage);
        EXPECT_THAT(error.what(), HasSubstr("unknown model 'qfi'; did you mean 'qif'?"));
    }
}

}  // namespace
}  // namespace bgsim::cli
