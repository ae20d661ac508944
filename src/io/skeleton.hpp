/// The result file before its first step: all groups and attributes, no data. Private to io.
#pragma once

#include <filesystem>

#include "io/result_writer.hpp"

namespace bgsim::io {

/// Create file `name`, replacing what is there. Serial: one rank does it, without MPI, before all
/// ranks open the file (HDF5 cannot write texts of variable length through MPI). @throws Hdf5Error
void create_skeleton(const std::filesystem::path& name, const ResultLayout& layout);

}  // namespace bgsim::io
