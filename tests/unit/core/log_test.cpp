#include "core/log.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>
#include <string>

#include "bgsim/error.hpp"
#include "support/temporary_folder.hpp"

namespace bgsim::core {
namespace {

using test::TemporaryFolder;
using testing::HasSubstr;
using testing::MatchesRegex;

std::string read_text(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

TEST(LogTest, FileHasTimeLevelAndText) {
    const TemporaryFolder folder;
    Log log;
    log.open(folder / "run.log");
    log.warning("few cores");
    EXPECT_THAT(read_text(folder / "run.log"),
                MatchesRegex("....-..-..T..:..:..Z warning: few cores\n"));
}

TEST(LogTest, VerbatimTextIsUnchanged) {
    const TemporaryFolder folder;
    Log log;
    log.open(folder / "run.log");
    log.verbatim("a\n  b");
    EXPECT_EQ(read_text(folder / "run.log"), "a\n  b\n");
}

TEST(LogTest, MissingFoldersAreMade) {
    const TemporaryFolder folder;
    Log log;
    log.open(folder / "a/b/run.log");
    EXPECT_TRUE(std::filesystem::exists(folder / "a/b/run.log"));
}

TEST(LogTest, StderrShowsOnlyTheLevelsAskedFor) {
    testing::internal::CaptureStderr();
    Log log(LogLevel::warning);
    log.info("detail");
    log.error("disk full");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "bgsim: error: disk full\n");
}

TEST(LogTest, DefaultLogIsSilent) {
    testing::internal::CaptureStderr();
    Log log;
    log.error("nobody hears this");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(LogTest, SomethingCanBeDoneBeforeALineOnStderr) {
    int calls = 0;
    Log log(LogLevel::warning);
    log.before_stderr([&] { ++calls; });
    testing::internal::CaptureStderr();
    log.info("not shown");
    log.warning("shown");
    testing::internal::GetCapturedStderr();
    EXPECT_EQ(calls, 1);
}

TEST(LogTest, FileThatCannotBeCreatedIsAnError) {
    Log log;
    try {
        log.open("/proc/no/such/run.log");
        FAIL() << "no exception";
    } catch (const SystemError& error) {
        EXPECT_EQ(error.code(), ExitCode::cannot_create);
        EXPECT_THAT(error.what(), HasSubstr("/proc/no/such/run.log: cannot create the log"));
    }
}

}  // namespace
}  // namespace bgsim::core
