// Every file of params/ can be put into a network as it is.
#include <filesystem>
#include <vector>

#include <gmock/gmock.h>

#include "bgsim/config/load.hpp"
#include "model/neuron_models.hpp"
#include "support/bytes_without_places.hpp"
#include "support/temporary_folder.hpp"

namespace bgsim::config {
namespace {

const std::filesystem::path params = BGSIM_SOURCE_DIR "/params";

/// "msn_d1", "lindahl2016/stn", ...
std::vector<std::string> all_cells() {
    std::vector<std::string> names;
    for (const auto& file : std::filesystem::recursive_directory_iterator(params)) {
        if (file.path().extension() != ".json") continue;
        names.push_back(file.path().lexically_relative(params).replace_extension().string());
    }
    std::ranges::sort(names);
    return names;
}

TEST(CellFilesTest, ThereAreFourteenTypesAndTheirVariants) {
    const auto names = all_cells();
    const auto is_type = [](const std::string& name) {
        return name.find('/') == std::string::npos;
    };
    EXPECT_EQ(std::ranges::count_if(names, is_type), 14);
    EXPECT_GT(names.size(), 60U);
}

class CellFileTest : public testing::TestWithParam<std::string> {};

TEST_P(CellFileTest, LoadsWithoutComplaintAndWithoutItsFile) {
    const test::TemporaryFolder folder;
    const auto file = folder.write("one.yaml",
                                   "experiment: one\ntime: {duration: 1 s}\n"
                                   "populations: {P: {size: 1, cell: " +
                                       GetParam() + "}}\n");
    const Specification first = load(file, {.params = {params}}, model::catalogue());
    EXPECT_EQ(first.populations.at(0).cell, GetParam());
    EXPECT_THAT(first.notes, testing::IsEmpty());

    const test::TemporaryFolder elsewhere;
    const auto alone = elsewhere.write("alone.yaml", first.resolved_yaml);
    const Specification second = load(alone, {}, model::catalogue());
    EXPECT_EQ(test::bytes_without_places(first), test::bytes_without_places(second));
}

INSTANTIATE_TEST_SUITE_P(Params,
                         CellFileTest,
                         testing::ValuesIn(all_cells()),
                         [](const auto& cell) {
                             std::string name = cell.param;
                             std::ranges::replace(name, '/', '_');
                             return name;
                         });

}  // namespace
}  // namespace bgsim::config
