/// The files of one run.
#pragma once

#include <filesystem>
#include <optional>

#include "bgsim/config/specification.hpp"
#include "core/whole_file.hpp"
#include "simulation/run_files.hpp"

namespace bgsim::cli {

using ResultFiles = simulation::RunFiles;
using core::write_whole;

/// `output`, or results/<experiment>/seed-<N>.h5, and what stands beside it.
/// @throws InputError (64) if `output` does not end in .h5
ResultFiles result_files(const config::Specification& specification,
                         const std::optional<std::filesystem::path>& output);

/// @throws SystemError (73) if the result exists, with the remedies
void refuse_existing(const ResultFiles& files);

}  // namespace bgsim::cli
