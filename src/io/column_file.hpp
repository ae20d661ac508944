/// A small file of named columns, written by one process.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace bgsim::io {

using Attributes = std::vector<std::pair<std::string, std::string>>;

/// One dataset: texts, whole numbers or reals.
struct Column {
    std::string path;  ///< missing groups are made
    std::variant<std::vector<std::string>, std::vector<std::uint64_t>, std::vector<double>> values;
    std::uint64_t width = 0;  ///< a matrix with rows of this length; 0: one-dimensional
    Attributes attributes = {};
};

/// Write `file` as a whole: it has either its old or its new content. Local.
/// @param attributes  of the file itself
/// @throws SystemError (74)
void write_columns(const std::filesystem::path& file,
                   const Attributes& attributes,
                   const std::vector<Column>& columns);

}  // namespace bgsim::io
