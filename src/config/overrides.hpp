/// What the command line changes in the merged tree.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "bgsim/config/load.hpp"
#include "config/diagnostics.hpp"
#include "config/tree.hpp"

namespace bgsim::config {

/// The size of a population in the file and after --scale.
struct SizeChange {
    std::uint64_t before = 0;
    std::uint64_t after = 0;
};

/// By population; empty without --scale.
using SizeChanges = std::map<std::string, SizeChange>;

/// Apply --set, --seed and --scale to `root`, in this order.
SizeChanges apply_overrides(Node& root, const Overrides& overrides, Diagnostics& diagnostics);

}  // namespace bgsim::config
