#include "core/log.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "bgsim/error.hpp"
#include "core/readable.hpp"

namespace bgsim::core {
namespace {

constexpr std::array prefixes = {"", "warning: ", "error: "};

}  // namespace

void Log::CloseFile::operator()(std::FILE* file) const { std::fclose(file); }

void Log::open(const std::filesystem::path& file, LogFile mode) {
    if (file.has_parent_path()) {
        std::error_code ignored;  // fopen tells better what is wrong
        std::filesystem::create_directories(file.parent_path(), ignored);
    }
    file_.reset(std::fopen(file.c_str(), mode == LogFile::append ? "a" : "w"));
    if (file_) return;
    throw SystemError(fmt::format("{}: cannot create the log: {}; choose another --output",
                                  file.string(), std::strerror(errno)),
                      ExitCode::cannot_create);
}

void Log::verbatim(std::string_view text) {
    if (!file_) return;
    // A full disk must not end a run because of its log: failures are ignored.
    std::fwrite(text.data(), 1, text.size(), file_.get());
    if (!text.ends_with('\n')) std::fputc('\n', file_.get());
    std::fflush(file_.get());
}

void Log::write(LogLevel level, std::string_view text) {
    const char* const prefix = prefixes[static_cast<std::size_t>(level)];
    if (file_) {
        const auto now = utc_date_time(std::chrono::system_clock::now());
        verbatim(fmt::format("{} {}{}", now, prefix, text));
    }
    if (level < shown_) return;
    before_stderr_();
    const std::string line = fmt::format("bgsim: {}{}\n", prefix, text);
    std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace bgsim::core
