/// Whether a result file still holds what was written to it.
#pragma once

#include <filesystem>
#include <string>

#include "io/result_writer.hpp"

namespace bgsim::io {

/// In what the datasets of `file` differ from `written`; later rows do not matter. Empty if they
/// agree. Local; reads all that was written.
std::string difference_from(const WrittenResult& written, const std::filesystem::path& file);

}  // namespace bgsim::io
