#include "simulation/disk_limit.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/readable.hpp"

namespace bgsim::simulation {

DiskLimit::DiskLimit(std::filesystem::path output, std::uint64_t limit, FreeBytes free_bytes)
    : output_(std::move(output)), limit_(limit), free_bytes_(std::move(free_bytes)) {}

std::string DiskLimit::problem() const {
    if (limit_ == 0) return "";
    const std::uint64_t free = free_bytes_(output_);
    if (free >= limit_) return "";
    return fmt::format("{}: {} are free, limits.disk_free needs {}", output_.string(),
                       core::readable_bytes(static_cast<double>(free)),
                       core::readable_bytes(static_cast<double>(limit_)));
}

}  // namespace bgsim::simulation
