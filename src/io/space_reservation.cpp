#include "io/space_reservation.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <iterator>
#include <system_error>
#include <tuple>
#include <utility>

#include "bgsim/error.hpp"

namespace bgsim::io {

namespace {

// For HDF5's own tables, beside what is asked for.
constexpr std::uint64_t slack = 262144;

[[noreturn]] void fail(int code) { throw SystemError(std::generic_category().message(code)); }

std::uint64_t size_of(int descriptor) {
    struct stat status {};
    if (fstat(descriptor, &status) != 0) fail(errno);
    return static_cast<std::uint64_t>(status.st_size);
}

/// Where the contents of the file end, as its first bytes say ("End of File Address" of the
/// superblock, https://docs.hdfgroup.org/hdf5/v1_14/_f_m_t3.html): the file may be longer, and is
/// refused by HDF5 if it is shorter.
std::uint64_t end_of_contents(int descriptor) {
    std::array<std::uint8_t, 48> head{};
    if (pread(descriptor, head.data(), head.size(), 0) != std::ssize(head)) {
        return size_of(descriptor);  // too short for HDF5
    }
    const std::uint8_t version = head[8];
    const std::uint8_t bytes_of_addresses = head[version < 2 ? 13 : 9];
    const std::size_t position = version == 0 ? 40 : version == 1 ? 44 : 28;
    if (bytes_of_addresses != 8 || position + 8 > head.size()) return size_of(descriptor);
    std::uint64_t end = 0;
    for (std::size_t i = 8; i != 0; --i) end = end << 8U | head.at(position + i - 1);
    return end;
}

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
    descriptor_ = ::open(file.c_str(), O_RDWR | O_CLOEXEC);  // NOLINT(*-vararg): POSIX
    if (descriptor_ < 0) fail(errno);
    settle();
}

void SpaceReservation::reserve(std::uint64_t n_bytes) {
    pending_ += n_bytes;
    const std::uint64_t end = file_end_ + pending_ + slack;
    if (end <= reserved_end_) return;
    if (exceeds_limit(end)) fail(EFBIG);
    // The file grows with it. HDF5 first notes in the file how long it will be and then makes it
    // so; a run killed in between would leave a file that is shorter than it says and cannot be
    // opened.
    const int status = fallocate(descriptor_, 0, static_cast<off_t>(reserved_end_),
                                 static_cast<off_t>(end - reserved_end_));
    if (status != 0 && (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)) fail(errno);
    if (status != 0 && ftruncate(descriptor_, static_cast<off_t>(end)) != 0) fail(errno);
    reserved_end_ = end;
}

void SpaceReservation::settle() {
    file_end_ = end_of_contents(descriptor_);
    pending_ = 0;
    // HDF5 may have set the size of the file, and with that given back what lay behind it.
    reserved_end_ = std::max(file_end_, size_of(descriptor_));
}

void SpaceReservation::release() noexcept {
    if (descriptor_ < 0) return;
    try {
        const std::uint64_t end = end_of_contents(descriptor_);
        // A failure costs some space until the file is removed, nothing else.
        if (size_of(descriptor_) > end) {
            std::ignore = ftruncate(descriptor_, static_cast<off_t>(end));
        }
    } catch (const SystemError&) {  // NOLINT(bugprone-empty-catch): as above
    }
    ::close(std::exchange(descriptor_, -1));
}

}  // namespace bgsim::io
