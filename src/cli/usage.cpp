#include "cli/usage.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
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

std::string about_unknown(const CLI::App& program, const CLI::App& command) {
    const std::string unknown = first_unknown(program);
    const bool is_option = unknown.starts_with('-');
    if (!is_option && &command != &program)
        return fmt::format("'{}' is one word too many", unknown);
    const auto candidates = is_option ? options_of(command) : commands_of(program);
    return fmt::format("unknown {} '{}'; {}", is_option ? "option" : "command", unknown,
                       config::suggestion(unknown, candidates, "see --help"));
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

std::string usage_message(const CLI::App& program, const CLI::ParseError& error) {
    const std::string unknown = unknown_words(program);  // may be why something else is missing
    return unknown.empty() ? message(program, error.what()) : unknown;
}

}  // namespace bgsim::cli
