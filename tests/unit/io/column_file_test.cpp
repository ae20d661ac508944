#include "io/column_file.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "bgsim/error.hpp"
#include "io/hdf5.hpp"
#include "io/objects.hpp"
#include "support/temporary_folder.hpp"

namespace bgsim::io {
namespace {

using testing::ElementsAre;

File opened(const std::filesystem::path& file) {
    return {H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), "H5Fopen"};
}

TEST(ColumnFileTest, HoldsTextsNumbersAndMatrices) {
    const test::TemporaryFolder folder;
    const auto name = folder.path() / "x.h5";
    write_columns(name, {{"program", "a program"}},
                  {{.path = "a/texts", .values = std::vector<std::string>{"one", "", "drei"}},
                   {.path = "a/counts", .values = std::vector<std::uint64_t>{1, 1ULL << 63U}},
                   {.path = "a/b/matrix",
                    .values = std::vector<double>{1.0, 2.0, 3.0, 4.0, 5.0, 6.0},
                    .width = 3,
                    .attributes = {{"units", "Hz"}}}});
    const File file = opened(name);
    EXPECT_EQ("a program", read_attribute_text(file.id(), "program"));
    EXPECT_THAT(read_texts(file.id(), "a/texts"), ElementsAre("one", "", "drei"));
    EXPECT_THAT(read_array<std::uint64_t>(file.id(), "a/counts"), ElementsAre(1, 1ULL << 63U));
    EXPECT_THAT(read_array<double>(file.id(), "a/b/matrix"), ElementsAre(1, 2, 3, 4, 5, 6));
    const Dataset matrix(H5Dopen2(file.id(), "a/b/matrix", H5P_DEFAULT), "H5Dopen");
    EXPECT_THAT(extent_of(matrix), ElementsAre(2, 3));
    EXPECT_EQ("Hz", read_attribute_text(matrix.id(), "units"));
}

TEST(ColumnFileTest, ReplacesTheOldFileAsAWhole) {
    const test::TemporaryFolder folder;
    const auto name = folder.path() / "x.h5";
    write_columns(name, {}, {{.path = "old", .values = std::vector<double>{1.0}}});
    write_columns(name, {}, {{.path = "new", .values = std::vector<double>{2.0}}});
    const File file = opened(name);
    EXPECT_FALSE(exists(file.id(), "old"));
    EXPECT_TRUE(exists(file.id(), "new"));
    EXPECT_FALSE(std::filesystem::exists(name.string() + ".tmp"));
}

TEST(ColumnFileTest, LeavesTheOldFileIfItCannotWrite) {
    const test::TemporaryFolder folder;
    const auto name = folder.path() / "x.h5";
    write_columns(name, {}, {{.path = "old", .values = std::vector<double>{1.0}}});
    const std::vector<Column> twice(2, {.path = "same", .values = std::vector<double>{1.0}});
    EXPECT_THROW(write_columns(name, {}, twice), SystemError);
    EXPECT_TRUE(exists(opened(name).id(), "old"));
    EXPECT_THROW(write_columns(folder.path() / "none" / "x.h5", {}, {}), SystemError);
}

}  // namespace
}  // namespace bgsim::io
