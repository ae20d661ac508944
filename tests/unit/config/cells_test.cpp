#include <fstream>
#include <sstream>

#include <gmock/gmock.h>

#include "bgsim/config/load.hpp"
#include "bgsim/error.hpp"
#include "support/fake_models.hpp"
#include "support/temporary_folder.hpp"

namespace bgsim::config {
namespace {

using testing::HasSubstr;

std::string stn_with(const std::string& C_m) {
    std::ifstream stream(BGSIM_SOURCE_DIR "/tests/unit/config/data/params/stn.json");
    std::ostringstream text;
    text << stream.rdbuf();
    std::string cell = std::move(text).str();
    cell.replace(cell.find("60.0"), 4, C_m);
    return cell;
}

std::string network_of(const std::string& cell) {
    return "experiment: a\ntime: {duration: 1 s}\npopulations: {STN: {size: 3, cell: " + cell +
           "}}\n";
}

class CellsTest : public testing::Test {
protected:
    /// The capacitance that the population gets.
    double C_m(const std::filesystem::path& file, const Overrides& overrides = {}) const {
        return load(file, overrides, test::fake_models())
            .populations.at(0)
            .parameters.at(0)
            .value.first;
    }

    test::TemporaryFolder folder_;
};

TEST_F(CellsTest, AreSearchedFromTheNearestFolderOutwards) {
    const auto file = folder_.write("configs/paper/net.yaml", network_of("my_stn"));
    folder_.write("params/my_stn.json", stn_with("1"));
    EXPECT_EQ(C_m(file), 1.0);
    folder_.write("configs/params/my_stn.json", stn_with("2"));
    EXPECT_EQ(C_m(file), 2.0);
    folder_.write("configs/paper/params/my_stn.json", stn_with("3"));
    EXPECT_EQ(C_m(file), 3.0);
    folder_.write("configs/paper/my_stn.json", stn_with("4"));
    EXPECT_EQ(C_m(file), 4.0);
    folder_.write("elsewhere/my_stn.json", stn_with("5"));
    EXPECT_EQ(C_m(file, {.params = {folder_.path() / "elsewhere"}}), 5.0);
}

TEST_F(CellsTest, MayLieInFoldersOfParams) {
    const auto file = folder_.write("configs/net.yaml", network_of("lindahl2016/stn"));
    folder_.write("params/lindahl2016/stn.json", stn_with("7"));
    EXPECT_EQ(C_m(file), 7.0);
}

TEST_F(CellsTest, APathIsRelativeToTheFileThatNamesIt) {
    const auto file = folder_.write("configs/net.yaml", "include: [shared/base.yaml]\n");
    folder_.write("configs/shared/base.yaml", network_of("cells/mine.json"));
    folder_.write("configs/shared/cells/mine.json", stn_with("8"));
    EXPECT_EQ(C_m(file), 8.0);
}

TEST_F(CellsTest, AFolderThatDoesNotExistIsReported) {
    const auto file = folder_.write("net.yaml", network_of("my_stn"));
    folder_.write("my_stn.json", stn_with("1"));
    for (const std::string& name : {std::string("nowhere"), std::string("net.yaml")}) {
        try {
            load(file, {.params = {folder_.path() / name}}, test::fake_models());
            FAIL() << "should have been refused";
        } catch (const InputError& error) {
            EXPECT_EQ(error.code(), ExitCode::missing_input);
            EXPECT_THAT(error.what(), HasSubstr("--params " + (folder_ / name).string()));
            EXPECT_THAT(error.what(), HasSubstr(name == "nowhere" ? "this folder does not exist"
                                                                  : "this is no folder"));
        }
    }
}

TEST_F(CellsTest, AMissingCellNamesTheNearestOne) {
    const auto file = folder_.write("configs/net.yaml", network_of("my_snt"));
    folder_.write("configs/params/my_stn.json", stn_with("1"));
    try {
        load(file, {}, test::fake_models());
        FAIL() << "should have been refused";
    } catch (const InputError& error) {
        EXPECT_EQ(error.code(), ExitCode::missing_input);
        EXPECT_THAT(error.what(), HasSubstr("net.yaml:3:36: there is no cell 'my_snt'"));
        EXPECT_THAT(error.what(), HasSubstr("did you mean 'my_stn'?"));
    }
}

TEST_F(CellsTest, MistakesInACellUsedTwiceAreReportedOnce) {
    folder_.write("params/bad.json", stn_with("-1"));
    const auto file = folder_.write(
        "net.yaml", network_of("bad") + "projections: {}\ninputs: {a -> GPe: {current: 1 pA}}\n");
    folder_.write("two.yaml", "include: [net.yaml]\npopulations: {GPe: {size: 3, cell: bad}}\n");
    try {
        load(folder_.path() / "two.yaml", {}, test::fake_models());
        FAIL() << "should have been refused";
    } catch (const InputError& error) {
        EXPECT_THAT(error.what(),
                    HasSubstr("bad.json:3:30: 'C_m' must be positive ('-1 pF' found); "
                              "write for example '1 pF'\n1 error; nothing"));
    }
}

}  // namespace
}  // namespace bgsim::config
