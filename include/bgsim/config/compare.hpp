/// In what two configurations differ.
#pragma once

#include <string>
#include <vector>

namespace bgsim::config {

/// One value that is not the same in both; "(nothing)" where one has none.
struct Difference {
    std::string path;  ///< "populations.STN.size"
    std::string then;
    std::string now;
};

/// Compare two resolved configurations (`Specification::resolved_yaml`) value by value; the order
/// of keys does not matter.
/// @throws InputError if one of them is not YAML
std::vector<Difference> differences(const std::string& then, const std::string& now);

/// Whether `path` is `key` or lies below it.
bool is_at_or_below(const std::string& path, const std::string& key);

}  // namespace bgsim::config
