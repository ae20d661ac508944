#include "bgsim/config/cell_catalogue.hpp"

#include <gmock/gmock.h>

#include "bgsim/error.hpp"
#include "support/temporary_folder.hpp"

namespace bgsim::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* cell_text = R"({
"model": "qif", "cell": "test cell", "region": "somewhere", "neurotransmitter": "GABA", "marker": "X",
"aliases": ["Tester"], "confidence": "adapted", "why": "for a test", "notes": ["one", "two"],
"params": {
    "C_m": {"value": 15.2, "unit": "pF", "source": "a book"},
    "E_L": {"value": -81.85, "unit": "mV", "dopamine": -0.0282, "source": "a paper"},
    "k": "1 nS/mV"
},
"ports": {
    "NMDA": {"tau": "160 ms", "E_rev": "0 mV", "nmda_block": {"Mg": "1 mM"}, "dopamine": 1.04, "source": "s"},
    "GABAA": {"type": "current", "shape": "alpha", "tau": "2 ms", "confidence": "assumed", "why": "chosen"}
},
"expected": {
    "computed": [
        {"source": "mine", "integrator": "rk4", "step": {"value": 10, "unit": "us"},
         "start": {"V_m": {"value": -80, "unit": "mV"}, "u": {"value": 0, "unit": "pA"}}, "phi": -0.8,
         "I_e": {"value": 2, "unit": "uA/cm^2"},
         "step_at": {"value": 0.5, "unit": "s"}, "window": {"value": [2500, 4500], "unit": "ms"},
         "rest": {"value": -80, "unit": "mV"}, "spontaneous_rate": {"value": 0, "unit": "Hz"},
         "V_range": {"value": [-70, 30], "unit": "mV"},
         "rheobase": {"value": 259, "unit": "pA", "resolution": 0.2, "window": {"value": [0, 10], "unit": "ms"}},
         "f_I": {"current": "total", "I": {"value": [0, 300], "unit": "pA"},
                 "rate": {"value": [0, 15], "unit": "Hz"}, "first_spike": {"value": [null, 12], "unit": "ms"}}}
    ],
    "published": [
        {"quantity": "resting_potential", "value": -73.2, "se": 2.2, "unit": "mV", "condition": "slice",
         "comparable": true, "source": "them"},
        {"quantity": "in_vivo_rate", "range": [0, 1], "unit": "Hz", "comparable": false, "source": "others"},
        {"quantity": "rheobase", "text": "unknown", "comparable": false}
    ],
    "known_mismatch": [{"quantity": "rheobase", "text": "too low"}]
},
"reference": [{"citation": "A paper", "doi": "10.1/x"}, {"code": "A code", "files": {"a.py": "src"}}]
})";

class CellCatalogueTest : public testing::Test {
protected:
    CellDescription read(const std::string& text) const {
        folder_.write("params/cell.json", text);
        return read_cell("cell", {folder_ / "params"});
    }

    /// The example in which `from` became `to`.
    static std::string with(const std::string& from, const std::string& to) {
        std::string text = cell_text;
        const auto place = text.find(from);
        EXPECT_NE(place, std::string::npos) << from;
        return text.replace(place, from.size(), to);
    }

    void expect_refusal(const std::string& text, const std::string& message) const {
        try {
            read(text);
            ADD_FAILURE() << "should have been refused: " << message;
        } catch (const InputError& error) {
            EXPECT_THAT(error.what(), HasSubstr("cell.json:"));
            EXPECT_THAT(error.what(), HasSubstr(message));
        }
    }

    test::TemporaryFolder folder_;
};

TEST_F(CellCatalogueTest, ReadsWhatTheCellIs) {
    const CellDescription cell = read(cell_text);
    EXPECT_EQ(cell.name, "cell");
    EXPECT_EQ(cell.model, "qif");
    EXPECT_EQ(cell.region, "somewhere");
    EXPECT_EQ(cell.confidence, "adapted");
    EXPECT_THAT(cell.aliases, ElementsAre("Tester"));
    EXPECT_THAT(cell.notes, ElementsAre("one", "two"));
    EXPECT_THAT(cell.references, ElementsAre("A paper, doi:10.1/x", "A code (a.py in src)"));
}

TEST_F(CellCatalogueTest, ReadsParametersAndPortsWithTheirOrigin) {
    const CellDescription cell = read(cell_text);
    ASSERT_EQ(cell.parameters.size(), 3U);
    EXPECT_EQ(cell.parameters[0].value, "15.2 pF");
    EXPECT_EQ(cell.parameters[0].source, "a book");
    EXPECT_EQ(cell.parameters[1].dopamine, -0.0282);
    EXPECT_EQ(cell.parameters[2].value, "1 nS/mV");
    ASSERT_EQ(cell.ports.size(), 2U);
    EXPECT_EQ(cell.ports[0].kinetics,
              "conductance, tau 160 ms, E_rev 0 mV, magnesium block (Mg 1 mM)");
    EXPECT_EQ(cell.ports[0].dopamine, 1.04);
    EXPECT_EQ(cell.ports[1].kinetics, "current, alpha, tau 2 ms");
    EXPECT_EQ(cell.ports[1].why, "chosen");
}

TEST_F(CellCatalogueTest, ReadsComputedBehaviourInFixedUnits) {
    const CellDescription cell = read(cell_text);
    ASSERT_EQ(cell.computed.size(), 1U);
    const ComputedBehaviour& computed = cell.computed[0];
    EXPECT_EQ(computed.step_ms, 0.01);
    EXPECT_EQ(computed.step_at_ms, 500.0);
    EXPECT_EQ(computed.phi, -0.8);
    EXPECT_EQ(computed.I_e->value, 2.0);
    EXPECT_EQ(computed.I_e->unit, "uA/cm^2");
    ASSERT_EQ(computed.start.size(), 2U);
    EXPECT_EQ(computed.start[1].variable, "u");
    EXPECT_THAT(computed.window_ms, ElementsAre(2500.0, 4500.0));
    EXPECT_EQ(computed.rest_mV, -80.0);
    EXPECT_EQ(computed.spontaneous_rate_hz, 0.0);
    EXPECT_EQ(computed.rheobase->current.value, 259.0);
    EXPECT_EQ(computed.rheobase->resolution, 0.2);
    ASSERT_TRUE(computed.f_I.has_value());
    EXPECT_EQ(computed.f_I->current, FICurve::Current::total);
    EXPECT_THAT(computed.f_I->rate.values, ElementsAre(0.0, 15.0));
    EXPECT_THAT(computed.f_I->first_spike->values, ElementsAre(std::nullopt, 12.0));
}

TEST_F(CellCatalogueTest, ReadsPublishedBehaviour) {
    const CellDescription cell = read(cell_text);
    ASSERT_EQ(cell.published.size(), 3U);
    EXPECT_EQ(cell.published[0].value, -73.2);
    EXPECT_EQ(cell.published[0].se, 2.2);
    EXPECT_TRUE(cell.published[0].is_comparable);
    EXPECT_EQ((*cell.published[1].range)[1], 1.0);
    EXPECT_FALSE(cell.published[1].is_comparable);
    EXPECT_EQ(cell.published[2].text, "unknown");
    ASSERT_EQ(cell.known_mismatch.size(), 1U);
    EXPECT_EQ(cell.known_mismatch[0].quantity, "rheobase");
}

TEST_F(CellCatalogueTest, ACellNeedsNoExpectedBehaviour) {
    const CellDescription cell = read(R"({"model": "qif", "params": {}})");
    EXPECT_THAT(cell.computed, IsEmpty());
    EXPECT_THAT(cell.confidence, IsEmpty());
}

TEST_F(CellCatalogueTest, MistakesAreReportedWithTheirPlace) {
    expect_refusal(with("\"rest\"", "\"rests\""),
                   "unknown key 'rests' in 'expected.computed[0]'; did you mean 'rest'?");
    expect_refusal(with("\"us\"", "\"mV\""), "'expected.computed[0].step' needs a time");
    expect_refusal(with("\"mV\", \"condition\"", "\"\", \"condition\""),
                   "'expected.published[0].unit'");
    expect_refusal(with("\"in_vivo_rate\"", "\"vivo_rate\""), "did you mean 'in_vivo_rate'?");
    expect_refusal(with("\"text\": \"unknown\"", "\"value\": 1, \"text\": \"unknown\""),
                   "'expected.published[2]' has several of 'value', 'range' and 'text'");
    expect_refusal(with("[2500, 4500]", "[4500, 2500]"),
                   "'expected.computed[0].window' needs two numbers, the smaller one first");
    expect_refusal(with("\"uA/cm^2\"", "\"furlong\""), "has the unknown unit 'furlong'");
    expect_refusal(with("\"adapted\"", "\"certain\""), "'confidence' cannot be 'certain'");
    expect_refusal(with("\"resolution\": 0.2, ", ""),
                   "'expected.computed[0].rheobase' is not complete");
}

TEST_F(CellCatalogueTest, ListsHaveOneLength) {
    expect_refusal(with("[0, 15]", "[0]"),
                   "'expected.computed[0].f_I' has lists of different lengths");
}

TEST_F(CellCatalogueTest, TypesAreSortedBeforeVariants) {
    folder_.write("params/b.json", R"({"model": "qif"})");
    folder_.write("params/a.json", R"({"model": "qif"})");
    folder_.write("params/a_paper/z.json", R"({"model": "qif"})");
    std::vector<std::string> names;
    for (const CellDescription& cell : read_cells({folder_ / "params"})) names.push_back(cell.name);
    EXPECT_THAT(names, ElementsAre("a", "b", "a_paper/z"));
}

TEST_F(CellCatalogueTest, ACellIsFoundByItsAlias) {
    folder_.write("params/cell.json", cell_text);
    EXPECT_EQ(read_cell("TESTER", {folder_ / "params"}).name, "cell");
    EXPECT_EQ(read_cell((folder_ / "params/cell.json").string(), {}).model, "qif");
}

TEST_F(CellCatalogueTest, AMissingCellOrFolderIsAMissingFile) {
    folder_.write("params/cell.json", cell_text);
    for (const auto& [name, folder] : {std::pair{"Teste", "params"}, {"cell", "nowhere"}}) {
        try {
            read_cell(name, {folder_ / folder});
            ADD_FAILURE() << "should have been refused";
        } catch (const InputError& error) {
            EXPECT_EQ(error.code(), ExitCode::missing_input);
        }
    }
}

TEST(ShippedCellsTest, AllAreDescribedWithoutComplaint) {
    const auto cells = read_cells({BGSIM_SOURCE_DIR "/params"});
    EXPECT_GT(cells.size(), 60U);
    for (const CellDescription& cell : cells) {
        SCOPED_TRACE(cell.name);
        EXPECT_THAT(cell.computed, testing::Not(IsEmpty()));
        EXPECT_THAT(cell.confidence, testing::Not(IsEmpty()));
    }
}

}  // namespace
}  // namespace bgsim::config
