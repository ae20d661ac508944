/// A file of arrays whose sizes are known before, written by all ranks, sealed with a checksum.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "comm/communicator.hpp"

namespace bgsim::io {

enum class NumberType : std::uint8_t { f64, f32, u64, u32, u8 };

/// One array [rows][columns] of a file; missing groups of `path` are made.
struct ArrayShape {
    std::string path;
    NumberType type = NumberType::f64;
    std::uint64_t rows = 0;
    std::uint64_t columns = 1;
};

/// Writes one file. The space of all arrays is taken at the start, so that a full disk is known
/// before anything is written.
class ArrayWriter {
public:
    /// Collective; `arrays` are the same on all ranks. Replaces `file`.
    /// @throws SystemError (74) on all ranks alike
    ArrayWriter(std::filesystem::path file,
                const comm::Communicator& communicator,
                const std::vector<ArrayShape>& arrays);
    ~ArrayWriter();
    ArrayWriter(const ArrayWriter&) = delete;
    ArrayWriter& operator=(const ArrayWriter&) = delete;

    /// Write whole rows from `first_row` on: [n * columns]. Local; a failure is kept for `finish`.
    template <typename T>
    void write(const std::string& path, std::uint64_t first_row, std::span<const T> values);

    /// Collective. Close the file, seal it and wait until it is on the disk.
    /// @throws SystemError (74) on all ranks alike; the file is of no use then
    void finish();

private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

/// Reads such a file; local, any number of processes at the same time.
class ArrayReader {
public:
    /// @throws InputError (66) if it cannot be opened; see `damage_of_arrays` for its contents
    explicit ArrayReader(const std::filesystem::path& file);
    ~ArrayReader();
    ArrayReader(const ArrayReader&) = delete;
    ArrayReader& operator=(const ArrayReader&) = delete;

    bool has(const std::string& path) const;
    std::uint64_t rows(const std::string& path) const;

    /// All of an array, row by row.
    template <typename T>
    std::vector<T> read(const std::string& path) const;

    /// Rows from `first_row` on into `values` [n * columns].
    template <typename T>
    void read(const std::string& path, std::uint64_t first_row, std::span<T> values) const;

private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

/// What is wrong with the bytes of such a file; empty if it is whole. Local; reads all of it.
std::string damage_of_arrays(const std::filesystem::path& file);

}  // namespace bgsim::io
