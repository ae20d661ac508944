/// Groups, small datasets and attributes, written and read as C++ values. Private to io.
///
/// All functions here throw Hdf5Error. Text is variable-length UTF-8, as readers of SONATA expect.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "io/hdf5.hpp"

namespace bgsim::io {

/// The HDF5 type of a number, in memory; files hold the same (little endian).
template <typename T>
hid_t hdf5_type();
template <>
hid_t hdf5_type<double>();
template <>
hid_t hdf5_type<float>();
template <>
hid_t hdf5_type<std::int64_t>();
template <>
hid_t hdf5_type<std::uint64_t>();
template <>
hid_t hdf5_type<std::uint32_t>();
template <>
hid_t hdf5_type<std::uint8_t>();

Datatype text_type();

Group create_group(hid_t parent, const std::string& path);
bool exists(hid_t parent, const std::string& name);                        ///< of a direct child
std::vector<std::string> children(hid_t parent, const std::string& path);  ///< by name

void write_attribute(hid_t object, const std::string& name, const std::string& text);
void write_attribute(hid_t object, const std::string& name, const std::vector<std::string>& texts);
template <typename T>
void write_attribute(hid_t object, const std::string& name, std::span<const T> values);
template <typename T>
void write_attribute(hid_t object, const std::string& name, T value);  ///< a scalar

/// A dataset of fixed size [values.size()]; missing groups of `path` are not created.
template <typename T>
Dataset write_array(hid_t parent, const std::string& path, std::span<const T> values);
template <typename T>
Dataset write_scalar(hid_t parent, const std::string& path, T value);
void write_text(hid_t parent, const std::string& path, const std::string& text);
void write_texts(hid_t parent, const std::string& path, const std::vector<std::string>& texts);

/// An empty dataset that can grow along its first dimension.
struct GrowingShape {
    std::uint64_t chunk_rows = 1;
    std::optional<std::uint64_t> columns = std::nullopt;  ///< none: one-dimensional
    std::uint64_t chunk_columns = 1;
};
Dataset create_growing(hid_t parent, const std::string& path, hid_t type, GrowingShape shape);

std::vector<std::uint64_t> extent_of(const Dataset& dataset);

template <typename T>
std::vector<T> read_array(hid_t parent, const std::string& path);  ///< all of it, row by row
template <typename T>
T read_scalar(hid_t parent, const std::string& path);
std::vector<std::string> read_texts(hid_t parent, const std::string& path);
template <typename T>
T read_attribute(hid_t object, const std::string& name);
std::string read_attribute_text(hid_t object, const std::string& name);
std::vector<std::string> read_attribute_texts(hid_t object, const std::string& name);

}  // namespace bgsim::io
