#include "core/host.hpp"

#include <sched.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <string_view>

namespace bgsim::core {
namespace {

/// Value of a line such as "VmHWM:   1234 kB" of /proc/self/status [bytes].
std::uint64_t status_bytes(std::string_view key) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
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

std::uint64_t peak_memory_bytes() { return status_bytes("VmHWM:"); }

std::uint64_t current_memory_bytes() { return status_bytes("VmRSS:"); }

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

std::vector<std::string> instruction_sets() {
    std::vector<std::string> levels;
#if defined(__x86_64__)
    __builtin_cpu_init();
    const bool v2 = __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("popcnt");
    const bool v3 = v2 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                    __builtin_cpu_supports("bmi2");
    const bool v4 = v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                    __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
                    __builtin_cpu_supports("avx512vl");
    if (v2) levels.emplace_back("v2");
    if (v3) levels.emplace_back("v3");
    if (v4) levels.emplace_back("v4");
#endif
    return levels;
}

}  // namespace bgsim::core
