// A cell may be called by another name that its file lists.
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>

#include "bgsim/config/load.hpp"
#include "bgsim/error.hpp"
#include "support/bytes_without_places.hpp"
#include "support/fake_models.hpp"
#include "support/temporary_folder.hpp"

namespace bgsim::config {
namespace {

using testing::HasSubstr;

/// A cell with the capacitance `C_m` [pF] and these aliases, as in JSON.
std::string cell_with(const std::string& C_m, const std::string& aliases) {
    std::ifstream stream(BGSIM_SOURCE_DIR "/tests/unit/config/data/params/stn.json");
    std::ostringstream text;
    text << stream.rdbuf();
    std::string cell = std::move(text).str();
    cell.replace(cell.find("60.0"), 4, C_m);
    return cell.insert(1, "\"aliases\": [" + aliases + "], ");
}

class CellAliasTest : public testing::Test {
protected:
    Specification network_of(const std::string& cell, const Overrides& overrides = {}) const {
        const auto file = folder_.write("net.yaml",
                                        "experiment: a\ntime: {duration: 1 s}\n"
                                        "populations: {P: {size: 3, cell: '" +
                                            cell + "'}}\n");
        return load(file, overrides, test::fake_models());
    }

    double C_m(const std::string& cell, const Overrides& overrides = {}) const {
        return network_of(cell, overrides).populations.at(0).parameters.at(0).value.first;
    }

    /// What is said about a cell that is not accepted.
    std::string refusal_of(const std::string& cell, ExitCode code) const {
        try {
            network_of(cell);
        } catch (const InputError& error) {
            EXPECT_EQ(error.code(), code);
            return error.what();
        }
        ADD_FAILURE() << "should have been refused: " << cell;
        return "";
    }

    test::TemporaryFolder folder_;
};

TEST_F(CellAliasTest, CaseBlanksAndHyphensDoNotMatter) {
    folder_.write("params/gpe_prototypic.json", cell_with("4", R"("GPe TI", "Proto")"));
    for (const std::string name :
         {"GPe TI", "GPe-TI", "gpe_ti", "GPETI", "proto", "GPe Prototypic"})
        EXPECT_EQ(C_m(name), 4.0) << name;
}

TEST_F(CellAliasTest, PlusAndMinusAtTheEndStayDistinct) {
    folder_.write("params/stn_pvpos.json", cell_with("1", R"("STN PV+")"));
    folder_.write("params/stn_pvneg.json", cell_with("2", R"("STN PV-")"));
    for (const std::string name : {"STN PV+", "STN-PV+", "stn_pv+", "stnpv+"})
        EXPECT_EQ(C_m(name), 1.0) << name;
    for (const std::string name : {"STN PV-", "STN-PV-", "stn_pv-", "stnpv-"})
        EXPECT_EQ(C_m(name), 2.0) << name;
    EXPECT_THAT(refusal_of("STN PV", ExitCode::missing_input),
                HasSubstr("there is no cell 'STN PV'"));
}

TEST_F(CellAliasTest, AFileOfTheNameComesFirst) {
    folder_.write("params/stn.json", cell_with("1", ""));
    folder_.write("params/another.json", cell_with("2", R"("stn")"));
    EXPECT_EQ(C_m("stn"), 1.0);
    EXPECT_THAT(refusal_of("STN", ExitCode::configuration), HasSubstr("another name of 2 cells"))
        << "the case differs, so that no file has this name";
}

TEST_F(CellAliasTest, TheNearestFolderWithTheAliasCounts) {
    folder_.write("params/mine.json", cell_with("1", R"("dSPN")"));
    folder_.write("elsewhere/other.json", cell_with("2", R"("dSPN")"));
    EXPECT_EQ(C_m("dSPN"), 1.0);
    EXPECT_EQ(C_m("dSPN", {.params = {folder_.path() / "elsewhere"}}), 2.0);
}

TEST_F(CellAliasTest, FoldersOfParamsHaveAliasesOfTheirOwn) {
    folder_.write("params/stn.json", cell_with("1", R"("ST")"));
    folder_.write("params/paper/stn.json", cell_with("2", R"("ST")"));
    EXPECT_EQ(C_m("ST"), 1.0);
    EXPECT_EQ(C_m("paper/ST"), 2.0);
}

TEST_F(CellAliasTest, AnAliasOfTwoCellsNamesBoth) {
    folder_.write("params/one.json", cell_with("1", R"("PV cell")"));
    folder_.write("params/two.json", cell_with("2", R"("pv-cell")"));
    const std::string text = refusal_of("PV_Cell", ExitCode::configuration);
    EXPECT_THAT(text, HasSubstr("net.yaml:3:34: 'PV_Cell' is another name of 2 cells: 'one' ("));
    EXPECT_THAT(text, HasSubstr("params/one.json), 'two' ("));
    EXPECT_THAT(text, HasSubstr("write 'cell: one' or 'cell: two'\n1 error"));
}

TEST_F(CellAliasTest, AMisspeltAliasNamesTheCellThatWasMeant) {
    folder_.write("params/tonic.json", cell_with("1", R"("Q neuron of Meynert")"));
    EXPECT_THAT(refusal_of("Q neuron of Meinert", ExitCode::missing_input),
                HasSubstr("did you mean 'Q neuron of Meynert' (the cell 'tonic')?"));
}

TEST_F(CellAliasTest, AFileThatIsNoCellIsPassedOver) {
    folder_.write("params/broken.json", "{\"aliases\": [");
    folder_.write("params/list.json", "[1, 2]");
    folder_.write("params/good.json", cell_with("3", R"("G")"));
    EXPECT_EQ(C_m("G"), 3.0);
}

TEST_F(CellAliasTest, TheResolvedConfigurationNamesTheFileAndLoadsAlone) {
    folder_.write("params/msn.json", cell_with("1", R"("direct SPN")"));
    const Specification first = network_of("Direct-SPN");
    EXPECT_EQ(first.populations.at(0).cell, "msn");
    EXPECT_THAT(first.resolved_yaml, HasSubstr("from_cell: \"msn\"\n"));
    const test::TemporaryFolder elsewhere;
    const auto second =
        load(elsewhere.write("alone.yaml", first.resolved_yaml), {}, test::fake_models());
    EXPECT_EQ(test::bytes_without_places(first), test::bytes_without_places(second));
}

}  // namespace
}  // namespace bgsim::config
