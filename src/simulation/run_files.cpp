#include "simulation/run_files.hpp"

#include <system_error>

namespace bgsim::simulation {

RunFiles run_files(const std::filesystem::path& result) {
    const auto beside = [&](const char* extension) {
        return std::filesystem::path(result).replace_extension(extension);
    };
    return {.result = result,
            .log = beside(".log"),
            .summary = beside(".json"),
            .checkpoint = beside(".checkpoint.h5"),
            .previous_checkpoint = beside(".checkpoint-previous.h5"),
            .lock = beside(".lock")};
}

bool is_there(const std::filesystem::path& file) {
    std::error_code ignored;
    return std::filesystem::exists(file, ignored);
}

}  // namespace bgsim::simulation
