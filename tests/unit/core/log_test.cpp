#include "core/log.hpp"

#include <gmock/gmock.h>

#include "bgsim/error.hpp"
#include "support/scratch_folder.hpp"

namespace bgsim::core {
namespace {

using bgsim::testing::read_text;
using bgsim::testing::ScratchFolder;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;

TEST(LogTest, FileHasTimeLevelAndText) {
    const ScratchFolder folder;
    Log log;
    log.open(folder / "run.log");
    log.warning("few cores");
    EXPECT_THAT(read_text(folder / "run.log"),
                MatchesRegex("....-..-..T..:..:..Z warning: few cores\n"));
}

TEST(LogTest, VerbatimTextIsUnchanged) {
    const ScratchFolder folder;
    Log log;
    log.open(folder / "run.log");
    log.verbatim("a\n  b");
    EXPECT_EQ(read_text(folder / "run.log"), "a\n  b\n");
}

TEST(LogTest, MissingFoldersAreMade) {
    const ScratchFolder folder;
    Log log;
    log.open(folder / "a/b/run.log");
    EXPECT_TRUE(std::filesystem::exists(folder / "a/b/run.log"));
}

TEST(LogTest, StderrShowsOnlyTheLevelsAskedFor) {
    ::testing::internal::CaptureStderr();
    Log log(LogLevel::warning);
    log.info("detail");
    log.error("disk full");
    EXPECT_EQ(::testing::internal::GetCapturedStderr(), "bgsim: error: disk full\n");
}

TEST(LogTest, DefaultLogIsSilent) {
    ::testing::internal::CaptureStderr();
    Log log;
    log.error("nobody hears this");
    EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST(LogTest, SomethingCanBeDoneBeforeALineOnStderr) {
    int calls = 0;
    Log log(LogLevel::warning);
    log.before_stderr([&] { ++calls; });
    ::testing::internal::CaptureStderr();
    log.info("not shown");
    log.warning("shown");
    ::testing::internal::GetCapturedStderr();
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
