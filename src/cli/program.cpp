#include "cli/program.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <new>
#include <string>

#include "cli/command.hpp"
#include "cli/failure.hpp"
#include "cli/usage.hpp"
#include "core/build_info.hpp"

namespace bgsim::cli {
namespace {

constexpr const char* examples = R"(Examples:
  bgsim check configs/lindahl2016/activation_control.yaml
  bgsim run configs/lindahl2016/activation_control.yaml --scale 0.1 --set time.duration=2s
  mpirun -n 4 bgsim run my.yaml --seed 7 --threads 2
  bgsim plan my.yaml --ranks 64 --threads 16 --node-memory 256GB --node-cores 128
  mpirun -n 8 bgsim ensemble my.yaml --seeds 1-100 --vary dopamine.level=0,0.8
  bgsim cell msn_d1 fsn --step 0:20:400pA
  bgsim analyze results/my_experiment/seed-7.h5 --window 1s:10s
  bgsim report healthy.h5 lesioned.h5 -o report.html
  bgsim compare healthy.h5 lesioned.h5

Exit codes: 0 done, 1 compared results differ or miss targets, 64 wrong command line, 66 missing
file, 70 fault of bgsim, 73 cannot create output, 74 cannot write output, 75 stopped early, 76
numerical stop, 78 wrong configuration.)";

std::string version_line() {
    return fmt::format("bgsim {} ({})", core::build_info::version, core::build_info::commit);
}

void print(const comm::Communicator& world, std::FILE* stream, const std::string& text) {
    if (!world.is_root()) return;
    fmt::print(stream, "{}{}", text, text.ends_with('\n') ? "" : "\n");
    std::fflush(stream);
}

/// What the parser stopped at: help and version are no errors.
ExitCode after_parse_error(const CLI::App& program,
                           const CLI::ParseError& error,
                           const comm::Communicator& world) {
    if (error.get_exit_code() != 0) {
        print(world, stderr, usage_message(program, error));
        return ExitCode::usage;
    }
    const bool wants_version = error.get_name() == "CallForVersion";
    print(world, stdout, wants_version ? version_line() : program.help());
    return ExitCode::done;
}

ExitCode run_action(const Action& action, const comm::Communicator& world) {
    // Failures are talked about apart from the command's own messages: some ranks may still be
    // waiting for those.
    const comm::Communicator failures = comm::Communicator::world();
    try {
        return action(world);
    } catch (const Error& error) {
        return end_together(failures, {error.code(), error.what()});
    } catch (const std::bad_alloc&) {
        return end_together(failures, {ExitCode::internal,
                                       "out of memory; use more nodes, --precision single or a "
                                       "smaller --scale"});
    } catch (const std::exception& error) {
        return end_together(failures, {ExitCode::internal, error.what()});
    }
}

}  // namespace

int run_program(int argc, const char* const* argv) {
    const comm::Communicator world = comm::Communicator::world();
    CLI::App program("Spiking networks of the basal ganglia, from one cell to a primate brain",
                     "bgsim");
    program.set_version_flag("--version", version_line());
    program.footer(examples);
    program.get_formatter()->column_width(32);
    Action action;
    const std::string words = command_line({argv, static_cast<std::size_t>(argc)});
    add_run(program, action, words);
    add_ensemble(program, action, words);
    add_validate(program, action, words);
    add_check(program, action);
    add_plan(program, action);
    add_slurm(program, action, words);
    add_analyze(program, action);
    add_report(program, action);
    add_compare(program, action);
    add_export(program, action);
    add_import(program, action);
    add_cell(program, action);
    add_models(program, action);
    add_cells(program, action);
    add_info(program, action);
    tolerate_unknown_words(program);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return static_cast<int>(after_parse_error(program, error, world));
    }
    if (const std::string problem = unknown_words(program); !problem.empty()) {
        print(world, stderr, problem);
        return static_cast<int>(ExitCode::usage);
    }
    if (!action) {
        print(world, stderr, "bgsim: no command given\n\n" + program.help());
        return static_cast<int>(ExitCode::usage);
    }
    return static_cast<int>(run_action(action, world));
}

}  // namespace bgsim::cli
