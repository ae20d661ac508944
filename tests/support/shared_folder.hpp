/// A folder for the files of a test under MPI, removed afterwards.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "comm/communicator.hpp"

namespace bgsim::test {

/// Collective: all ranks get the same folder.
class SharedFolder {
public:
    explicit SharedFolder(comm::Communicator communicator = {})
        : communicator_(std::move(communicator)) {
        std::string name = std::filesystem::temp_directory_path() / "bgsim-test-XXXXXX";
        if (communicator_.is_root() && mkdtemp(name.data()) == nullptr) {
            throw std::runtime_error("mkdtemp failed");
        }
        path_ = communicator_.broadcast(name);
    }
    ~SharedFolder() {
        communicator_.barrier();
        std::error_code ignored;
        if (communicator_.is_root()) std::filesystem::remove_all(path_, ignored);
    }
    SharedFolder(const SharedFolder&) = delete;
    SharedFolder& operator=(const SharedFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

private:
    comm::Communicator communicator_;
    std::filesystem::path path_;
};

}  // namespace bgsim::test
