#include "cli/failure.hpp"

#include <gtest/gtest.h>

namespace bgsim::cli {
namespace {

TEST(FailureTest, SameMessageOfAllRanksIsPrintedOnce) {
    const auto ranks = comm::Communicator::world();
    testing::internal::CaptureStderr();
    const ExitCode code = end_together(ranks, {ExitCode::cannot_create, "x.h5: exists"});
    EXPECT_EQ(testing::internal::GetCapturedStderr(), ranks.is_root() ? "x.h5: exists\n" : "");
    EXPECT_EQ(code, ExitCode::cannot_create);
}

TEST(FailureTest, DifferentMessagesAreAllPrintedAndTheCodeIsTheSame) {
    const auto ranks = comm::Communicator::world();
    testing::internal::CaptureStderr();
    const Failure failure = ranks.is_root() ? Failure{ExitCode::internal, "first"}
                                            : Failure{ExitCode::cannot_write, "second"};
    const ExitCode code = end_together(ranks, failure);
    const std::string expected = ranks.size() == 1 ? "first\n" : "first\nsecond\n";
    EXPECT_EQ(testing::internal::GetCapturedStderr(), ranks.is_root() ? expected : "");
    EXPECT_EQ(code, ranks.size() == 1 ? ExitCode::internal : ExitCode::cannot_write);
}

}  // namespace
}  // namespace bgsim::cli
