#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

#include "bgsim/error.hpp"
#include "cli/cell_options.hpp"
#include "cli/command.hpp"
#include "cli/launch.hpp"
#include "cli/result_files.hpp"
#include "figure/gnuplot.hpp"
#include "model/neuron_models.hpp"
#include "protocol/psp.hpp"
#include "protocol/ramp.hpp"
#include "protocol/report.hpp"
#include "protocol/spontaneous.hpp"
#include "protocol/step.hpp"
#include "protocol/trace.hpp"
#include "simulation/progress.hpp"

namespace bgsim::cli {
namespace {

namespace fs = std::filesystem;
using protocol::Experiment;
using protocol::Kind;
using protocol::Report;

/// One call of the command on rank 0.
class CellRun {
public:
    CellRun(const CellCommand& command, protocol::Laboratory& laboratory)
        : command_(command), laboratory_(laboratory) {}

    /// Tables come first: a figure that cannot be drawn takes nothing away.
    ExitCode run() {
        config::Diagnostics diagnostics;
        protocol::Request request = command_.request;
        if (command_.all) request.cells = all_types();
        const auto root = protocol::configuration_of(request, diagnostics);
        const auto file = protocol::protocol_file(request);
        const protocol::Study study(root,
                                    {.configuration = file.value_or("cell"),
                                     .params = command_.params,
                                     .models = model::catalogue()},
                                    diagnostics);
        for (const std::string& note : study.notes()) tell("note", note);
        figure_ = command_.figure;
        make_way_for_files();
        const Report report = measure(study);
        print(report);
        if (figure_) draw(report);
        return code_;
    }

private:
    /// Those that are no variant of another one.
    std::vector<std::string> all_types() const {
        std::vector<std::string> names;
        for (const auto& cell : config::read_cells(command_.params)) {
            if (cell.variant_of.empty() && cell.name.find('/') == std::string::npos) {
                names.push_back(cell.name);
            }
        }
        return names;
    }

    static void tell(const char* what, const std::string& text) {
        fmt::print(stderr, "bgsim: {}: {}\n", what, text);
    }

    /// Refuse a file that exists; make the folder of one that does not.
    void make_way_for(const std::optional<fs::path>& file, const char* option) const {
        if (!file) return;
        std::error_code error;
        if (!command_.overwrite && fs::exists(*file, error)) {
            throw SystemError(fmt::format("{} {}: this file exists already; use --overwrite to "
                                          "replace it, or another name",
                                          option, file->string()),
                              ExitCode::cannot_create);
        }
        error.clear();
        if (file->has_parent_path()) fs::create_directories(file->parent_path(), error);
        if (!error) return;
        throw SystemError(fmt::format("{} {}: cannot create its folder: {}", option, file->string(),
                                      error.message()),
                          ExitCode::cannot_create);
    }

    void make_way_for_files() const {
        make_way_for(figure_, "--figure");
        make_way_for(command_.output, "--output");
        make_way_for(command_.keep_config, "--keep-config");
        if (command_.csv && *command_.csv != "-") make_way_for(*command_.csv, "--csv");
    }

    /// What stays of the main simulation, and what is to be said before it.
    std::optional<protocol::KeptResult> keep(const config::Specification& specification,
                                             Kind kind) {
        for (const std::string& note : specification.notes) tell("note", note);
        if (command_.keep_config) {
            write_whole(*command_.keep_config, specification.resolved_yaml);
        }
        if (kind != Kind::trace && !command_.output) return std::nullopt;
        const ResultFiles files = result_files(specification, command_.output);
        if (!command_.overwrite) refuse_existing(files);
        if (kind == Kind::trace && !figure_) {
            figure_ = fs::path(files.result).replace_extension(".png");
            make_way_for(figure_, "--figure");
        }
        result_ = files.result;
        return protocol::KeptResult{files.result, command_.overwrite};
    }

    Report measure(const protocol::Study& study) {
        const protocol::Plan& plan = study.plan();
        const Experiment experiment{
            .study = study, .laboratory = laboratory_, .keep = [&](const config::Specification& s) {
                return keep(s, plan.kind);
            }};
        switch (plan.kind) {
            case Kind::step:
                return report(protocol::measure_steps(experiment), plan);
            case Kind::ramp:
                return report(protocol::measure_ramp(experiment), plan);
            case Kind::trace:
                return report(protocol::record_traces(experiment), plan);
            case Kind::psp:
                return report(protocol::measure_psp(experiment), plan);
            case Kind::expected:
                return compare(experiment);
            case Kind::spontaneous:
                break;
        }
        return report(protocol::measure_spontaneous(experiment), plan);
    }

    Report compare(const Experiment& experiment) {
        if (command_.output || command_.keep_config) {
            throw InputError(
                "bgsim cell: --expected runs many simulations; it has no --output and "
                "no --keep-config",
                ExitCode::usage);
        }
        const auto results = protocol::compare_with_expected(experiment);
        for (const auto& result : results) {
            if (result.is_missed()) code_ = ExitCode::numerical_stop;
        }
        return report(results, experiment.plan());
    }

    void print(const Report& report) const {
        if (command_.csv == "-") {
            fmt::print("{}", to_csv(report.rows));
        } else {
            fmt::print("{}", report.text);
            if (command_.csv) write_whole(*command_.csv, to_csv(report.rows));
        }
        std::fflush(stdout);
        if (result_) tell("note", fmt::format("spikes and samples are in {}", result_->string()));
    }

    void draw(const Report& report) const {
        const fs::path folder = command_.keep.value_or(laboratory_.scratch());
        std::error_code error;
        fs::create_directories(folder, error);
        if (error) {
            throw SystemError(fmt::format("--keep {}: cannot create this folder: {}",
                                          folder.string(), error.message()),
                              ExitCode::cannot_create);
        }
        figure::draw(report.figure, *figure_, folder);
        tell("note", fmt::format("the figure is {}", figure_->string()));
    }

    const CellCommand& command_;
    protocol::Laboratory& laboratory_;
    std::optional<fs::path> figure_;
    std::optional<fs::path> result_;
    ExitCode code_ = ExitCode::done;
};

/// Ranks on several hosts share the working folder, but not the folder for temporary files.
fs::path scratch_for(const Placement& placement) {
    return placement.hosts.size() > 1 ? fs::current_path() : fs::temp_directory_path();
}

ExitCode run(CellCommand command, const comm::Communicator& ranks) {
    if (const auto problem = launch_problem(ranks.size(), environment_variables());
        !problem.empty()) {
        throw InputError("bgsim cell: " + problem, ExitCode::usage);
    }
    check_cell_options(command);
    const Placement placement = place(ranks, command.threads.value_or(1));
    auto device = simulation::ProgressDevice::standard_error();
    const auto mode =
        device.is_terminal ? simulation::ProgressMode::tty : simulation::ProgressMode::none;
    simulation::Progress progress(mode, std::move(device));
    ExitCode code = ExitCode::done;
    protocol::conduct(
        ranks,
        {.threads = placement.threads,
         .isa = command.isa,
         .scratch = scratch_for(placement),
         .progress = [&](const simulation::RunStatus& status) { progress.update(status); }},
        [&](protocol::Laboratory& laboratory) { code = CellRun(command, laboratory).run(); });
    return static_cast<ExitCode>(ranks.max(static_cast<std::uint64_t>(code)));
}

}  // namespace

void add_cell(CLI::App& program, Action& chosen) {
    CLI::App* parser =
        program.add_subcommand("cell", "look at single cells: f-I curve, traces, synapses");
    const auto command = std::make_shared<CellCommand>();
    add_cell_options(*parser, *command);
    parser->footer(
        "Examples:\n"
        "  bgsim cell msn_d1 fsn --step 0:20:400pA --figure f_I.png\n"
        "  bgsim cell snr --psp GABAA_1 --hold -40pA --train 10@20Hz+500ms "
        "--stp U=0.02,tau_rec=100ms,tau_fac=800ms\n"
        "  bgsim cell --all --expected");
    parser->callback([&chosen, command, parser] {
        if (parser->count("--trace") > 0 && !command->request.trace) command->request.trace = "";
        chosen = [command](const comm::Communicator& ranks) { return run(*command, ranks); };
    });
}

}  // namespace bgsim::cli
