/// Small files that are either old or new, never half of both.
#pragma once

#include <filesystem>
#include <string>

namespace bgsim::core {

/// Write `text` to `file` as a whole: it has either its old or its new content.
/// @throws SystemError (74)
void write_whole(const std::filesystem::path& file, const std::string& text);

}  // namespace bgsim::core
