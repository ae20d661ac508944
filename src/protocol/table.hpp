/// Results as rows and columns, for people and for programs.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace bgsim::protocol {

/// Rows of text under titles such as "rate [Hz]".
struct Table {
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows;
};

std::string to_text(const Table& table);  ///< aligned columns
std::string to_csv(const Table& table);   ///< RFC 4180

/// `value` with `decimals` digits after the point, "-" if there is none; never "-0.0".
std::string shown(std::optional<double> value, int decimals);

/// `value` with `digits` significant digits, at least those before the point; "-" if there is none.
std::string significant(std::optional<double> value, int digits);

/// As many digits as a program needs, empty if there is none.
std::string exact(std::optional<double> value);

}  // namespace bgsim::protocol
