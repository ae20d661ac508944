#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "cli/command.hpp"
#include "cli/launch.hpp"
#include "core/build_info.hpp"
#include "core/host.hpp"
#include "io/library.hpp"
#include "model/block_kernel.hpp"

namespace bgsim::cli {
namespace {

void line(std::string_view name, std::string_view value) { fmt::print("{:<18}{}\n", name, value); }

ExitCode info(const comm::Communicator& ranks) {
    const Placement placement = place(ranks, std::nullopt);
    if (!ranks.is_root()) return ExitCode::done;
    line("version", core::build_info::version);
    line("commit", core::build_info::commit);
    line("compiler", core::build_info::compiler);
    line("build type", core::build_info::build_type);
    line("MPI", comm::Environment::library_version());
    line("HDF5", io::library_version());
    line("cell types", fmt::format("{}/params", core::build_info::data_folder));
    line("usable cores", fmt::to_string(core::usable_cores().size()));
    line("ranks", fmt::format("{}", fmt::join(placement.hosts, "; ")));
    line("threads per rank", fmt::to_string(placement.threads));
    line("instruction sets", fmt::format("{}", fmt::join(model::isa_levels(), " ")));
    return ExitCode::done;
}

}  // namespace

void add_info(CLI::App& program, Action& chosen) {
    CLI::App* command = program.add_subcommand(
        "info", "version, commit, compiler, MPI, HDF5, cores, instruction sets");
    command->callback([&chosen] { chosen = info; });
}

}  // namespace bgsim::cli
