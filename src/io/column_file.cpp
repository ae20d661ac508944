#include "io/column_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <system_error>

#include "io/objects.hpp"

namespace bgsim::io {

namespace {

hid_t type_of(const std::vector<std::uint64_t>& /*values*/) { return hdf5_type<std::uint64_t>(); }
hid_t type_of(const std::vector<double>& /*values*/) { return hdf5_type<double>(); }

Dataspace space_of(std::size_t n_values, std::uint64_t width) {
    const std::array<hsize_t, 2> extent = {width == 0 ? n_values : n_values / width, width};
    return {H5Screate_simple(width == 0 ? 1 : 2, extent.data(), nullptr), "H5Screate_simple"};
}

Dataset create(hid_t file, const Column& column, hid_t type, std::size_t n_values) {
    const PropertyList links(H5Pcreate(H5P_LINK_CREATE), "H5Pcreate");
    require(H5Pset_create_intermediate_group(links.id(), 1), "H5Pset_create_intermediate_group");
    const Dataspace space = space_of(n_values, column.width);
    return {H5Dcreate2(file, column.path.c_str(), type, space.id(), links.id(), H5P_DEFAULT,
                       H5P_DEFAULT),
            fmt::format("H5Dcreate of '{}'", column.path)};
}

template <typename Data>
void fill(const Dataset& dataset, const Column& column, hid_t type, const Data* data) {
    require(H5Dwrite(dataset.id(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data),
            fmt::format("H5Dwrite of '{}'", column.path));
    for (const auto& [name, text] : column.attributes) write_attribute(dataset.id(), name, text);
}

/// Writes the values of a column, whatever they are.
struct ColumnWriter {
    hid_t file;
    const Column& column;

    void operator()(const std::vector<std::string>& texts) const {
        std::vector<const char*> pointers(texts.size());
        std::ranges::transform(texts, pointers.begin(), [](const auto& t) { return t.c_str(); });
        const Datatype type = text_type();
        fill(create(file, column, type.id(), texts.size()), column, type.id(), pointers.data());
    }
    template <typename Number>
    void operator()(const std::vector<Number>& numbers) const {
        const hid_t type = type_of(numbers);
        fill(create(file, column, type, numbers.size()), column, type, numbers.data());
    }
};

void write_file(const std::filesystem::path& name,
                const Attributes& attributes,
                const std::vector<Column>& columns) {
    silence_hdf5();
    File file(H5Fcreate(name.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT), "H5Fcreate");
    for (const auto& [key, text] : attributes) write_attribute(file.id(), key, text);
    for (const auto& column : columns) std::visit(ColumnWriter{file.id(), column}, column.values);
    if (!file.reset()) throw Hdf5Error("H5Fclose");
}

}  // namespace

void write_columns(const std::filesystem::path& file,
                   const Attributes& attributes,
                   const std::vector<Column>& columns) {
    const std::filesystem::path unfinished = file.string() + ".tmp";
    try {
        write_file(unfinished, attributes, columns);
        std::filesystem::rename(unfinished, file);
    } catch (const std::exception& error) {
        std::error_code ignored;
        std::filesystem::remove(unfinished, ignored);
        throw SystemError(fmt::format("{}: cannot be written: {}", file.string(), error.what()));
    }
}

}  // namespace bgsim::io
