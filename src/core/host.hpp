/// What this process may use of the machine it runs on.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace bgsim::core {

/// Numbers of the cores that this process may run on (its affinity mask), ascending; never empty.
std::vector<int> usable_cores();

/// Largest resident memory of this process so far [bytes]; 0 if the system does not tell.
std::uint64_t peak_memory_bytes();

/// Memory of this machine that programs could still take [bytes]; 0 if the system does not tell.
std::uint64_t available_memory_bytes();

/// Resident memory of this process now [bytes]; 0 if the system does not tell.
std::uint64_t current_memory_bytes();

/// Free space on the file system that holds, or would hold, `path` [bytes]; the largest number if
/// the system does not tell.
std::uint64_t free_disk_bytes(const std::filesystem::path& path);

std::string host_name();

bool stderr_is_terminal();

/// Columns of the terminal on stderr; 80 if it does not tell.
int terminal_width();

}  // namespace bgsim::core
