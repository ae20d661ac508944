/// The files of one run.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "bgsim/config/specification.hpp"

namespace bgsim::cli {

struct ResultFiles {
    std::filesystem::path result;   ///< .h5
    std::filesystem::path log;      ///< .log beside it
    std::filesystem::path summary;  ///< .json beside it
};

/// `output`, or results/<experiment>/seed-<N>.h5, and what stands beside it.
/// @throws InputError (64) if `output` does not end in .h5
ResultFiles result_files(const config::Specification& specification,
                         const std::optional<std::filesystem::path>& output);

/// @throws SystemError (73) if the result exists, with the remedies
void refuse_existing(const ResultFiles& files);

/// Write `text` to `file` as a whole: it has either its old or its new content.
/// @throws SystemError (74)
void write_whole(const std::filesystem::path& file, const std::string& text);

}  // namespace bgsim::cli
