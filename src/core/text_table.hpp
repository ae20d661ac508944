/// Tables of text with aligned columns.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace bgsim::core {

/// Rows under a header; numbers are set flush right, everything else flush left.
class TextTable {
public:
    explicit TextTable(std::vector<std::string> header) : header_(std::move(header)) {}

    /// A row shorter than the header is filled up with empty cells.
    void add(std::vector<std::string> row);

    std::size_t n_rows() const { return rows_.size(); }

    /// Lines without trailing blanks, each begun with `indent` blanks and ended with a newline.
    std::string text(std::size_t indent = 0) const;

private:
    std::vector<std::string> header_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace bgsim::core
