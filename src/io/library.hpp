/// The library that reads and writes result files.
#pragma once

#include <string>

namespace bgsim::io {

/// Version of HDF5 at run time, for example "1.10.8, parallel".
std::string library_version();

}  // namespace bgsim::io
