#include "core/whole_file.hpp"

#include <fmt/format.h>

#include <fstream>
#include <system_error>

#include "bgsim/error.hpp"

namespace bgsim::core {
namespace {

void write_into(const std::filesystem::path& device, const std::string& text) {
    std::ofstream stream(device, std::ios::binary);
    stream << text;
    stream.close();
    if (stream) return;
    throw SystemError(fmt::format("{}: cannot write to it", device.string()));
}

}  // namespace

void write_whole(const std::filesystem::path& file, const std::string& text) {
    if (std::error_code error;
        std::filesystem::exists(file, error) && !std::filesystem::is_regular_file(file, error)) {
        write_into(file, text);  // a device or a pipe cannot be replaced
        return;
    }
    const std::filesystem::path unfinished = file.string() + ".tmp";
    std::error_code error;
    {
        std::ofstream stream(unfinished, std::ios::binary);
        stream << text;
        stream.close();
        if (!stream) error = std::make_error_code(std::errc::io_error);
    }
    if (!error) std::filesystem::rename(unfinished, file, error);
    if (!error) return;
    std::error_code ignored;
    std::filesystem::remove(unfinished, ignored);
    throw SystemError(
        fmt::format("{}: cannot write: {}; is the disk full?", file.string(), error.message()));
}

}  // namespace bgsim::core
