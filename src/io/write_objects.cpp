#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "io/objects.hpp"

namespace bgsim::io {

template <>
hid_t hdf5_type<double>() {
    return H5T_NATIVE_DOUBLE;
}
template <>
hid_t hdf5_type<float>() {
    return H5T_NATIVE_FLOAT;
}
template <>
hid_t hdf5_type<std::int64_t>() {
    return H5T_NATIVE_INT64;
}
template <>
hid_t hdf5_type<std::uint64_t>() {
    return H5T_NATIVE_UINT64;
}
template <>
hid_t hdf5_type<std::uint32_t>() {
    return H5T_NATIVE_UINT32;
}
template <>
hid_t hdf5_type<std::uint8_t>() {
    return H5T_NATIVE_UINT8;
}

namespace {

Dataspace scalar_space() { return {H5Screate(H5S_SCALAR), "H5Screate"}; }

Dataspace array_space(std::uint64_t length) {
    const hsize_t extent = length;
    return {H5Screate_simple(1, &extent, nullptr), "H5Screate_simple"};
}

void store_attribute(hid_t object,
                     const std::string& name,
                     hid_t type,
                     const Dataspace& space,
                     const void* data) {
    const std::string call = fmt::format("H5Awrite of '{}'", name);
    const Attribute attribute(
        H5Acreate2(object, name.c_str(), type, space.id(), H5P_DEFAULT, H5P_DEFAULT), call);
    require(H5Awrite(attribute.id(), type, data), call);
}

Dataset store_dataset(hid_t parent,
                      const std::string& path,
                      hid_t type,
                      const Dataspace& space,
                      const void* data) {
    Dataset dataset(
        H5Dcreate2(parent, path.c_str(), type, space.id(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
        fmt::format("H5Dcreate of '{}'", path));
    require(H5Dwrite(dataset.id(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data),
            fmt::format("H5Dwrite of '{}'", path));
    return dataset;
}

std::vector<const char*> pointers_to(const std::vector<std::string>& texts) {
    std::vector<const char*> pointers(texts.size());
    std::ranges::transform(texts, pointers.begin(), [](const auto& text) { return text.c_str(); });
    return pointers;
}

}  // namespace

Datatype text_type() {
    Datatype type(H5Tcopy(H5T_C_S1), "H5Tcopy");
    require(H5Tset_size(type.id(), H5T_VARIABLE), "H5Tset_size");
    require(H5Tset_cset(type.id(), H5T_CSET_UTF8), "H5Tset_cset");
    return type;
}

Group create_group(hid_t parent, const std::string& path) {
    return {H5Gcreate2(parent, path.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
            fmt::format("H5Gcreate of '{}'", path)};
}

void write_attribute(hid_t object, const std::string& name, const std::string& text) {
    const char* pointer = text.c_str();
    store_attribute(object, name, text_type().id(), scalar_space(), &pointer);
}

void write_attribute(hid_t object, const std::string& name, const std::vector<std::string>& texts) {
    store_attribute(object, name, text_type().id(), array_space(texts.size()),
                    pointers_to(texts).data());
}

template <typename T>
void write_attribute(hid_t object, const std::string& name, std::span<const T> values) {
    store_attribute(object, name, hdf5_type<T>(), array_space(values.size()), values.data());
}

template <typename T>
void write_attribute(hid_t object, const std::string& name, T value) {
    store_attribute(object, name, hdf5_type<T>(), scalar_space(), &value);
}

template <typename T>
Dataset write_array(hid_t parent, const std::string& path, std::span<const T> values) {
    return store_dataset(parent, path, hdf5_type<T>(), array_space(values.size()), values.data());
}

template <typename T>
Dataset write_scalar(hid_t parent, const std::string& path, T value) {
    return store_dataset(parent, path, hdf5_type<T>(), scalar_space(), &value);
}

void write_text(hid_t parent, const std::string& path, const std::string& text) {
    const char* pointer = text.c_str();
    store_dataset(parent, path, text_type().id(), scalar_space(), &pointer);
}

void write_texts(hid_t parent, const std::string& path, const std::vector<std::string>& texts) {
    store_dataset(parent, path, text_type().id(), array_space(texts.size()),
                  pointers_to(texts).data());
}

Dataset create_growing(hid_t parent, const std::string& path, hid_t type, GrowingShape shape) {
    const int n_dimensions = shape.columns ? 2 : 1;
    const hsize_t columns = shape.columns.value_or(1);
    const std::array<hsize_t, 2> extent = {0, columns};
    const std::array<hsize_t, 2> limit = {H5S_UNLIMITED, std::max<hsize_t>(columns, 1)};
    const std::array<hsize_t, 2> chunk = {shape.chunk_rows, shape.chunk_columns};
    const Dataspace space(H5Screate_simple(n_dimensions, extent.data(), limit.data()),
                          "H5Screate_simple");
    const PropertyList properties(H5Pcreate(H5P_DATASET_CREATE), "H5Pcreate");
    require(H5Pset_chunk(properties.id(), n_dimensions, chunk.data()), "H5Pset_chunk");
    // What is extended is written at once, so filling it before would only write everything twice.
    require(H5Pset_fill_time(properties.id(), H5D_FILL_TIME_NEVER), "H5Pset_fill_time");
    require(H5Pset_alloc_time(properties.id(), H5D_ALLOC_TIME_EARLY), "H5Pset_alloc_time");
    return {H5Dcreate2(parent, path.c_str(), type, space.id(), H5P_DEFAULT, properties.id(),
                       H5P_DEFAULT),
            fmt::format("H5Dcreate of '{}'", path)};
}

template void write_attribute(hid_t, const std::string&, std::span<const std::uint32_t>);
template void write_attribute(hid_t, const std::string&, double);
template void write_attribute(hid_t, const std::string&, std::uint8_t);
template void write_attribute(hid_t, const std::string&, std::uint32_t);
template void write_attribute(hid_t, const std::string&, std::uint64_t);
template Dataset write_array(hid_t, const std::string&, std::span<const double>);
template Dataset write_array(hid_t, const std::string&, std::span<const float>);
template Dataset write_array(hid_t, const std::string&, std::span<const std::uint8_t>);
template Dataset write_array(hid_t, const std::string&, std::span<const std::uint32_t>);
template Dataset write_array(hid_t, const std::string&, std::span<const std::int64_t>);
template Dataset write_array(hid_t, const std::string&, std::span<const std::uint64_t>);
template Dataset write_scalar(hid_t, const std::string&, double);

}  // namespace bgsim::io
