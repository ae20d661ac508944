#include "ensemble/report.hpp"

#include <gmock/gmock.h>

#include <limits>

namespace bgsim::ensemble {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

/// Two values times three seeds of a population.
Ensemble example() {
    Ensemble ensemble;
    ensemble.axes = parse_axes({"connect=[1, 2],3"});
    ensemble.points = grid_of(ensemble.axes);
    config::Specification specification;
    specification.populations.resize(1);
    specification.populations[0].name = "STN";
    ensemble.specifications = {specification, specification};
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        for (const std::size_t point : {0U, 1U}) {
            ensemble.members.push_back({.point = point,
                                        .seed = seed,
                                        .name = ensemble.points[point].label,
                                        .files = simulation::run_files("x/seed.h5")});
        }
    }
    return ensemble;
}

Collection collection_of(const std::vector<double>& rates) {
    Collection collection;
    collection.populations = {"STN"};
    for (const double rate : rates) {
        collection.rates.push_back({rate});
        MemberState state;
        state.status = rate == rate ? Status::done : Status::waiting;
        state.code = rate == rate ? ExitCode::done : ExitCode::stopped_early;
        collection.states.push_back(state);
        collection.reasons.emplace_back();
    }
    return collection;
}

TEST(EnsembleReportTest, HasARowPerCombinationAndPopulation) {
    const std::string text =
        rate_table(example(), collection_of({1.0, 10.0, 2.0, 20.0, 3.0, nothing}));
    EXPECT_THAT(text, HasSubstr("connect  population  members  mean (Hz)    SD        95 % CI"));
    EXPECT_THAT(text, HasSubstr("[1, 2]   STN               3       2.00  1.00    -0.48..4.48"));
    EXPECT_THAT(text, HasSubstr("3        STN               2      15.00  7.07  -48.53..78.53"));
}

TEST(EnsembleReportTest, QuotesFieldsWithCommas) {
    const std::string text =
        rate_csv(example(), collection_of({1.0, nothing, 2.0, nothing, 3.0, nothing}));
    EXPECT_THAT(text, HasSubstr("connect,population,members,mean_hz,sd_hz,ci95_low_hz,"));
    EXPECT_THAT(text, HasSubstr("\n\"[1, 2]\",STN,3,2,1,-0.48"));
    EXPECT_THAT(text, HasSubstr("\n3,STN,0,,,,\n"));
}

TEST(EnsembleReportTest, CountsMembersByStatusAndNamesTheFailed) {
    Collection collection = collection_of({1.0, 2.0, 3.0, 4.0, 5.0, nothing});
    collection.states[1].status = Status::failed;
    collection.states[1].code = ExitCode::numerical_stop;
    const std::string text = status_text(example(), collection);
    EXPECT_THAT(text, HasSubstr("members: 4 done, 1 failed, 1 waiting of 6\n"));
    EXPECT_THAT(text, HasSubstr("connect=3: failed (76), see x/seed.log\n"));
    EXPECT_THAT(text, HasSubstr("--retry-failed tries"));
    EXPECT_THAT(text, HasSubstr("the same command continues"));
    EXPECT_THAT(status_text(example(), collection_of({1.0, 1.0, 1.0, 1.0, 1.0, 1.0})),
                Not(HasSubstr("command")));
}

TEST(EnsembleExitCodeTest, IsZeroIfAllAreDoneOrInOtherHands) {
    Collection collection = collection_of({1.0, 2.0});
    EXPECT_EQ(ExitCode::done, exit_code(collection, false));
    EXPECT_EQ(ExitCode::done, exit_code(collection, true));
    collection.states[1].status = Status::running;
    EXPECT_EQ(ExitCode::done, exit_code(collection, false));
}

TEST(EnsembleExitCodeTest, IsThatOfTheFirstFailureUnlessSomethingWasStopped) {
    Collection collection = collection_of({1.0, 2.0, nothing, 3.0});
    EXPECT_EQ(ExitCode::stopped_early, exit_code(collection, false));
    collection.states[1].status = Status::failed;
    collection.states[1].code = ExitCode::numerical_stop;
    collection.states[3].status = Status::failed;
    collection.states[3].code = ExitCode::cannot_create;
    EXPECT_EQ(ExitCode::numerical_stop, exit_code(collection, false));
    EXPECT_EQ(ExitCode::stopped_early, exit_code(collection, true));
}

}  // namespace
}  // namespace bgsim::ensemble
