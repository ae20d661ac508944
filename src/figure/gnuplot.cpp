#include "figure/gnuplot.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>
#include <sstream>
#include <system_error>

#include "bgsim/error.hpp"

namespace bgsim::figure {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_points = 6000;  // of a curve: more than a figure has pixels

void write(const fs::path& file, const std::string& text) {
    std::ofstream stream(file, std::ios::binary);
    stream << text;
    stream.close();
    if (stream) return;
    throw SystemError(fmt::format("{}: cannot write; is the disk full?", file.string()));
}

/// Start "gnuplot ARGUMENT" in `folder` with its messages in `log`; returns its exit status, or
/// nothing if there is no such program.
std::optional<int> run_gnuplot(std::string argument, const fs::path& folder, const fs::path& log) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    constexpr mode_t readable = 0644;
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log.c_str(),
                                     O_WRONLY | O_CREAT | O_TRUNC, readable);
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
    std::string program = "gnuplot";
    const std::array<char*, 3> arguments = {program.data(), argument.data(), nullptr};
    pid_t child = 0;
    const int failure =
        posix_spawnp(&child, program.c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failure == ENOENT) return std::nullopt;
    if (failure != 0) throw SystemError(fmt::format("gnuplot: {}", std::strerror(failure)));
    int status = 0;
    while (waitpid(child, &status, 0) == -1 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string log_of(const fs::path& folder) {
    std::ifstream stream(folder / "gnuplot.log");
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

/// What stays beside its script is found there wherever both are moved.
std::string name_in(const fs::path& folder, const fs::path& output) {
    const bool is_beside = fs::absolute(output).parent_path() == fs::absolute(folder);
    return is_beside ? output.filename().string() : fs::absolute(output).string();
}

}  // namespace

bool has_gnuplot() { return run_gnuplot("--version", "/", "/dev/null").has_value(); }

void draw(const Figure& figure, const fs::path& output, const fs::path& folder) {
    for (std::size_t p = 0; p != figure.panels.size(); ++p) {
        const auto& curves = figure.panels[p].curves;
        for (std::size_t c = 0; c != curves.size(); ++c) {
            write(folder / fmt::format("{}-{}.dat", p, c),
                  gnuplot_data(thinned(curves[c], most_points)));
        }
    }
    write(folder / "figure.gp", gnuplot_script(figure, name_in(folder, output)));
    const auto status = run_gnuplot("figure.gp", folder, folder / "gnuplot.log");
    if (!status) {
        throw SystemError(fmt::format("{}: no figure was drawn, there is no gnuplot in PATH; "
                                      "install it (Debian: gnuplot-nox) or keep data and script "
                                      "with --keep DIR and draw it elsewhere",
                                      output.string()),
                          ExitCode::cannot_create);
    }
    std::error_code ignored;
    if (*status == 0 && fs::exists(output, ignored)) return;
    throw SystemError(
        fmt::format("{}: gnuplot could not draw it: {}", output.string(), log_of(folder)),
        ExitCode::cannot_create);
}

}  // namespace bgsim::figure
