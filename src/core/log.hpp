/// The log of a run: lines with time and level, in a file and on stderr.
#pragma once

#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>

namespace bgsim::core {

enum class LogLevel { info, warning, error, off };

enum class LogFile { begin, append };

/// Where rank 0 writes what happens. A default-constructed one writes nothing, which is what the
/// other ranks have.
class Log {
public:
    Log() = default;

    /// Lines of at least level `shown` also go to stderr.
    explicit Log(LogLevel shown) : shown_(shown) {}

    /// Also write everything from now on to `file`, begun anew or at its end; creates missing
    /// folders. @throws SystemError (73) if it cannot be created
    void open(const std::filesystem::path& file, LogFile mode = LogFile::begin);

    void info(std::string_view text) { write(LogLevel::info, text); }
    void warning(std::string_view text) { write(LogLevel::warning, text); }
    void error(std::string_view text) { write(LogLevel::error, text); }

    /// Text as it is, without time and level, to the file only: tables, configurations.
    void verbatim(std::string_view text);

    /// Called before something is written to stderr, for example to wipe a progress line.
    void before_stderr(std::function<void()> action) { before_stderr_ = std::move(action); }

private:
    struct CloseFile {
        void operator()(std::FILE* file) const;
    };

    void write(LogLevel level, std::string_view text);

    LogLevel shown_ = LogLevel::off;
    std::unique_ptr<std::FILE, CloseFile> file_;
    std::function<void()> before_stderr_ = [] {};
};

}  // namespace bgsim::core
