/// Going on with an existing result file. Private to io.
#pragma once

#include <filesystem>

#include "comm/communicator.hpp"
#include "io/result_writer.hpp"

namespace bgsim::io {

/// Collective. Rank 0 cuts off what came after `written` and notes the new plan; the others learn
/// the outcome. Whether the file is the right one is the business of `difference_from`.
/// @throws SystemError (73) on all ranks alike
void reopen_result(const std::filesystem::path& file,
                   const comm::Communicator& communicator,
                   const ResultLayout& layout,
                   const WrittenResult& written);

}  // namespace bgsim::io
