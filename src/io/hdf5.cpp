#include "io/hdf5.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <vector>

namespace bgsim::io {

namespace {

constexpr std::size_t n_causes_shown = 3;

herr_t collect(unsigned, const H5E_error2_t* entry, void* causes) {
    auto& texts = *static_cast<std::vector<std::string>*>(causes);
    const std::string text = entry->desc == nullptr ? "" : entry->desc;
    if (!text.empty() && std::ranges::find(texts, text) == texts.end()) texts.push_back(text);
    return 0;
}

/// The innermost entries of HDF5's error stack, in one line; the stack is empty afterwards.
std::string condensed_error_stack() {
    std::vector<std::string> causes;
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, collect, &causes);
    H5Eclear2(H5E_DEFAULT);
    if (causes.size() > n_causes_shown) causes.resize(n_causes_shown);
    std::string line =
        causes.empty() ? "no explanation" : fmt::format("{}", fmt::join(causes, "; "));
    std::ranges::replace(line, '\n', ' ');
    return line;
}

}  // namespace

Hdf5Error::Hdf5Error(std::string_view call)
    : SystemError(fmt::format("HDF5: {} failed: {}", call, condensed_error_stack())) {}

void silence_hdf5() { H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr); }

PropertyList access_beside_others() {
    PropertyList access(H5Pcreate(H5P_FILE_ACCESS), "H5Pcreate");
    require(H5Pset_file_locking(access.id(), false, true), "H5Pset_file_locking");
    return access;
}

}  // namespace bgsim::io
