#include "cli/cell_options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <utility>

#include "bgsim/error.hpp"
#include "cli/option_checks.hpp"

namespace bgsim::cli {
namespace {

using Text = std::optional<std::string>;

[[noreturn]] void refuse_request(const std::string& why) {
    throw InputError("bgsim cell: " + why, ExitCode::usage);
}

void add_text(CLI::App& parser,
              const char* name,
              Text& value,
              const char* type,
              const char* meaning) {
    parser.add_option(name, value, meaning)->type_name(type);
}

void add_protocols(CLI::App& parser, protocol::Request& request) {
    add_text(parser, "--step", request.step, "FROM:BY:TO[UNIT]",
             "f-I curve, rheobase, latency, adaptation, resistance, time constant");
    add_text(parser, "--ramp", request.ramp, "FROM:TO[UNIT]", "threshold, rates along a ramp");
    parser.add_flag("--spontaneous", request.spontaneous,
                    "rate, CV or rest without any current (this is the default)");
    parser.add_option("--trace", request.trace, "all state variables, into HDF5 and a picture")
        ->type_name("I,I,...[UNIT]")
        ->expected(0, 1);
    add_text(parser, "--psp", request.psp, "PORT",
             "postsynaptic potential, to a spike and a train");
    parser.add_flag("--expected", request.expected,
                    "compare with the computed and published values of the cell's file");
}

void add_details(CLI::App& parser, protocol::Request& request) {
    add_text(parser, "--duration", request.duration, "TIME",
             "of the current; after the last spike");
    add_text(parser, "--settle", request.settle, "TIME", "before the current or the spike");
    add_text(parser, "--discard", request.discard, "TIME", "first part that is not counted");
    add_text(parser, "--hold", request.hold, "I", "a constant current besides");
    parser.add_flag("--total", request.total, "currents replace the cell's own, not add to it");
    add_text(parser, "--weight", request.weight, "W", "of the synapse: 1nS, 10pA or 1mV");
    add_text(parser, "--train", request.train, "N@RATE[+PAUSE]", "for example 10@20Hz+500ms");
    add_text(parser, "--stp", request.stp, "U=..,tau_rec=..,tau_fac=..",
             "short-term plasticity of the synapse");
}

void add_cell(CLI::App& parser, protocol::Request& request) {
    parser
        .add_option("--set", request.set,
                    "change the cell: C_m=20pF, initial.V_m=-50mV; may be repeated")
        ->type_name("NAME=VALUE")
        ->check(must_be_an_assignment)
        ->allow_extra_args(false);
    add_text(parser, "--dopamine", request.dopamine, "LEVEL[:BASELINE]",
             "the baseline is 0.8 unless given");
    add_text(parser, "--solver", request.solver, "NAME", "as 'bgsim models' lists them");
    add_text(parser, "--dt", request.dt, "TIME", "step of the simulation (default 0.1 ms)");
    parser.add_option("--seed", request.seed, "for what is drawn at random (--set vary...)")
        ->type_name("N")
        ->check(must_be_a_seed);
    must_be_one_of(*parser.add_option("--precision", request.precision, "of the state"),
                   {"double", "single"});
}

void add_files(CLI::App& parser, CellCommand& command) {
    parser.add_option("--csv", command.csv, "all numbers; '-' is stdout, instead of tables")
        ->type_name("FILE");
    parser.add_option("--figure", command.figure, "drawn by gnuplot")->type_name("FILE.png|.svg");
    parser.add_option("--keep", command.keep, "data and gnuplot script of the figure")
        ->type_name("DIR");
    parser.add_option("--output", command.output, "spikes and samples, as networks write them")
        ->type_name("FILE.h5");
    parser.add_option("--keep-config", command.keep_config, "what 'bgsim run' repeats this with")
        ->type_name("FILE.yaml");
    parser.add_flag("--overwrite", command.overwrite, "replace existing files");
}

void check_extension(const char* option,
                     const std::optional<std::filesystem::path>& file,
                     const std::vector<std::string>& allowed) {
    if (!file || std::ranges::find(allowed, file->extension().string()) != allowed.end()) return;
    refuse_request(fmt::format("{} {}: the name must end in {}", option, file->string(),
                               fmt::join(allowed, " or ")));
}

/// `--trace msn_d1`: the name of a cell is no current.
void give_back_cell(protocol::Request& request) {
    if (!request.trace) return;
    const std::string& text = *request.trace;
    const bool is_number = text.find_first_of("+-.0123456789") == 0;
    if (is_number) return;
    if (!text.empty()) request.cells.push_back(text);
    request.trace = "0pA";
}

}  // namespace

void add_cell_options(CLI::App& parser, CellCommand& command) {
    parser.add_option("CELL", command.request.cells,
                      "names, aliases or files of cells; or one FILE.yaml with a protocol");
    parser.add_flag("--all", command.all, "all types of cells ('bgsim cells' lists them)");
    add_protocols(parser, command.request);
    add_details(parser, command.request);
    add_cell(parser, command.request);
    add_files(parser, command);
    parser
        .add_option("--params", command.params, "folder searched first for cells; may be repeated")
        ->type_name("DIR")
        ->allow_extra_args(false);
    parser
        .add_option("--threads", command.threads,
                    "per rank (default 1: 256 cells are the work of one)")
        ->type_name("T")
        ->check(CLI::Range(1, 4096));
    must_be_one_of(*parser.add_option("--isa", command.isa, "instruction set of the kernels"),
                   {"auto", "v2", "v3", "v4"});
}

void check_cell_options(CellCommand& command) {
    give_back_cell(command.request);
    const bool has_cells = !command.request.cells.empty();
    if (!has_cells && !command.all) {
        refuse_request("name a cell, for example 'bgsim cell msn_d1'; 'bgsim cells' lists them");
    }
    if (has_cells && command.all) refuse_request("--all and names of cells contradict each other");
    check_extension("--figure", command.figure, {".png", ".svg"});
    check_extension("--output", command.output, {".h5"});
    if (command.keep && !command.figure && !command.request.trace) {
        refuse_request("--keep keeps data and script of a figure; add --figure FILE.png");
    }
}

}  // namespace bgsim::cli
