#include "core/host.hpp"

#include <sched.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <string_view>
#include <system_error>

namespace bgsim::core {
namespace {

/// Value of a line such as "VmHWM:   1234 kB" of `file` [bytes].
std::uint64_t bytes_in(const char* file, std::string_view key) {
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with(key)) continue;
        return std::strtoull(line.c_str() + key.size(), nullptr, 10) * 1024;
    }
    return 0;
}

}  // namespace

std::vector<int> usable_cores() {
    constexpr std::size_t most_cores = 8192;
    std::array<cpu_set_t, most_cores / CPU_SETSIZE> mask{};
    std::vector<int> cores;
    if (sched_getaffinity(0, sizeof mask, mask.data()) == 0) {
        for (std::size_t core = 0; core != most_cores; ++core) {
            if (CPU_ISSET_S(core, sizeof mask, mask.data()))
                cores.push_back(static_cast<int>(core));
        }
    }
    if (cores.empty()) cores.push_back(0);
    return cores;
}

std::uint64_t peak_memory_bytes() { return bytes_in("/proc/self/status", "VmHWM:"); }

std::uint64_t current_memory_bytes() { return bytes_in("/proc/self/status", "VmRSS:"); }

std::uint64_t available_memory_bytes() { return bytes_in("/proc/meminfo", "MemAvailable:"); }

std::uint64_t free_disk_bytes(const std::filesystem::path& path) {
    std::error_code error;
    std::filesystem::path existing = std::filesystem::absolute(path, error);
    while (existing.has_relative_path() && !std::filesystem::exists(existing, error)) {
        existing = existing.parent_path();
    }
    const auto space = std::filesystem::space(existing, error);
    return error ? std::numeric_limits<std::uint64_t>::max() : space.available;
}

std::string host_name() {
    std::array<char, 256> name{};
    if (gethostname(name.data(), name.size() - 1) != 0) return "unknown";
    return name.data();
}

bool stderr_is_terminal() { return isatty(STDERR_FILENO) == 1; }

int terminal_width() {
    winsize size{};
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
    return size.ws_col;
}

}  // namespace bgsim::core
