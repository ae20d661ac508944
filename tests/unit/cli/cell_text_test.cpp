#include "cli/cell_text.hpp"

#include <sstream>

#include <gmock/gmock.h>

#include "cli/cell_markdown.hpp"
#include "cli/cell_values.hpp"

namespace bgsim::cli {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

config::CellDescription type() {
    config::CellDescription cell;
    cell.name = "msn_d1";
    cell.file = "params/msn_d1.json";
    cell.model = "qif";
    cell.cell = "medium spiny neuron";
    cell.region = "striatum";
    cell.neurotransmitter = "GABA (and more)";
    cell.marker = "Drd1";
    cell.aliases = {"dSPN", "direct SPN"};
    cell.confidence = "adapted";
    cell.why = "one number was changed";
    cell.parameters = {{"C_m", "15.2 pF", {}, "a book | page 3"},
                       {"E_L", "-81.85 mV", -0.0282, "a paper"}};
    cell.ports = {
        {"AMPA", "conductance, tau 12 ms, E_rev 0 mV", 1.04, "a code", "assumed", "chosen"}};
    config::ComputedBehaviour computed;
    computed.source = "two programs";
    computed.integrator = "rk4";
    computed.step_ms = 0.01;
    computed.start = {{"V_m", {-80.0, "mV"}}, {"u", {0.0, "pA"}}};
    computed.step_at_ms = 500.0;
    computed.window_ms = {2500.0, 4500.0};
    computed.rest_mV = -81.85;
    computed.spontaneous_rate_hz = 0.0;
    computed.rheobase = config::Rheobase{{259.3, "pA"}, 0.2, {3500.0, 6500.0}};
    computed.f_I = config::FICurve{config::FICurve::Current::added,
                                   {{0.0, 300.0}, "pA"},
                                   {{0.0, 14.99}, "Hz"},
                                   config::Series{{std::nullopt, 41.5}, "ms"}};
    cell.computed = {computed};
    config::PublishedBehaviour rest;
    rest.quantity = "resting_potential";
    rest.value = -73.2;
    rest.se = 2.2;
    rest.unit = "mV";
    rest.condition = "slice";
    rest.is_comparable = true;
    rest.source = "them";
    config::PublishedBehaviour rate;
    rate.quantity = "in_vivo_rate";
    rate.range = {3.0, 10.0};
    rate.unit = "Hz";
    config::PublishedBehaviour rheobase;
    rheobase.quantity = "rheobase";
    rheobase.text = "unknown";
    cell.published = {rest, rate, rheobase};
    cell.known_mismatch = {{"resting_potential", "too low"}};
    cell.references = {"A paper"};
    return cell;
}

config::CellDescription variant() {
    config::CellDescription cell;
    cell.name = "paper2020/d1";
    cell.model = "lif";
    cell.cell = "a spiny neuron";
    cell.region = "striatum";
    cell.variant_of = "msn_d1";
    cell.confidence = "published";
    return cell;
}

TEST(CellValuesTest, DopamineIsAFactor) {
    const auto cell = type();
    EXPECT_EQ(value_of(cell.parameters[0]), "15.2 pF");
    EXPECT_EQ(value_of(cell.parameters[1]), "-81.85 mV x (1 + 0.0282 phi)");
    EXPECT_EQ(kinetics_of(cell.ports[0]), "conductance, tau 12 ms, E_rev 0 mV, x (1 + 1.04 phi)");
}

TEST(CellValuesTest, PublishedValuesAreANumberARangeOrWords) {
    const auto published = type().published;
    EXPECT_EQ(value_of(published[0]), "-73.2 +- 2.2 (SE) mV");
    EXPECT_EQ(value_of(published[1]), "3 to 10 Hz");
    EXPECT_EQ(value_of(published[2]), "unknown");
}

TEST(CellValuesTest, TheMethodTellsWhatAResultDependsOn) {
    auto computed = type().computed.front();
    EXPECT_EQ(method_of(computed),
              "rk4, steps of 0.01 ms; start at V_m = -80 mV, u = 0 pA; current added at 500 ms; "
              "spikes from 2500 to 4500 ms");
    computed.phi = -0.8;
    computed.I_e = config::Measure{2.0, "pA"};
    computed.f_I->current = config::FICurve::Current::total;
    EXPECT_EQ(method_of(computed),
              "rk4, steps of 0.01 ms; start at V_m = -80 mV, u = 0 pA; phi = -0.8; I_e = 2 pA; "
              "spikes from 2500 to 4500 ms");
}

TEST(CellTextTest, ListHasTheTypesByRegionAndTheVariantsByFolder) {
    auto elsewhere = type();
    elsewhere.name = "a_cell";
    elsewhere.region = "elsewhere";
    auto last = type();
    last.name = "zz_cell";
    const std::string text = list_of({elsewhere, type(), last, variant()});
    EXPECT_THAT(text,
                ContainsRegex("elsewhere\n  a_cell .*\n.*\n\nstriatum\n  msn_d1 +qif +adapted "
                              "+GABA +Drd1 +dSPN, direct SPN\n    medium spiny neuron\n"
                              "  zz_cell "));
    EXPECT_THAT(text, HasSubstr("\n  paper2020         d1\n"));
}

TEST(CellTextTest, NoLineOfAShippedCellIsLong) {
    const auto cells = config::read_cells({BGSIM_SOURCE_DIR "/params"});
    for (const config::CellDescription& cell : cells) {
        std::istringstream text(description_of(cell, cells) + list_of({cell}));
        for (std::string line; std::getline(text, line);) EXPECT_LE(line.size(), 112U) << line;
    }
}

TEST(CellTextTest, DescriptionHasEveryNumberWithItsOrigin) {
    const std::string text = description_of(type(), {type(), variant()});
    EXPECT_THAT(text, HasSubstr("variants      paper2020/d1\n"));
    EXPECT_THAT(text, HasSubstr("why           one number was changed\n"));
    EXPECT_THAT(text, ContainsRegex("C_m +15.2 pF +a book . page 3\n"));
    EXPECT_THAT(text, ContainsRegex("AMPA .*\n +a code\n +assumed: chosen\n"));
    EXPECT_THAT(text, ContainsRegex("rest +-81.85 mV\n"));
    EXPECT_THAT(text, ContainsRegex("added current .pA. +0 +300\n +rate .Hz. +0 +14.99\n"
                                    " +first spike .ms. +- +41.5\n"));
    EXPECT_THAT(text, HasSubstr("  * resting potential         -73.2 +- 2.2 (SE) mV; slice [them]\n"
                                "    in vivo rate              3 to 10 Hz\n"));
    EXPECT_THAT(text, ContainsRegex("known mismatch\n    resting potential +too low\n"));
    EXPECT_THAT(text, HasSubstr("references\n  - A paper\n"));
}

TEST(CellMarkdownTest, PageHasATableASectionPerTypeAndTheVariants) {
    const std::string page = page_of({type(), variant()});
    EXPECT_THAT(page, HasSubstr("| [`msn_d1`](#msn_d1) | medium spiny neuron | striatum |"));
    EXPECT_THAT(page, HasSubstr("\n## msn_d1\n"));
    EXPECT_THAT(page, Not(HasSubstr("## paper2020")));
    EXPECT_THAT(page, HasSubstr("| `C_m` | 15.2 pF | a book \\| page 3 |\n"))
        << "a bar must not end the cell of a table";
    EXPECT_THAT(page, HasSubstr("| added current [pA] | 0 | 300 |\n|---|---|---|\n"
                                "| rate [Hz] | 0 | 14.99 |\n"));
    EXPECT_THAT(page, HasSubstr("| [`paper2020/d1`](../params/paper2020/d1.json) | `msn_d1` |"));
}

}  // namespace
}  // namespace bgsim::cli
