/// main of tests that run under MPI: a failure on one rank fails the test, whatever the others do.
#include <gtest/gtest.h>

#include "comm/communicator.hpp"

int main(int argc, char** argv) {
    const bgsim::comm::Environment environment(argc, argv);
    testing::InitGoogleTest(&argc, argv);
    const int failed = RUN_ALL_TESTS();
    return bgsim::comm::Communicator::world().any(failed != 0) ? 1 : 0;
}
