#include "io/create_result.hpp"

#include <fmt/format.h>

#include <string>
#include <system_error>

#include "io/hdf5.hpp"
#include "io/skeleton.hpp"

namespace bgsim::io {

namespace {

std::string problem_with_folder(const std::filesystem::path& folder) {
    if (folder.empty()) return "";
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (!error) return "";
    return fmt::format("{}: cannot create this folder: {}", folder.string(), error.message());
}

/// Create the file; return what is wrong, or nothing.
std::string problem_with_creating(const std::filesystem::path& file,
                                  const ResultLayout& layout,
                                  bool overwrite) {
    std::error_code error;
    const bool existed = std::filesystem::exists(file, error);
    if (existed && !overwrite) {
        return fmt::format("{}: exists already; choose another output, or allow to overwrite it",
                           file.string());
    }
    if (auto problem = problem_with_folder(file.parent_path()); !problem.empty()) return problem;
    // Whenever this run is killed, a file of this name is a result.
    const std::filesystem::path unfinished = file.string() + ".tmp";
    std::string problem;
    try {
        create_skeleton(unfinished, layout);
        std::filesystem::rename(unfinished, file, error);
        if (error) problem = error.message();
    } catch (const Hdf5Error& failure) {
        problem = failure.what();
    }
    if (problem.empty()) return "";
    std::filesystem::remove(unfinished, error);
    return fmt::format("{}: cannot be created: {}", file.string(), problem);
}

}  // namespace

void create_result(const std::filesystem::path& file,
                   const comm::Communicator& communicator,
                   const ResultLayout& layout,
                   bool overwrite) {
    std::string problem;
    if (communicator.is_root()) problem = problem_with_creating(file, layout, overwrite);
    problem = communicator.broadcast(problem);
    if (!problem.empty()) throw SystemError(problem, ExitCode::cannot_create);
}

}  // namespace bgsim::io
