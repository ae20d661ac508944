#include "ensemble/state.hpp"

#include <fmt/format.h>

#include "simulation/finished_run.hpp"

namespace bgsim::ensemble {
namespace {

bool is_failure(int code) {
    return code != static_cast<int>(ExitCode::done) &&
           code != static_cast<int>(ExitCode::stopped_early);
}

MemberState done(const simulation::FinishedRun& run) {
    MemberState state{.status = Status::done,
                      .code = ExitCode::done,
                      .spike_digest = fmt::format("{:016x}", run.spike_digest),
                      .simulated_s = run.simulated_s,
                      .rates_hz = {}};
    for (const auto& [name, rate] : run.rates_hz) state.rates_hz.push_back(rate);
    return state;
}

}  // namespace

std::string_view name_of(Status status) {
    switch (status) {
        case Status::done:
            return "done";
        case Status::failed:
            return "failed";
        case Status::running:
            return "running";
        case Status::unfinished:
            return "unfinished";
        case Status::waiting:
            break;
    }
    return "waiting";
}

MemberState state_of(const config::Specification& specification,
                     const simulation::RunFiles& files) {
    if (const auto run = simulation::finished_run(specification, files)) return done(*run);
    MemberState state;
    const auto ended = simulation::ended_run(specification, files);
    if (ended) {
        state.spike_digest = ended->spike_digest;
        state.simulated_s = ended->simulated_s;
    }
    if (ended && is_failure(ended->exit_code)) {
        state.status = Status::failed;
        state.code = static_cast<ExitCode>(ended->exit_code);
    } else if (simulation::is_there(files.lock)) {
        state.status = Status::running;
    } else if (simulation::is_there(files.result)) {
        state.status = Status::unfinished;
    }
    return state;
}

ExitCode failure_of(const config::Specification& specification, const simulation::RunFiles& files) {
    const auto ended = simulation::ended_run(specification, files);
    if (!ended || !is_failure(ended->exit_code)) return ExitCode::done;
    return static_cast<ExitCode>(ended->exit_code);
}

}  // namespace bgsim::ensemble
