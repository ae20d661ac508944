/// The options of `bgsim cell`.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "protocol/request.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's
class App;
}

namespace bgsim::cli {

struct CellCommand {
    protocol::Request request;
    bool all = false;  ///< all types of cells of params/
    std::vector<std::filesystem::path> params;
    std::optional<int> threads;
    std::string isa = "auto";
    std::optional<std::filesystem::path> output;
    std::optional<std::filesystem::path> figure;
    std::optional<std::filesystem::path> keep;  ///< folder for data and script of the figure
    std::optional<std::filesystem::path> keep_config;
    std::optional<std::string> csv;  ///< a file, or "-"
    bool overwrite = false;
};

/// `command` must outlive the parser.
void add_cell_options(CLI::App& parser, CellCommand& command);

/// @throws InputError (64) if options contradict each other or name impossible files
void check_cell_options(CellCommand& command);

}  // namespace bgsim::cli
