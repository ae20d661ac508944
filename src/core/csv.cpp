#include "core/csv.hpp"

#include <algorithm>
#include <charconv>

namespace bgsim::core {
namespace {

std::string_view without_blanks(std::string_view text) {
    constexpr std::string_view blanks = " \t\r";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Take the field in quotes at the beginning of `rest`, and the quotes.
std::string take_quoted(std::string_view& rest) {
    std::string field;
    std::size_t i = 1;
    for (; i < rest.size(); ++i) {
        if (rest[i] == '"' && (i + 1 == rest.size() || rest[i + 1] != '"')) break;
        if (rest[i] == '"') ++i;
        field += rest[i];
    }
    rest.remove_prefix(std::min(i + 1, rest.size()));
    return field;
}

std::vector<std::string> fields_of(std::string_view line) {
    std::vector<std::string> fields;
    while (true) {
        line = without_blanks(line);
        std::string field;
        if (line.starts_with('"')) field = take_quoted(line);
        const std::size_t comma = std::min(line.find(','), line.size());
        field += without_blanks(line.substr(0, comma));
        fields.push_back(std::move(field));
        if (comma == line.size()) return fields;
        line.remove_prefix(comma + 1);
        if (without_blanks(line).empty()) {
            fields.emplace_back();
            return fields;
        }
    }
}

}  // namespace

std::string csv_field(const std::string& text) {
    if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string csv_line(const std::vector<std::string>& fields) {
    std::string line;
    for (const auto& field : fields) {
        if (&field != &fields.front()) line += ',';
        line += csv_field(field);
    }
    return line + '\n';
}

std::optional<std::vector<std::string>> CsvReader::next() {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    for (std::string line; std::getline(*stream_, line);) {
        if (++line_ == 1 && line.starts_with(byte_order_mark)) line.erase(0, 3);
        const std::string_view content = without_blanks(line);
        if (!content.empty() && content.front() != '#') return fields_of(content);
    }
    return std::nullopt;
}

std::optional<double> csv_number(std::string_view text) {
    double value = 0.0;
    if (text.starts_with('+')) text.remove_prefix(1);
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return value;
}

}  // namespace bgsim::core
