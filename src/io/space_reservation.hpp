/// Space on the file system, taken before it is needed. Private to io.
#pragma once

#include <cstdint>
#include <filesystem>

namespace bgsim::io {

/// Makes sure that the next writes to a file fit on the disk.
///
/// If the disk fills up while HDF5 writes its own tables, one rank leaves that call with an error
/// and the others wait in it for ever. So the space is asked for first, by one rank.
class SpaceReservation {
public:
    SpaceReservation() = default;
    ~SpaceReservation();
    SpaceReservation(const SpaceReservation&) = delete;
    SpaceReservation& operator=(const SpaceReservation&) = delete;

    void open(const std::filesystem::path& file);  ///< a file of HDF5; @throws SystemError

    /// Have blocks for `n_bytes` more than so far; the file is longer by that until HDF5 sets its
    /// size. File systems that cannot promise blocks are believed. @throws SystemError with the
    /// reason if there is no space
    void reserve(std::uint64_t n_bytes);

    /// HDF5 has flushed: what was reserved is written, as far as it was needed. @throws SystemError
    void settle();

    /// HDF5 has closed the file: give back what lies behind the end of its contents.
    void release() noexcept;

private:
    int descriptor_ = -1;
    std::uint64_t file_end_ = 0;      ///< of its contents, when all was last in the file
    std::uint64_t pending_ = 0;       ///< promised since
    std::uint64_t reserved_end_ = 0;  ///< blocks are there up to here
};

}  // namespace bgsim::io
