#include "core/text_table.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include "bgsim/error.hpp"
#include "core/wrapped_text.hpp"

namespace bgsim::core {
namespace {

struct Column {
    std::size_t width = 0;
    bool is_numeric = true;
};

/// Whether `cell` is nothing, a mark, or a number with at most one word after it.
bool is_blank_or_number(const std::string& cell) {
    if (cell.empty() || cell == "-" || cell == "yes") return true;
    if (std::ranges::count(cell, ' ') > 1) return false;
    const std::size_t first = cell[0] == '-' || cell[0] == '+' ? 1 : 0;
    return first != cell.size() && std::isdigit(static_cast<unsigned char>(cell[first])) != 0;
}

void append(std::string& line, const std::string& cell, const Column& column, bool is_first) {
    if (!is_first) line += "  ";
    const std::string padding(column.width - width_of(cell), ' ');
    line += column.is_numeric ? padding + cell : cell + padding;
}

std::string joined(const std::vector<std::string>& cells,
                   const std::vector<Column>& columns,
                   std::size_t indent) {
    std::string line(indent, ' ');
    for (std::size_t i = 0; i != cells.size(); ++i) append(line, cells[i], columns[i], i == 0);
    line.erase(line.find_last_not_of(' ') + 1);
    return line + '\n';
}

}  // namespace

void TextTable::add(std::vector<std::string> row) {
    BGSIM_EXPECT(row.size() <= header_.size());
    row.resize(header_.size());
    rows_.push_back(std::move(row));
}

std::string TextTable::text(std::size_t indent) const {
    std::vector<Column> columns(header_.size());
    for (std::size_t i = 0; i != columns.size(); ++i) {
        columns[i].width = width_of(header_[i]);
        for (const auto& row : rows_) {
            columns[i].width = std::max(columns[i].width, width_of(row[i]));
            columns[i].is_numeric = columns[i].is_numeric && is_blank_or_number(row[i]);
        }
    }
    std::string result = joined(header_, columns, indent);
    for (const auto& row : rows_) result += joined(row, columns, indent);
    return result;
}

}  // namespace bgsim::core
