#include "core/slurm_job.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace bgsim::core {
namespace {

std::optional<long> whole_number(const std::string& text) {
    long number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stop != end || number < 0) return std::nullopt;
    return number;
}

/// An id is put into a command.
bool is_plain(const std::string& id) {
    return !id.empty() &&
           std::ranges::all_of(id, [](char c) { return (c >= '0' && c <= '9') || c == '_'; });
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

/// The parts of `text` between ':'.
std::optional<std::vector<long>> numbers_between_colons(const std::string& text) {
    std::vector<long> numbers;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(':', begin), text.size());
        const auto number = whole_number(text.substr(begin, end - begin));
        if (!number) return std::nullopt;
        numbers.push_back(*number);
        begin = end + 1;
    }
    return numbers;
}

}  // namespace

Variables environment_variables() {
    return [](const char* name) -> std::optional<std::string> {
        const char* const value = std::getenv(name);
        if (value == nullptr) return std::nullopt;
        return value;
    };
}

CommandOutput output_of_commands() {
    return [](const std::string& command) -> std::optional<std::string> {
        std::FILE* const pipe = ::popen((command + " 2>/dev/null").c_str(), "re");
        if (pipe == nullptr) return std::nullopt;
        std::string text;
        std::array<char, 256> buffer{};
        while (std::fgets(buffer.data(), buffer.size(), pipe) != nullptr) text += buffer.data();
        if (::pclose(pipe) != 0) return std::nullopt;
        return text;
    };
}

std::optional<SlurmJob> current_slurm_job(const Variables& variables) {
    auto id = variables("SLURM_JOB_ID");
    // The number of a task may be that of its whole array.
    const auto array = variables("SLURM_ARRAY_JOB_ID");
    const auto task = variables("SLURM_ARRAY_TASK_ID");
    if (array && task) id = *array + '_' + *task;
    if (!id || !is_plain(*id)) return std::nullopt;
    const auto restarts = whole_number(variables("SLURM_RESTART_COUNT").value_or("0"));
    return SlurmJob{.id = *id, .restarts = static_cast<int>(restarts.value_or(0))};
}

std::optional<double> remaining_s(const SlurmJob& job,
                                  const Variables& variables,
                                  const CommandOutput& output) {
    if (const auto end = whole_number(variables("SLURM_JOB_END_TIME").value_or(""))) {
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        return static_cast<double>(*end) - std::chrono::duration<double>(now).count();
    }
    const auto left = output(fmt::format("squeue -h -j {} -o %L", job.id));
    return left ? slurm_time_s(first_line(*left)) : std::nullopt;
}

std::optional<bool> is_active(const SlurmJob& job, const CommandOutput& output) {
    if (!is_plain(job.id)) return std::nullopt;
    // Asking for one job fails if it is long gone; the list of all jobs tells that from a failure.
    const auto all = output("squeue -h -r -o %A,%F_%K");
    if (!all) return std::nullopt;
    for (std::size_t begin = 0; begin < all->size();) {
        const std::size_t end = std::min(all->find('\n', begin), all->size());
        const std::string line = all->substr(begin, end - begin);
        const std::size_t comma = line.find(',');
        if (line.substr(0, comma) == job.id || line.substr(comma + 1) == job.id) return true;
        begin = end + 1;
    }
    return false;
}

std::optional<double> slurm_time_s(const std::string& text) {
    const std::size_t dash = text.find('-');
    const auto days =
        dash == std::string::npos ? std::optional<long>(0) : whole_number(text.substr(0, dash));
    const auto parts =
        numbers_between_colons(dash == std::string::npos ? text : text.substr(dash + 1));
    if (!days || !parts || parts->size() < 2 || parts->size() > 3) return std::nullopt;
    double seconds = 0.0;
    for (const long part : *parts) seconds = 60.0 * seconds + static_cast<double>(part);
    return 86400.0 * static_cast<double>(*days) + seconds;
}

}  // namespace bgsim::core
