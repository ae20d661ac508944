#include "cli/submit.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <vector>

#include "bgsim/error.hpp"

namespace bgsim::cli {
namespace {

/// "NAME=value" of all variables that this process began with.
std::vector<std::string> first_environment() {
    std::ifstream stream("/proc/self/environ", std::ios::binary);
    const std::string all{std::istreambuf_iterator<char>(stream), {}};
    std::vector<std::string> variables;
    for (std::size_t begin = 0; begin < all.size();) {
        const std::size_t end = std::min(all.find('\0', begin), all.size());
        variables.push_back(all.substr(begin, end - begin));
        begin = end + 1;
    }
    return variables;
}

/// A file without a name that holds `text`, to be read from its beginning.
int unnamed_file(const std::string& text) {
    std::FILE* const file = std::tmpfile();
    if (file == nullptr) {
        throw SystemError(fmt::format("a temporary file: {}", std::strerror(errno)));
    }
    const bool is_whole =
        std::fwrite(text.data(), 1, text.size(), file) == text.size() && std::fflush(file) == 0;
    const int descriptor = is_whole ? dup(fileno(file)) : -1;
    std::fclose(file);
    if (descriptor < 0 || lseek(descriptor, 0, SEEK_SET) != 0) {
        throw SystemError("a temporary file cannot be written; is the disk full?");
    }
    return descriptor;
}

/// Its exit status.
int run_sbatch(int script) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, script, STDIN_FILENO);
    std::vector<std::string> variables = first_environment();
    std::vector<char*> environment;
    for (std::string& variable : variables) environment.push_back(variable.data());
    environment.push_back(nullptr);
    std::string program = "sbatch";
    const std::array<char*, 2> arguments = {program.data(), nullptr};
    pid_t child = 0;
    const int failure = posix_spawnp(&child, program.c_str(), &actions, nullptr, arguments.data(),
                                     environment.data());
    posix_spawn_file_actions_destroy(&actions);
    close(script);
    if (failure == ENOENT) {
        throw SystemError(
            "sbatch: there is no such program; submit from a login node of the cluster, or leave "
            "out --submit to get the script",
            ExitCode::missing_input);
    }
    if (failure != 0) throw SystemError(fmt::format("sbatch: {}", std::strerror(failure)));
    int status = 0;
    while (waitpid(child, &status, 0) == -1 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

void submit(const std::string& script) {
    std::fflush(stdout);
    if (run_sbatch(unnamed_file(script)) == 0) return;
    throw SystemError("sbatch refused the job, see above; nothing was submitted",
                      ExitCode::cannot_create);
}

}  // namespace bgsim::cli
