/// How far a member is, as its files tell.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "bgsim/error.hpp"
#include "simulation/run_files.hpp"

namespace bgsim::ensemble {

enum class Status : std::uint8_t {
    done,
    failed,      ///< ended with an error; left alone unless it is to be tried again
    running,     ///< its lock file is there
    unfinished,  ///< begun, and stopped or killed; the next who comes continues it
    waiting      ///< not begun
};

std::string_view name_of(Status status);

struct MemberState {
    Status status = Status::waiting;
    ExitCode code = ExitCode::stopped_early;  ///< 0 if done; of the error if failed
    std::string spike_digest;                 ///< 16 hex digits; empty if not known
    double simulated_s = 0.0;
    std::vector<double> rates_hz;  ///< [population]; empty unless done
};

/// Local; changes nothing.
MemberState state_of(const config::Specification& specification, const simulation::RunFiles& files);

/// The code with which a member failed; `done` if it did not.
ExitCode failure_of(const config::Specification& specification, const simulation::RunFiles& files);

}  // namespace bgsim::ensemble
