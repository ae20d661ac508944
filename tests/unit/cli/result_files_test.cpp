#include "cli/result_files.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "bgsim/error.hpp"
#include "support/temporary_folder.hpp"

namespace bgsim::cli {
namespace {

using test::TemporaryFolder;
using testing::HasSubstr;

config::Specification example_run() {
    config::Specification specification;
    specification.experiment = "loop";
    specification.seed = 7;
    return specification;
}

std::string read_text(const std::filesystem::path& file) {
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
}

TEST(ResultFilesTest, ExperimentAndSeedNameTheFiles) {
    const ResultFiles files = result_files(example_run(), std::nullopt);
    EXPECT_EQ(files.result, "results/loop/seed-7.h5");
    EXPECT_EQ(files.log, "results/loop/seed-7.log");
    EXPECT_EQ(files.summary, "results/loop/seed-7.json");
}

TEST(ResultFilesTest, OutputReplacesTheName) {
    EXPECT_EQ(result_files(example_run(), "a/b.h5").summary, "a/b.json");
}

TEST(ResultFilesTest, OutputMustNotBeTheLogItself) {
    EXPECT_THROW(result_files(example_run(), "a/b.log"), InputError);
    EXPECT_THROW(result_files(example_run(), "a/b"), InputError);
}

TEST(ResultFilesTest, ExistingResultIsRefusedWithTheRemedies) {
    const TemporaryFolder folder;
    const ResultFiles files = result_files(example_run(), folder / "x.h5");
    EXPECT_NO_THROW(refuse_existing(files));
    write_whole(files.result, "result");
    try {
        refuse_existing(files);
        FAIL() << "no exception";
    } catch (const SystemError& error) {
        EXPECT_EQ(error.code(), ExitCode::cannot_create);
        EXPECT_THAT(error.what(), HasSubstr("--overwrite"));
        EXPECT_THAT(error.what(), HasSubstr("x.h5: this result exists already"));
    }
}

TEST(ResultFilesTest, WrittenFileReplacesTheOldOneAndLeavesNothingElse) {
    const TemporaryFolder folder;
    write_whole(folder / "a.json", "old");
    write_whole(folder / "a.json", "new");
    EXPECT_EQ(read_text(folder / "a.json"), "new");
    const auto entries = std::filesystem::directory_iterator(folder.path());
    EXPECT_EQ(std::distance(begin(entries), end(entries)), 1);
}

TEST(ResultFilesTest, FileThatCannotBeWrittenIsAnError) {
    EXPECT_THROW(write_whole("/proc/no/such.json", "x"), SystemError);
}

}  // namespace
}  // namespace bgsim::cli
