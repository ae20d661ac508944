/// Making a new result file. Private to io.
#pragma once

#include <filesystem>

#include "comm/communicator.hpp"
#include "io/result_writer.hpp"

namespace bgsim::io {

/// Collective. Rank 0 creates the file, with missing folders; the others learn the outcome.
/// @throws SystemError (73) on all ranks if it exists and `overwrite` is not set, or cannot be made
void create_result(const std::filesystem::path& file,
                   const comm::Communicator& communicator,
                   const ResultLayout& layout,
                   bool overwrite);

}  // namespace bgsim::io
