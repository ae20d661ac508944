/// A seal at the start of an HDF5 file that tells whether any of its bytes has changed. Private to
/// io.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace bgsim::io {

/// Bytes before the HDF5 part ("user block") that belong to the seal.
inline constexpr std::size_t seal_bytes = 512;

/// Sum up all that follows the user block of `file`, write the seal into it, and wait until
/// everything is on the disk. Local. @throws SystemError (74)
void seal(const std::filesystem::path& file);

/// What is wrong with a sealed file: it lacks the seal, is too short or too long, or some byte
/// changed. Empty if it is whole. Local.
std::string damage_of(const std::filesystem::path& file);

}  // namespace bgsim::io
