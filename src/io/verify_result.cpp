#include "io/verify_result.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

#include "core/content_sum.hpp"
#include "io/hdf5.hpp"
#include "io/objects.hpp"

namespace bgsim::io {

namespace {

constexpr std::uint64_t values_at_once = 1U << 20U;

/// Rows [first, first + n) of a dataset with `columns` columns, as one selection.
Dataspace rows_of(const Dataset& dataset,
                  std::uint64_t first,
                  std::uint64_t n,
                  std::uint64_t columns) {
    Dataspace space(H5Dget_space(dataset.id()), "H5Dget_space");
    const std::array<hsize_t, 2> start = {first, 0};
    const std::array<hsize_t, 2> count = {n, columns};
    require(H5Sselect_hyperslab(space.id(), H5S_SELECT_SET, start.data(), nullptr, count.data(),
                                nullptr),
            "H5Sselect_hyperslab");
    return space;
}

/// The sum over the first `n_rows` rows, as GrowingDataset forms it.
template <typename T, typename Bits>
std::uint64_t sum_of(const Dataset& dataset, std::uint64_t n_rows) {
    const auto extent = extent_of(dataset);
    const std::uint64_t columns = extent.size() > 1 ? extent[1] : 1;
    if (columns == 0) return 0;
    const std::uint64_t rows_at_once = std::max<std::uint64_t>(1, values_at_once / columns);
    core::ContentSum sum;
    std::vector<T> values;
    std::uint64_t position = 0;
    for (std::uint64_t first = 0; first < n_rows; first += rows_at_once) {
        const std::uint64_t n = std::min(rows_at_once, n_rows - first);
        values.resize(n * columns);
        const hsize_t length = values.size();
        const Dataspace memory(H5Screate_simple(1, &length, nullptr), "H5Screate_simple");
        const Dataspace rows = rows_of(dataset, first, n, columns);
        require(H5Dread(dataset.id(), hdf5_type<T>(), memory.id(), rows.id(), H5P_DEFAULT,
                        values.data()),
                "H5Dread");
        for (const T value : values) sum.add(position++, std::bit_cast<Bits>(value));
    }
    return sum.value();
}

std::uint64_t sum_of(const Dataset& dataset, std::uint64_t n_rows) {
    const Datatype type(H5Dget_type(dataset.id()), "H5Dget_type");
    if (H5Tget_class(type.id()) == H5T_INTEGER) {
        return sum_of<std::uint64_t, std::uint64_t>(dataset, n_rows);
    }
    return H5Tget_size(type.id()) == sizeof(float) ? sum_of<float, std::uint32_t>(dataset, n_rows)
                                                   : sum_of<double, std::uint64_t>(dataset, n_rows);
}

/// Empty if dataset `one` is in the file as it was written.
std::string difference(const File& file, const WrittenDataset& one) {
    const Dataset dataset(H5Dopen2(file.id(), one.path.c_str(), H5P_DEFAULT),
                          fmt::format("H5Dopen of '{}'", one.path));
    const std::uint64_t rows = extent_of(dataset).front();
    if (rows < one.rows) {
        return fmt::format("'{}' has {} rows, {} were written", one.path, rows, one.rows);
    }
    if (sum_of(dataset, one.rows) == one.sum) return "";
    return fmt::format("values of '{}' are not what was written", one.path);
}

}  // namespace

std::string difference_from(const WrittenResult& written, const std::filesystem::path& file) {
    silence_hdf5();
    try {
        const PropertyList access = access_beside_others();
        const File opened(H5Fopen(file.c_str(), H5F_ACC_RDONLY, access.id()), "H5Fopen");
        for (const WrittenDataset& one : written.datasets) {
            if (auto what = difference(opened, one); !what.empty()) return what;
        }
    } catch (const Hdf5Error& error) {
        return fmt::format("it cannot be read: {}", error.what());
    }
    return "";
}

}  // namespace bgsim::io
