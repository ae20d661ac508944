#include "core/scratch_folder.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

#include "bgsim/error.hpp"

namespace bgsim::core {

ScratchFolder::ScratchFolder(const std::filesystem::path& parent) {
    std::string name = (parent / "bgsim-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
        throw SystemError(fmt::format("{}: cannot create a folder here for the time of the run: {}",
                                      parent.string(), std::generic_category().message(errno)),
                          ExitCode::cannot_create);
    }
    path_ = name;
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace bgsim::core
