/// All members of an ensemble in one file (docs/output.md).
#pragma once

#include <filesystem>
#include <string>

#include "ensemble/collection.hpp"

namespace bgsim::ensemble {

/// Local. @throws SystemError (74)
void write_result(const std::filesystem::path& file,
                  const Ensemble& ensemble,
                  const Collection& collection,
                  const std::string& command_line);

}  // namespace bgsim::ensemble
