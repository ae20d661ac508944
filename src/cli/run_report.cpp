#include "cli/run_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/build_info.hpp"
#include "simulation/network_table.hpp"
#include "simulation/rate_table.hpp"

namespace bgsim::cli {
namespace {

/// The files in which populations, projections and inputs stand, in order of appearance.
std::vector<std::string> configuration_files(const config::Specification& specification) {
    std::vector<std::string> files;
    const auto add = [&](const auto& parts) {
        for (const auto& part : parts) {
            const std::string& file = part.location.file;
            if (!file.empty() && std::ranges::find(files, file) == files.end()) {
                files.push_back(file);
            }
        }
    };
    add(specification.populations);
    add(specification.projections);
    add(specification.inputs);
    return files;
}

}  // namespace

std::string log_head(const config::Specification& specification,
                     const Placement& placement,
                     int n_ranks) {
    return fmt::format(
        "bgsim {} ({}), {}, {}\n{}\n{}; {} thread(s) per rank\nseed {}\nconfiguration: {}\n\n{}\n",
        core::build_info::version, core::build_info::commit, core::build_info::compiler,
        core::build_info::build_type, comm::Environment::library_version(),
        fmt::join(placement.hosts, ", "), placement.threads, specification.seed,
        fmt::join(configuration_files(specification), ", "),
        simulation::network_table(specification, {.ranks = n_ranks, .threads = placement.threads}));
}

std::string result_text(const config::Specification& specification,
                        const simulation::RunSummary& summary) {
    std::string text = simulation::rate_table(specification, summary);
    text += fmt::format(
        "\nsimulated {:g} of {:g} s, real-time factor {:.2f}, spike digest {:016x}\n",
        summary.simulated_s, summary.requested_s, summary.real_time_factor(), summary.spike_digest);
    if (!summary.output.empty()) text += fmt::format("result: {}\n", summary.output);
    return text;
}

}  // namespace bgsim::cli
