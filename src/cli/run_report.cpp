#include "cli/run_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <vector>

#include "core/build_info.hpp"
#include "simulation/network_table.hpp"
#include "simulation/rate_table.hpp"

namespace bgsim::cli {
namespace {

/// The given file, then the others in which populations, projections and inputs stand.
std::vector<std::string> configuration_files(const config::Specification& specification,
                                             const std::filesystem::path& given) {
    std::vector<std::string> files = {given.lexically_normal().string()};
    const auto add = [&](const auto& parts) {
        for (const auto& part : parts) {
            if (part.location.line == 0) continue;  // of the command line
            const auto file = std::filesystem::path(part.location.file).lexically_normal().string();
            if (std::ranges::find(files, file) == files.end()) files.push_back(file);
        }
    };
    add(specification.populations);
    add(specification.projections);
    add(specification.inputs);
    return files;
}

std::string result_line(const simulation::RunSummary& summary) {
    if (summary.output.empty()) return "";
    if (!summary.is_cut()) return fmt::format("result: {}\n", summary.output);
    return fmt::format(
        "writing failed: {} holds only what was simulated up to {:g} ms; the rates above are of "
        "all\n",
        summary.output, *summary.written_s * 1e3);
}

}  // namespace

std::string log_head(const config::Specification& specification,
                     const RunOrigin& origin,
                     const Placement& placement,
                     int n_ranks) {
    return fmt::format(
        "bgsim {} ({}), {}, {}\n{}\n{}; {} thread(s) per rank\nstarted: {}\ncommand: {}\n"
        "configuration: {}\nseed {}\n\n{}\n",
        core::build_info::version, core::build_info::commit, core::build_info::compiler,
        core::build_info::build_type, comm::Environment::library_version(),
        fmt::join(placement.hosts, ", "), placement.threads, core::utc_date_time(origin.start),
        origin.command_line,
        fmt::join(configuration_files(specification, origin.configuration), ", "),
        specification.seed,
        simulation::network_table(specification, {.ranks = n_ranks, .threads = placement.threads}));
}

void open_log(core::Log& log, const simulation::Session& session) {
    const bool continues = session.start.kind == simulation::Start::Kind::resumed;
    log.open(session.files.log, continues ? core::LogFile::append : core::LogFile::begin);
    std::error_code ignored;  // the summary of an earlier part would be taken for this one's
    std::filesystem::remove(session.files.summary, ignored);
}

void tell_start(core::Log& log,
                const config::Specification& specification,
                const RunOrigin& origin,
                const Placement& placement,
                int n_ranks,
                const simulation::Start& start) {
    log.verbatim(log_head(specification, origin, placement, n_ranks));
    for (const auto& warning : placement.warnings) log.warning(warning);
    for (const auto& note : specification.notes) log.info(note);
    if (!start.note.empty()) log.info(start.note);
}

void tell_stop(core::Log& log, ExitCode code, const std::string& why) {
    if (code == ExitCode::stopped_early) {
        log.warning(why);
    } else {
        log.error(why);
    }
}

simulation::ProgressDevice device_of(core::Log& log) {
    auto device = simulation::ProgressDevice::standard_error();
    device.is_terminal = false;
    device.write = [&log](std::string_view line) { log.verbatim(line); };
    return device;
}

std::string result_text(const config::Specification& specification,
                        const simulation::RunSummary& summary) {
    return fmt::format(
        "{}\n{}simulated {:g} of {:g} s, real-time factor {:.2f}, spike digest "
        "{:016x}\n{}",
        simulation::rate_table(specification, summary),
        summary.exit_code == 0 ? "" : "ended early: ", summary.simulated_s, summary.requested_s,
        summary.real_time_factor(), summary.spike_digest, result_line(summary));
}

}  // namespace bgsim::cli
