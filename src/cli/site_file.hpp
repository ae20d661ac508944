/// Where the description of the cluster stands.
#pragma once

#include <filesystem>
#include <optional>

#include "cli/launch.hpp"
#include "config/site.hpp"

namespace bgsim::cli {

/// `given` (--site), else $BGSIM_SITE, site.yaml in `folder`, or bgsim/site.yaml in
/// $XDG_CONFIG_HOME or ~/.config; nothing if none of the last two exists either.
std::optional<std::filesystem::path> find_site(const std::optional<std::filesystem::path>& given,
                                               const Variables& variables,
                                               const std::filesystem::path& folder);

}  // namespace bgsim::cli
