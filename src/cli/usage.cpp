#include "cli/usage.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "config/spelling.hpp"

namespace bgsim::cli {
namespace {

/// The command that was chosen, or the program itself.
const CLI::App& chosen_command(const CLI::App& program) {
    const auto commands = program.get_subcommands();
    return commands.empty() ? program : *commands.back();
}

std::string full_name(const CLI::App& program, const CLI::App& command) {
    return &program == &command ? "bgsim" : "bgsim " + command.get_name();
}

std::vector<std::string> options_of(const CLI::App& command) {
    std::vector<std::string> names;
    for (const CLI::Option* option : command.get_options()) {
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
    return names;
}

std::vector<std::string> commands_of(const CLI::App& program) {
    std::vector<std::string> names;
    for (const CLI::App* command : program.get_subcommands({}))
        names.push_back(command->get_name());
    return names;
}

/// The first thing that was not understood, preferably an option: what follows may be its value.
std::string first_unknown(const CLI::App& program) {
    const std::vector<std::string> rest = program.remaining(true);
    for (const std::string& word : rest) {
        if (word.starts_with('-')) return word.substr(0, word.find('='));
    }
    return rest.empty() ? "" : rest.front();
}

/// The launcher decides on the number of ranks.
bool asks_for_ranks(const std::string& option) {
    constexpr std::array names = {"-n", "-np", "--np", "--ranks", "--nprocs", "--ntasks"};
    return std::ranges::find(names, option) != names.end();
}

/// The nearest name, or all of them.
std::string remedy(const std::string& unknown, const std::vector<std::string>& candidates) {
    const auto closest = config::closest_match(unknown, candidates);
    if (!closest.empty()) return fmt::format("did you mean '{}'?", closest);
    return "use " + config::join_names(candidates);
}

std::string about_unknown(const CLI::App& program, const CLI::App& command) {
    const std::string unknown = first_unknown(program);
    const bool is_option = unknown.starts_with('-');
    if (!is_option && &command != &program)
        return fmt::format("'{}' is one word too many", unknown);
    if (asks_for_ranks(unknown)) {
        return fmt::format("unknown option '{}'; start it with 'mpirun -n N bgsim run ...'",
                           unknown);
    }
    const auto candidates = is_option ? options_of(command) : commands_of(program);
    return fmt::format("unknown {} '{}'; {}", is_option ? "option" : "command", unknown,
                       remedy(unknown, candidates));
}

std::string message(const CLI::App& program, const std::string& what) {
    const std::string name = full_name(program, chosen_command(program));
    return fmt::format("{}: {}\n'{} --help' lists what is possible", name, what, name);
}

}  // namespace

void tolerate_unknown_words(CLI::App& program) {
    program.allow_extras();
    for (CLI::App* command : program.get_subcommands({})) command->allow_extras();
}

std::string unknown_words(const CLI::App& program) {
    if (program.remaining_size(true) == 0) return "";
    return message(program, about_unknown(program, chosen_command(program)));
}

std::string command_line(std::span<const char* const> words) {
    constexpr std::string_view harmless =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./,:@%";
    std::string line;
    for (const std::string word : words) {
        if (!line.empty()) line += ' ';
        if (!word.empty() && word.find_first_not_of(harmless) == std::string::npos) {
            line += word;
            continue;
        }
        line += '\'';
        for (const char c : word) line += c == '\'' ? "'\\''" : std::string(1, c);
        line += '\'';
    }
    return line;
}

std::string usage_message(const CLI::App& program, const CLI::ParseError& error) {
    const std::string unknown = unknown_words(program);  // may be why something else is missing
    return unknown.empty() ? message(program, error.what()) : unknown;
}

}  // namespace bgsim::cli
