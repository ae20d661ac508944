/// Comma-separated values (RFC 4180).
#pragma once

#include <string>
#include <vector>

namespace bgsim::core {

/// `text` as one field: in quotes if it needs them.
std::string csv_field(const std::string& text);

/// Fields with commas between them and a newline at the end.
std::string csv_line(const std::vector<std::string>& fields);

}  // namespace bgsim::core
