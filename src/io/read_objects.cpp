#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numeric>

#include "io/objects.hpp"

namespace bgsim::io {

namespace {

Dataset open_dataset(hid_t parent, const std::string& path) {
    return {H5Dopen2(parent, path.c_str(), H5P_DEFAULT), fmt::format("H5Dopen of '{}'", path)};
}

Attribute open_attribute(hid_t object, const std::string& name) {
    return {H5Aopen(object, name.c_str(), H5P_DEFAULT), fmt::format("H5Aopen of '{}'", name)};
}

std::uint64_t number_of_points(const Dataspace& space) {
    const hssize_t n = H5Sget_simple_extent_npoints(space.id());
    if (n < 0) throw Hdf5Error("H5Sget_simple_extent_npoints");
    return static_cast<std::uint64_t>(n);
}

/// Copy texts that HDF5 allocated, and give its memory back.
std::vector<std::string> take_texts(std::vector<char*>& pointers, const Dataspace& space) {
    std::vector<std::string> texts;
    for (const char* pointer : pointers) texts.emplace_back(pointer == nullptr ? "" : pointer);
    H5Dvlen_reclaim(text_type().id(), space.id(), H5P_DEFAULT, pointers.data());
    return texts;
}

}  // namespace

bool exists(hid_t parent, const std::string& name) {
    return H5Lexists(parent, name.c_str(), H5P_DEFAULT) > 0;
}

std::vector<std::string> children(hid_t parent, const std::string& path) {
    const Group group(H5Gopen2(parent, path.c_str(), H5P_DEFAULT),
                      fmt::format("H5Gopen of '{}'", path));
    std::vector<std::string> names;
    const auto append = [](hid_t, const char* name, const H5L_info_t*, void* list) -> herr_t {
        static_cast<std::vector<std::string>*>(list)->emplace_back(name);
        return 0;
    };
    require(H5Literate(group.id(), H5_INDEX_NAME, H5_ITER_INC, nullptr, append, &names),
            fmt::format("H5Literate of '{}'", path));
    return names;
}

std::vector<std::uint64_t> extent_of(const Dataset& dataset) {
    const Dataspace space(H5Dget_space(dataset.id()), "H5Dget_space");
    const int n_dimensions = H5Sget_simple_extent_ndims(space.id());
    require(n_dimensions, "H5Sget_simple_extent_ndims");
    std::vector<hsize_t> extent(static_cast<std::size_t>(n_dimensions));
    require(H5Sget_simple_extent_dims(space.id(), extent.data(), nullptr),
            "H5Sget_simple_extent_dims");
    return {extent.begin(), extent.end()};
}

template <typename T>
std::vector<T> read_array(hid_t parent, const std::string& path) {
    const Dataset dataset = open_dataset(parent, path);
    const auto extent = extent_of(dataset);
    std::vector<T> values(
        std::accumulate(extent.begin(), extent.end(), std::uint64_t{1}, std::multiplies<>()));
    require(H5Dread(dataset.id(), hdf5_type<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
            fmt::format("H5Dread of '{}'", path));
    return values;
}

template <typename T>
T read_scalar(hid_t parent, const std::string& path) {
    const std::vector<T> values = read_array<T>(parent, path);
    if (values.size() != 1) throw Hdf5Error(fmt::format("reading one value of '{}'", path));
    return values.front();
}

std::vector<std::string> read_texts(hid_t parent, const std::string& path) {
    const Dataset dataset = open_dataset(parent, path);
    const Dataspace space(H5Dget_space(dataset.id()), "H5Dget_space");
    std::vector<char*> pointers(number_of_points(space));
    require(H5Dread(dataset.id(), text_type().id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()),
            fmt::format("H5Dread of '{}'", path));
    return take_texts(pointers, space);
}

template <typename T>
T read_attribute(hid_t object, const std::string& name) {
    const Attribute attribute = open_attribute(object, name);
    T value{};
    require(H5Aread(attribute.id(), hdf5_type<T>(), &value), fmt::format("H5Aread of '{}'", name));
    return value;
}

std::vector<std::string> read_attribute_texts(hid_t object, const std::string& name) {
    const Attribute attribute = open_attribute(object, name);
    const Dataspace space(H5Aget_space(attribute.id()), "H5Aget_space");
    std::vector<char*> pointers(number_of_points(space));
    require(H5Aread(attribute.id(), text_type().id(), pointers.data()),
            fmt::format("H5Aread of '{}'", name));
    return take_texts(pointers, space);
}

std::string read_attribute_text(hid_t object, const std::string& name) {
    const auto texts = read_attribute_texts(object, name);
    return texts.empty() ? "" : texts.front();
}

template std::vector<double> read_array(hid_t, const std::string&);
template std::vector<std::uint8_t> read_array(hid_t, const std::string&);
template std::vector<std::uint64_t> read_array(hid_t, const std::string&);
template double read_scalar(hid_t, const std::string&);
template double read_attribute(hid_t, const std::string&);
template std::uint32_t read_attribute(hid_t, const std::string&);

}  // namespace bgsim::io
