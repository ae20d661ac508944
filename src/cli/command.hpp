/// The commands of the program: each adds itself to the parser, and is run once it was chosen.
#pragma once

#include <functional>
#include <string>

#include "bgsim/error.hpp"
#include "comm/communicator.hpp"

namespace CLI {
class App;
}

namespace bgsim::cli {

/// What the chosen command does. Called on all ranks; results go to stdout of rank 0.
/// @throws Error with the exit code, after which nothing was printed yet
using Action = std::function<ExitCode(const comm::Communicator&)>;

/// Each adds one command to `program`; parsing a command line sets `chosen` to what it does.
/// `command_line` goes to the log.
void add_run(CLI::App& program, Action& chosen, const std::string& command_line);
void add_ensemble(CLI::App& program, Action& chosen, const std::string& command_line);
void add_validate(CLI::App& program, Action& chosen, const std::string& command_line);
void add_check(CLI::App& program, Action& chosen);
void add_plan(CLI::App& program, Action& chosen);
void add_slurm(CLI::App& program, Action& chosen, const std::string& command_line);
void add_analyze(CLI::App& program, Action& chosen);
void add_report(CLI::App& program, Action& chosen);
void add_compare(CLI::App& program, Action& chosen);
void add_export(CLI::App& program, Action& chosen);
void add_import(CLI::App& program, Action& chosen);
void add_cell(CLI::App& program, Action& chosen);
void add_models(CLI::App& program, Action& chosen);
void add_cells(CLI::App& program, Action& chosen);
void add_info(CLI::App& program, Action& chosen);

}  // namespace bgsim::cli
