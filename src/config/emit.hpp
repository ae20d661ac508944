/// From the tree back to YAML.
#pragma once

#include <string>

#include "config/tree.hpp"

namespace bgsim::config {

/// `root` as YAML text that reads back to the same tree.
std::string to_yaml(const Node& root);

}  // namespace bgsim::config
