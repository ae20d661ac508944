#include "io/space_reservation.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <tuple>
#include <utility>

#include "bgsim/error.hpp"

namespace bgsim::io {

namespace {

// For HDF5's own tables, beside what is asked for.
constexpr std::uint64_t slack = 262144;

[[noreturn]] void fail(int code) { throw SystemError(std::generic_category().message(code)); }

bool exceeds_limit(std::uint64_t end) {
    rlimit limit{};
    return getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
           end > limit.rlim_cur;
}

}  // namespace

SpaceReservation::~SpaceReservation() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

void SpaceReservation::open(const std::filesystem::path& file) {
    descriptor_ = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);  // NOLINT(*-vararg): POSIX
    if (descriptor_ < 0) fail(errno);
    settle();
}

void SpaceReservation::reserve(std::uint64_t n_bytes) {
    pending_ += n_bytes;
    const std::uint64_t end = file_end_ + pending_ + slack;
    if (end <= reserved_end_) return;
    if (exceeds_limit(end)) fail(EFBIG);
    const int status =
        fallocate(descriptor_, FALLOC_FL_KEEP_SIZE, static_cast<off_t>(reserved_end_),
                  static_cast<off_t>(end - reserved_end_));
    if (status != 0 && (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)) fail(errno);
    reserved_end_ = end;
}

void SpaceReservation::settle() {
    struct stat status {};
    if (fstat(descriptor_, &status) != 0) fail(errno);
    file_end_ = static_cast<std::uint64_t>(status.st_size);
    pending_ = 0;
    // HDF5 has set the size of the file, and with that given back what lay behind it.
    reserved_end_ = file_end_;
}

void SpaceReservation::release() noexcept {
    struct stat status {};
    if (descriptor_ < 0) return;
    if (fstat(descriptor_, &status) == 0) {
        // A failure costs some space until the file is removed, nothing else.
        std::ignore = ftruncate(descriptor_, status.st_size);
    }
    ::close(std::exchange(descriptor_, -1));
}

}  // namespace bgsim::io
