/// A report as one page that needs nothing else.
#pragma once

#include <filesystem>
#include <string>

#include "report/groups.hpp"

namespace bgsim::report {

/// The whole page as HTML: no part of it is loaded from elsewhere.
/// @param folder  exists; each figure leaves its script and data in a folder of its own there
/// @throws SystemError (73) if gnuplot is missing or fails
std::string page(const Scene& scene, const std::filesystem::path& folder);

}  // namespace bgsim::report
