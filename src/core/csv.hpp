/// Comma-separated values (RFC 4180).
#pragma once

#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bgsim::core {

/// `text` as one field: in quotes if it needs them.
std::string csv_field(const std::string& text);

/// Fields with commas between them and a newline at the end.
std::string csv_line(const std::vector<std::string>& fields);

/// Reads a table record by record; empty lines and lines that begin with '#' are passed over.
/// Fields do not go over several lines.
class CsvReader {
public:
    /// @param stream  outlives this
    explicit CsvReader(std::istream& stream) : stream_(&stream) {}

    /// The fields of the next record, without blanks around them; nothing at the end.
    std::optional<std::vector<std::string>> next();

    int line() const { return line_; }  ///< of the last record, from 1

private:
    std::istream* stream_;
    int line_ = 0;
};

/// All of `text` as a number, which may be infinite or NaN; nothing if it is none.
std::optional<double> csv_number(std::string_view text);

}  // namespace bgsim::core
