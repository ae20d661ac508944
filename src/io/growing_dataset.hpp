/// A dataset that all ranks extend and fill together. Private to io.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/content_sum.hpp"
#include "io/objects.hpp"
#include "io/shared_file.hpp"

namespace bgsim::io {

/// Rows are appended; until `commit` they can be cut off again. A sum over all values, which this
/// rank keeps of those that it wrote, tells later whether they are still the same.
///
/// All functions are collective except `commit` and `abandon`; those that write throw SystemError
/// on all ranks if one of them fails.
class GrowingDataset {
public:
    GrowingDataset(SharedFile& file, std::string path);

    std::uint64_t rows() const { return rows_; }
    const std::string& path() const { return path_; }
    std::uint64_t committed() const { return committed_; }
    std::uint64_t committed_sum() const { return committed_sum_.value(); }  ///< of this rank's part

    /// Rows that are there already sum up to this; on one rank only.
    void add_to_sum(core::ContentSum sum) { sum_ = committed_sum_ = sum; }

    /// Make room for `n_rows` more rows.
    void extend(std::uint64_t n_rows);

    /// Write this rank's rows [first, first + values.size()) of a one-dimensional dataset; may be
    /// none.
    template <typename T>
    void write_rows(std::uint64_t first, std::span<const T> values);

    /// Write this rank's columns (ascending) of rows [first, rows()), row by row; may be none.
    void write_columns(std::uint64_t first,
                       std::span<const std::uint64_t> columns,
                       std::span<const float> values);

    void commit() {
        committed_ = rows_;
        committed_sum_ = sum_;
    }
    bool cut_back();  ///< to the committed rows; false if HDF5 refused on this rank
    void close() { dataset_.reset(); }
    void abandon() noexcept { dataset_.release(); }

private:
    void resize(std::uint64_t n_rows);
    void write(const Dataspace& selection, std::uint64_t n_values, hid_t type, const void* values);

    SharedFile* file_;
    std::string path_;
    Dataset dataset_;
    std::vector<std::uint64_t> extent_;
    std::uint64_t chunk_rows_ = 1;
    std::uint64_t chunk_bytes_ = 0;  ///< of all chunks beside each other, for chunk_rows_ rows
    std::uint64_t rows_ = 0;
    std::uint64_t committed_ = 0;
    core::ContentSum sum_, committed_sum_;
};

}  // namespace bgsim::io
