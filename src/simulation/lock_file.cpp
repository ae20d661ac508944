#include "simulation/lock_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>

#include "bgsim/error.hpp"
#include "core/host.hpp"
#include "core/readable.hpp"

namespace bgsim::simulation {
namespace {

/// Who holds a lock.
struct Holder {
    std::string host;
    std::string process;
    std::string since;
    std::optional<core::SlurmJob> job;
};

Holder this_process(const core::Variables& variables) {
    return {.host = core::host_name(),
            .process = std::to_string(::getpid()),
            .since = core::utc_date_time(std::chrono::system_clock::now()),
            .job = core::current_slurm_job(variables)};
}

std::string text_of(const Holder& holder) {
    std::string text =
        fmt::format("host {}\nprocess {}\nsince {}\n", holder.host, holder.process, holder.since);
    if (holder.job) text += fmt::format("job {} {}\n", holder.job->id, holder.job->restarts);
    return text;
}

Holder holder_in(const std::string& text) {
    Holder holder;
    std::istringstream lines(text);
    std::string key;
    while (lines >> key) {
        if (key == "host") lines >> holder.host;
        if (key == "process") lines >> holder.process;
        if (key == "since") lines >> holder.since;
        if (key == "job") {
            auto& job = holder.job.emplace();
            lines >> job.id >> job.restarts;
        }
    }
    return holder;
}

std::string read_all(int descriptor) {
    std::array<char, 512> buffer{};
    const ssize_t n = ::pread(descriptor, buffer.data(), buffer.size(), 0);
    return {buffer.data(), static_cast<std::size_t>(n > 0 ? n : 0)};
}

std::string described(const Holder& holder) {
    if (holder.host.empty()) return "another run";
    std::string text =
        fmt::format("process {} on {}, since {}", holder.process, holder.host, holder.since);
    if (holder.job) text += fmt::format(", Slurm job {}", holder.job->id);
    return text;
}

[[noreturn]] void refuse(const std::filesystem::path& file, const Holder& holder) {
    throw LockedError(
        fmt::format("{}: this result is being written by {}; wait for it, or choose another "
                    "--output; if that run is surely gone, remove this file",
                    file.string(), described(holder)));
}

[[noreturn]] void cannot_create(const std::filesystem::path& file, int code) {
    throw SystemError(fmt::format("{}: cannot be created: {}; choose another --output",
                                  file.string(), std::generic_category().message(code)),
                      ExitCode::cannot_create);
}

/// Whether the holder may live although the system's lock could be had: on another host, where
/// that lock may not be seen.
bool may_live(const Holder& holder, const Holder& own, const core::CommandOutput& output) {
    if (holder.host.empty() || holder.host == own.host) return false;
    if (!holder.job) return true;
    if (own.job && own.job->id == holder.job->id) return own.job->restarts == holder.job->restarts;
    return core::is_active(*holder.job, output).value_or(true);
}

/// Whether the file behind `descriptor` is still the one of this name.
bool is_current(int descriptor, const std::filesystem::path& file) {
    struct stat open_one {};
    struct stat named {};
    return ::fstat(descriptor, &open_one) == 0 && ::stat(file.c_str(), &named) == 0 &&
           open_one.st_ino == named.st_ino && open_one.st_dev == named.st_dev;
}

/// Open the file and lock it; again if the one before removed it meanwhile.
int locked(const std::filesystem::path& file) {
    while (true) {
        const int descriptor =
            ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);  // NOLINT(*-vararg): POSIX
        if (descriptor < 0) cannot_create(file, errno);
        if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
            const Holder holder = holder_in(read_all(descriptor));
            ::close(descriptor);
            refuse(file, holder);
        }
        if (is_current(descriptor, file)) return descriptor;
        ::close(descriptor);
    }
}

}  // namespace

LockFile::LockFile(std::filesystem::path file,
                   const core::Variables& variables,
                   const core::CommandOutput& output)
    : file_(std::move(file)) {
    std::error_code error;
    if (file_.has_parent_path()) std::filesystem::create_directories(file_.parent_path(), error);
    if (error) cannot_create(file_, error.value());
    const int descriptor = locked(file_);
    const Holder own = this_process(variables);
    const Holder before = holder_in(read_all(descriptor));
    if (may_live(before, own, output)) {
        ::close(descriptor);
        refuse(file_, before);
    }
    const std::string text = text_of(own);
    const bool is_written =
        ::ftruncate(descriptor, 0) == 0 &&
        ::pwrite(descriptor, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
    const int code = errno;
    if (!is_written) {
        ::close(descriptor);
        cannot_create(file_, code);
    }
    descriptor_ = descriptor;
}

LockFile::~LockFile() {
    if (descriptor_ < 0) return;
    std::error_code ignored;
    std::filesystem::remove(file_, ignored);
    ::close(descriptor_);
}

}  // namespace bgsim::simulation
