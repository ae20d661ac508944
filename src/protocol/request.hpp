/// What a command line asks for, as a configuration with a section `protocol`.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "config/diagnostics.hpp"
#include "config/tree.hpp"

namespace bgsim::protocol {

/// The values of the options, as they were typed; what was not given is missing.
struct Request {
    std::vector<std::string> cells;     ///< names, files, or one file with a protocol
    std::optional<std::string> step;    ///< "0:20:300pA"
    std::optional<std::string> ramp;    ///< "0:300pA"
    std::optional<std::string> trace;   ///< "0,100pA"
    std::optional<std::string> psp;     ///< name of a port
    std::optional<std::string> weight;  ///< "1nS"
    std::optional<std::string> train;   ///< "10@20Hz" or "10@20Hz+500ms"
    std::optional<std::string> stp;     ///< "U=0.24,tau_rec=11ms,tau_fac=73ms"
    std::optional<std::string> hold;
    std::optional<std::string> settle;
    std::optional<std::string> duration;
    std::optional<std::string> discard;
    std::optional<std::string> dt;
    std::optional<std::string> solver;
    std::optional<std::string> dopamine;  ///< "0.4" or "0.4:0.8"
    std::optional<std::string> seed;
    std::optional<std::string> precision;
    std::vector<std::string> set{};  ///< "C_m=20pF", "initial.V_m=-50mV"
    bool spontaneous = false;
    bool expected = false;
    bool total = false;
};

/// The file with a protocol, if that is what is asked for.
std::optional<std::filesystem::path> protocol_file(const Request& request);

/// The configuration: that of the file, with the options in place of what it says. What cannot be
/// understood is recorded; options are the places of their own mistakes.
config::Node configuration_of(const Request& request, config::Diagnostics& diagnostics);

}  // namespace bgsim::protocol
