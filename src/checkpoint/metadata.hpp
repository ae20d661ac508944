/// What a checkpoint says beside the state of the engine.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bgsim/ids.hpp"
#include "io/result_writer.hpp"

namespace bgsim::checkpoint {

/// Counts over all ranks since the start of the run.
struct RunCounts {
    std::uint64_t spike_digest = 0;
    std::uint64_t spikes = 0;
    std::uint64_t synaptic_events = 0;
    std::uint64_t external_events = 0;
    std::vector<std::uint64_t> counted;  ///< [population] spikes after `discard`
    std::vector<std::uint64_t> recent;   ///< [population] spikes since the last look at rates
    Step rates_seen_at = 0;              ///< when that was
    double loop_s = 0.0;                 ///< wall time of all parts together
};

struct Metadata {
    std::string program;  ///< version and commit
    std::string isa;
    double dt = 0.0;            ///< [ms]
    Step start = 0;             ///< where the result file begins
    Step now = 0;               ///< steps done
    std::string configuration;  ///< Specification::resolved_yaml
    std::vector<std::string> populations;
    std::vector<std::string> layouts;              ///< [population] what the rows of its blocks are
    std::vector<std::vector<std::string>> noises;  ///< [population] inputs of the last rows
    std::vector<std::string> projections;          ///< in the order of the saved releases
    std::vector<std::string> parts;  ///< one line for each part of the run: since when, on what
    RunCounts counts;
    io::WrittenResult written;
};

/// As bytes, and back. @throws InputError (66) if `bytes` are of another format or program
std::string pack(const Metadata& metadata);
Metadata unpack(const std::string& bytes, const std::string& file);

}  // namespace bgsim::checkpoint
