#include "simulation/session.hpp"

#include <gmock/gmock.h>

#include <thread>

#include "simulation/patient_lock.hpp"
#include "support/temporary_folder.hpp"

namespace bgsim::simulation {
namespace {

using testing::HasSubstr;

TEST(SessionTest, OfAResultThatAnotherHasIsRefusedOrNotGiven) {
    const test::TemporaryFolder folder;
    const auto files = run_files(folder / "a.h5");
    const config::Specification specification;
    {
        const auto first = open_session(specification, files, {}, {});
        EXPECT_FALSE(try_open_session(specification, files, {}, {}));
        try {
            open_session(specification, files, {}, {});
            ADD_FAILURE() << "two have it";
        } catch (const Error& error) {
            EXPECT_EQ(ExitCode::cannot_create, error.code());
            EXPECT_THAT(error.what(), HasSubstr("is being written by process"));
        }
    }
    EXPECT_TRUE(try_open_session(specification, files, {}, {}));
}

TEST(SessionTest, OtherErrorsAreErrorsAlsoToThoseWhoTry) {
    const test::TemporaryFolder folder;
    folder.write("a.h5", "no result");
    EXPECT_THROW(try_open_session({}, run_files(folder / "a.h5"), {}, {}), Error);
    EXPECT_THROW(try_open_session({}, run_files(folder / "a.h5/b.h5"), {}, {}), Error);
}

TEST(PatientLockTest, WaitsForTheOther) {
    const test::TemporaryFolder folder;
    auto first = patient_lock(folder / "x.lock");
    EXPECT_THROW(patient_lock(folder / "x.lock", 0.1), LockedError);
    std::thread other([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        first.reset();
    });
    EXPECT_NO_THROW(patient_lock(folder / "x.lock", 60.0));
    other.join();
}

}  // namespace
}  // namespace bgsim::simulation
