#include "io/growing_dataset.hpp"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <tuple>
#include <utility>

namespace bgsim::io {

namespace {

void select_nothing(const Dataspace& space) {
    require(H5Sselect_none(space.id()), "H5Sselect_none");
}

/// Add rows [first, first + n_rows) of each run of neighbouring columns to the selection.
void select_columns(const Dataspace& space,
                    std::uint64_t first,
                    std::uint64_t n_rows,
                    std::span<const std::uint64_t> columns) {
    select_nothing(space);
    for (std::size_t begin = 0; begin != columns.size();) {
        std::size_t end = begin + 1;
        while (end != columns.size() && columns[end] == columns[end - 1] + 1) ++end;
        const std::array<hsize_t, 2> start = {first, columns[begin]};
        const std::array<hsize_t, 2> count = {n_rows, end - begin};
        require(H5Sselect_hyperslab(space.id(), H5S_SELECT_OR, start.data(), nullptr, count.data(),
                                    nullptr),
                "H5Sselect_hyperslab");
        begin = end;
    }
}

/// Rows of a chunk, and bytes of as many chunks as lie beside each other.
std::pair<std::uint64_t, std::uint64_t> chunk_row_of(const Dataset& dataset,
                                                     const std::vector<std::uint64_t>& extent) {
    const PropertyList properties(H5Dget_create_plist(dataset.id()), "H5Dget_create_plist");
    std::array<hsize_t, 2> chunk = {1, 1};
    require(H5Pget_chunk(properties.id(), 2, chunk.data()), "H5Pget_chunk");
    const Datatype type(H5Dget_type(dataset.id()), "H5Dget_type");
    const std::uint64_t columns = extent.size() > 1 ? extent[1] : 1;
    const std::uint64_t n_beside = (columns + chunk[1] - 1) / chunk[1];
    return {chunk[0], n_beside * chunk[0] * chunk[1] * H5Tget_size(type.id())};
}

}  // namespace

GrowingDataset::GrowingDataset(SharedFile& file, std::string path)
    : file_(&file), path_(std::move(path)) {
    file.together(fmt::format("open '{}'", path_), [this] {
        dataset_ = Dataset(H5Dopen2(file_->id(), path_.c_str(), H5P_DEFAULT), "H5Dopen");
        extent_ = extent_of(dataset_);
        std::tie(chunk_rows_, chunk_bytes_) = chunk_row_of(dataset_, extent_);
    });
    rows_ = committed_ = extent_.front();
}

void GrowingDataset::resize(std::uint64_t n_rows) {
    std::vector<hsize_t> extent(extent_.begin(), extent_.end());
    extent.front() = n_rows;
    require(H5Dset_extent(dataset_.id(), extent.data()),
            fmt::format("H5Dset_extent of '{}'", path_));
    rows_ = n_rows;
}

void GrowingDataset::extend(std::uint64_t n_rows) {
    const auto n_chunks = [this](std::uint64_t rows) {
        return (rows + chunk_rows_ - 1) / chunk_rows_;
    };
    const std::uint64_t n_new = n_chunks(rows_ + n_rows) - n_chunks(rows_);
    file_->reserve(path_, n_new * chunk_bytes_);
    file_->together(fmt::format("extend '{}'", path_), [&] { resize(rows_ + n_rows); });
}

void GrowingDataset::write(const Dataspace& selection,
                           std::uint64_t n_values,
                           hid_t type,
                           const void* values) {
    const hsize_t extent = n_values;
    const Dataspace memory(H5Screate_simple(1, &extent, nullptr), "H5Screate_simple");
    require(H5Dwrite(dataset_.id(), type, memory.id(), selection.id(), file_->transfer(), values),
            fmt::format("H5Dwrite of '{}'", path_));
}

template <typename T>
void GrowingDataset::write_rows(std::uint64_t first, std::span<const T> values) {
    file_->together(fmt::format("write '{}'", path_), [&] {
        const Dataspace space(H5Dget_space(dataset_.id()), "H5Dget_space");
        const hsize_t start = first;
        const hsize_t count = values.size();
        if (values.empty()) {
            select_nothing(space);
        } else {
            require(
                H5Sselect_hyperslab(space.id(), H5S_SELECT_SET, &start, nullptr, &count, nullptr),
                "H5Sselect_hyperslab");
        }
        write(space, values.size(), hdf5_type<T>(), values.data());
    });
    std::uint64_t position = first;
    for (const T value : values) sum_.add(position++, std::bit_cast<std::uint64_t>(value));
}

void GrowingDataset::write_columns(std::uint64_t first,
                                   std::span<const std::uint64_t> columns,
                                   std::span<const float> values) {
    file_->together(fmt::format("write '{}'", path_), [&] {
        const Dataspace space(H5Dget_space(dataset_.id()), "H5Dget_space");
        select_columns(space, first, rows_ - first, columns);
        write(space, values.size(), hdf5_type<float>(), values.data());
    });
    const std::uint64_t width = extent_[1];
    for (std::size_t i = 0; i != values.size(); ++i) {
        const std::uint64_t row = first + i / columns.size();
        sum_.add(row * width + columns[i % columns.size()],
                 std::bit_cast<std::uint32_t>(values[i]));
    }
}

bool GrowingDataset::cut_back() {
    sum_ = committed_sum_;
    if (rows_ == committed_) return true;
    try {
        resize(committed_);
    } catch (const Hdf5Error&) {
        return false;
    }
    return true;
}

template void GrowingDataset::write_rows(std::uint64_t, std::span<const double>);
template void GrowingDataset::write_rows(std::uint64_t, std::span<const std::uint64_t>);

}  // namespace bgsim::io
