#include "io/library.hpp"

#include <fmt/format.h>
#include <hdf5.h>

namespace bgsim::io {

std::string library_version() {
    unsigned major = 0;
    unsigned minor = 0;
    unsigned release = 0;
    if (H5get_libversion(&major, &minor, &release) < 0) return "unknown";
    return fmt::format("{}.{}.{}, parallel", major, minor, release);
}

}  // namespace bgsim::io
