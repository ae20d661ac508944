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

    void open(const std::filesystem::path& file);  ///< @throws SystemError

    /// Have blocks for `n_bytes` more than so far; the size of the file stays as it is. File
    /// systems that cannot promise this are believed. @throws SystemError with the reason if there
    /// is no space
    void reserve(std::uint64_t n_bytes);

    /// Everything is in the file: count from its size.
    void settle();

    /// Give back what lies behind the end of the file.
    void release() noexcept;

private:
    int descriptor_ = -1;
    std::uint64_t file_end_ = 0;      ///< when all was last in the file
    std::uint64_t pending_ = 0;       ///< promised since
    std::uint64_t reserved_end_ = 0;  ///< blocks are there up to here
};

}  // namespace bgsim::io
