#include "cli/failure.hpp"

#include <gtest/gtest.h>

namespace bgsim::cli {
namespace {

TEST(FailureTest, MistakesOfAConfigurationAreCounted) {
    EXPECT_EQ(text_of({ExitCode::configuration, "a.yaml:1:1: x\na.yaml:2:1: y\n"}),
              "a.yaml:1:1: x\na.yaml:2:1: y\n2 error(s); nothing was simulated");
    EXPECT_EQ(text_of({ExitCode::configuration, "a.yaml:1:1: x"}),
              "a.yaml:1:1: x\n1 error(s); nothing was simulated");
}

TEST(FailureTest, OtherErrorsStandAsTheyAre) {
    EXPECT_EQ(text_of({ExitCode::cannot_create, "x.h5: exists"}), "x.h5: exists");
}

TEST(FailureTest, SameMessageOfAllRanksIsPrintedOnce) {
    const auto ranks = comm::Communicator::world();
    ::testing::internal::CaptureStderr();
    const ExitCode code = end_together(ranks, {ExitCode::cannot_create, "x.h5: exists"});
    EXPECT_EQ(::testing::internal::GetCapturedStderr(), ranks.is_root() ? "x.h5: exists\n" : "");
    EXPECT_EQ(code, ExitCode::cannot_create);
}

TEST(FailureTest, DifferentMessagesAreAllPrintedAndTheCodeIsTheSame) {
    const auto ranks = comm::Communicator::world();
    ::testing::internal::CaptureStderr();
    const Failure failure = ranks.is_root() ? Failure{ExitCode::internal, "first"}
                                            : Failure{ExitCode::cannot_write, "second"};
    const ExitCode code = end_together(ranks, failure);
    const std::string expected = ranks.size() == 1 ? "first\n" : "first\nsecond\n";
    EXPECT_EQ(::testing::internal::GetCapturedStderr(), ranks.is_root() ? expected : "");
    EXPECT_EQ(code, ranks.size() == 1 ? ExitCode::internal : ExitCode::cannot_write);
}

}  // namespace
}  // namespace bgsim::cli
