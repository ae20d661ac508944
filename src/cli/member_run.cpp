#include "cli/member_run.hpp"

#include <fmt/format.h>

#include <chrono>

#include "cli/run_report.hpp"
#include "comm/agreement.hpp"
#include "core/log.hpp"
#include "simulation/progress.hpp"

namespace bgsim::cli {
namespace {

using simulation::Progress;
using simulation::ProgressMode;

void begin_log(core::Log& log,
               const MemberSettings& settings,
               const config::Specification& specification,
               const simulation::Session& session,
               int n_ranks) {
    open_log(log, session);
    const RunOrigin origin{.configuration = settings.configuration,
                           .command_line = settings.command_line,
                           .start = std::chrono::system_clock::now()};
    tell_start(log, specification, origin, settings.placement, n_ranks, session.start);
}

}  // namespace

int run_member(const MemberSettings& settings,
               const config::Specification& specification,
               const simulation::Session& session,
               const comm::Communicator& group) {
    core::Log log(core::LogLevel::off);
    comm::from_root(group, [&]() -> std::string {
        begin_log(log, settings, specification, session, group.size());
        return "";
    });
    Progress progress(ProgressMode::plain, device_of(log));
    const simulation::RunOptions options{.output = session.files.result,
                                         .start = session.start,
                                         .checkpoint_every_s = settings.checkpoint_every_s,
                                         .time_limit = settings.time_limit,
                                         .stop_wanted = settings.stop_wanted,
                                         .threads = settings.placement.threads,
                                         .isa = settings.isa};
    const simulation::RunObserver observer{
        .stopped = [&](ExitCode code, const std::string& why) { tell_stop(log, code, why); },
        .progress = [&](const simulation::RunStatus& status) { progress.update(status); },
        .note = [&](const std::string& text) { log.info(text); }};
    simulation::RunSummary summary;
    try {
        summary = simulation::run(specification, group, options, observer);
    } catch (const std::exception& error) {
        log.verbatim(fmt::format("error: {}", error.what()));
        throw;
    }
    comm::from_root(group, [&]() -> std::string {
        log.verbatim('\n' + simulation::end_table(summary));
        write_whole(session.files.summary, simulation::to_json(summary));
        return "";
    });
    return static_cast<int>(group.max(static_cast<std::uint64_t>(summary.exit_code)));
}

}  // namespace bgsim::cli
