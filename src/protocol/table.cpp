#include "protocol/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/csv.hpp"
#include "core/text_table.hpp"

namespace bgsim::protocol {
std::string to_text(const Table& table) {
    core::TextTable text(table.header);
    for (const auto& row : table.rows) text.add(row);
    return text.text();
}

std::string to_csv(const Table& table) {
    std::string text = core::csv_line(table.header);
    for (const auto& row : table.rows) text += core::csv_line(row);
    return text;
}

std::string shown(std::optional<double> value, int decimals) {
    if (!value || !std::isfinite(*value)) return "-";
    std::string text = fmt::format("{:.{}f}", *value, decimals);
    const bool is_zero = text.find_first_of("123456789") == std::string::npos;
    return is_zero && text.front() == '-' ? text.substr(1) : text;
}

std::string significant(std::optional<double> value, int digits) {
    if (!value || !std::isfinite(*value)) return "-";
    if (*value == 0.0) return "0";
    const int before_point = static_cast<int>(std::floor(std::log10(std::abs(*value)))) + 1;
    return shown(value, std::max(digits - before_point, 0));
}

std::string exact(std::optional<double> value) {
    if (!value || !std::isfinite(*value)) return "";
    return fmt::format("{}", *value);
}

}  // namespace bgsim::protocol
