/// A folder for the time of a command.
#pragma once

#include <filesystem>

namespace bgsim::core {

/// A new folder that is removed with all that is in it at the end of its life.
class ScratchFolder {
public:
    /// Within `parent`. @throws SystemError (73)
    explicit ScratchFolder(const std::filesystem::path& parent);
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace bgsim::core
