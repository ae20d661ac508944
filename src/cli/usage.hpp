/// Helpful words about a command line that cannot be understood.
#pragma once

#include <span>
#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's
class App;
class ParseError;
}  // namespace CLI

namespace bgsim::cli {

/// Let the parser go on after words that it does not know, so that `unknown_words` can tell which
/// were meant. For the program and all of its commands.
void tolerate_unknown_words(CLI::App& program);

/// What is wrong if words of the command line were not understood, with the nearest command or
/// option, and where to read more; empty if all were.
std::string unknown_words(const CLI::App& program);

/// The same for an error of the parser.
std::string usage_message(const CLI::App& program, const CLI::ParseError& error);

/// The words of a command line as they can be given to a shell again.
std::string command_line(std::span<const char* const> words);

}  // namespace bgsim::cli
