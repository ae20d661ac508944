/// The free space that a run leaves on the file system of its output: `limits.disk_free`.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace bgsim::simulation {

/// Free space at a path that need not exist yet [bytes].
using FreeBytes = std::function<std::uint64_t(const std::filesystem::path&)>;

class DiskLimit {
public:
    /// `limit` [bytes]: 0 for none.
    DiskLimit(std::filesystem::path output, std::uint64_t limit, FreeBytes free_bytes);

    /// What is wrong if less than the limit is free now, with both numbers; else empty. Local.
    std::string problem() const;

private:
    std::filesystem::path output_;
    std::uint64_t limit_;
    FreeBytes free_bytes_;
};

}  // namespace bgsim::simulation
