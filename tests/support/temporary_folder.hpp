/// A folder for the files of one test, removed afterwards.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "comm/communicator.hpp"

namespace bgsim::test {

/// Collective: all ranks get the same folder.
class TemporaryFolder {
public:
    explicit TemporaryFolder(comm::Communicator communicator = {})
        : communicator_(std::move(communicator)) {
        std::string name = std::filesystem::temp_directory_path() / "bgsim-test-XXXXXX";
        if (communicator_.is_root() && mkdtemp(name.data()) == nullptr) {
            throw std::runtime_error("mkdtemp failed");
        }
        path_ = communicator_.broadcast(name);
    }
    ~TemporaryFolder() {
        communicator_.barrier();
        std::error_code ignored;
        if (communicator_.is_root()) std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

private:
    comm::Communicator communicator_;
    std::filesystem::path path_;
};

}  // namespace bgsim::test
