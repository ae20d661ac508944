#include "cli/run_report.hpp"

#include <gmock/gmock.h>

#include "support/example_specification.hpp"

namespace bgsim::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

simulation::RunSummary summary(double written_s) {
    simulation::RunSummary summary;
    summary.rates_hz = {{"STN", 12.0}, {"GPe", 30.0}};
    summary.requested_s = 30.0;
    summary.simulated_s = 30.0;
    summary.written_s = written_s;
    summary.output = "x.h5";
    return summary;
}

TEST(ResultTextTest, CompleteRunNamesItsResult) {
    const auto text = result_text(test::example_specification(), summary(30.0));
    EXPECT_THAT(text, HasSubstr("\nsimulated 30 of 30 s, "));
    EXPECT_THAT(text, HasSubstr("\nresult: x.h5\n"));
}

TEST(ResultTextTest, FailedWriteDoesNotLookLikeSuccess) {
    auto failed = summary(12.5);
    failed.exit_code = 74;
    const auto text = result_text(test::example_specification(), failed);
    EXPECT_THAT(text, HasSubstr("\nended early: simulated 30 of 30 s, "));
    EXPECT_THAT(text,
                HasSubstr("writing failed: x.h5 holds only what was simulated up to 12500 ms"));
    EXPECT_THAT(text, Not(HasSubstr("result: ")));
}

TEST(LogHeadTest, NamesTheGivenFileBeforeThoseItIncludes) {
    auto s = test::example_specification();
    for (auto& population : s.populations) population.location = {"./base.yaml", 3, 1};
    const auto head = log_head(s,
                               {.configuration = "./mine.yaml",
                                .command_line = "bgsim run ./mine.yaml --scale 0.1",
                                .start = core::WallTime{}},
                               {}, 1);
    EXPECT_THAT(head, HasSubstr("\nstarted: 1970-01-01T00:00:00Z\n"));
    EXPECT_THAT(head, HasSubstr("\ncommand: bgsim run ./mine.yaml --scale 0.1\n"));
    EXPECT_THAT(head, HasSubstr("\nconfiguration: mine.yaml, base.yaml"));
}

}  // namespace
}  // namespace bgsim::cli
