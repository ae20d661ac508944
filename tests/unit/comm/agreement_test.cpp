#include "comm/agreement.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "bgsim/error.hpp"

namespace bgsim::comm {
namespace {

TEST(AgreementTest, AllRanksGetTheResultOfRankZero) {
    const auto ranks = comm::Communicator::world();
    int calls = 0;
    const std::string result = from_root(ranks, [&] {
        ++calls;
        return std::string("a\0b", 3);
    });
    EXPECT_EQ(result, std::string("a\0b", 3));
    EXPECT_EQ(calls, ranks.is_root() ? 1 : 0);
}

TEST(AgreementTest, AllRanksGetTheErrorOfRankZero) {
    try {
        from_root(comm::Communicator::world(),
                  []() -> std::string { throw InputError("a.yaml:1:2: wrong"); });
        FAIL() << "no exception";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ExitCode::configuration);
        EXPECT_STREQ(error.what(), "a.yaml:1:2: wrong");
    }
}

TEST(AgreementTest, ForeignExceptionIsAFaultOfTheProgram) {
    try {
        from_root(comm::Communicator::world(),
                  []() -> std::string { throw std::runtime_error("odd"); });
        FAIL() << "no exception";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ExitCode::internal);
    }
}

}  // namespace
}  // namespace bgsim::comm
