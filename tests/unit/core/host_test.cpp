#include "core/host.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <limits>
#include <vector>

namespace bgsim::core {
namespace {

TEST(HostTest, SomeCoreIsUsable) {
    const auto cores = usable_cores();
    ASSERT_FALSE(cores.empty());
    EXPECT_TRUE(std::ranges::is_sorted(cores));
    EXPECT_GE(cores.front(), 0);
}

TEST(HostTest, PeakMemoryCoversWhatWasTouched) {
    constexpr std::size_t size = 64'000'000;
    const std::vector<char> touched(size, 'x');
    EXPECT_GT(peak_memory_bytes(), size);
    EXPECT_GT(current_memory_bytes(), size);
    EXPECT_EQ(touched.back(), 'x');
}

TEST(HostTest, HostHasAName) { EXPECT_FALSE(host_name().empty()); }

TEST(HostTest, FreeSpaceIsThatOfTheNearestFolderThatExists) {
    EXPECT_GT(free_disk_bytes(BGSIM_BINARY_DIR), 0U);
    EXPECT_LT(free_disk_bytes(BGSIM_BINARY_DIR "/not/made/yet.h5"),
              std::numeric_limits<std::uint64_t>::max());
}

TEST(HostTest, TerminalIsAtLeastOneColumnWide) { EXPECT_GE(terminal_width(), 1); }

}  // namespace
}  // namespace bgsim::core
