#include "simulation/provenance.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/build_info.hpp"

namespace bgsim::simulation {
namespace {

analysis::PublishedTarget published(const config::Target& target,
                                    const config::Specification& specification) {
    analysis::PublishedTarget result{.name = target.name,
                                     .rate_hz = target.rate_hz,
                                     .cv = target.cv,
                                     .peak_hz = target.peak_hz,
                                     .peak_band_hz = target.peak_band_hz,
                                     .rate_tolerance_hz = target.rate_tolerance_hz,
                                     .cv_tolerance = target.cv_tolerance,
                                     .peak_tolerance_hz = target.peak_tolerance_hz,
                                     .source = target.source};
    for (const PopulationId id : target.populations) {
        result.populations.push_back(specification.populations[id].name);
    }
    return result;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> provenance(
    const config::Specification& specification,
    const Circumstances& circumstances) {
    const double discard_ms = static_cast<double>(specification.discard) * specification.dt;
    return {{"program", "bgsim"},
            {"version", core::build_info::version},
            {"commit", core::build_info::commit},
            {"compiler", core::build_info::compiler},
            {"build_type", core::build_info::build_type},
            {"mpi", circumstances.mpi_library},
            {"host", circumstances.host},
            {"ranks", std::to_string(circumstances.layout.ranks)},
            {"threads", std::to_string(circumstances.layout.threads)},
            {"isa", circumstances.isa},
            {"date", core::utc_date_time(circumstances.start)},
            {"experiment", specification.experiment},
            {"seed", std::to_string(specification.seed)},
            {"discard_ms", fmt::format("{}", discard_ms)},
            {"configuration", specification.resolved_yaml},
            {"targets", targets_json(specification)}};
}

std::string part_line(const Circumstances& circumstances, double from_ms) {
    return fmt::format("from {:g} ms: {}, {} on {}, {} rank(s), {} thread(s), {}", from_ms,
                       core::utc_date_time(circumstances.start), core::build_info::program,
                       circumstances.host, circumstances.layout.ranks, circumstances.layout.threads,
                       circumstances.isa);
}

std::vector<std::pair<std::string, std::string>> changed_provenance(
    const config::Specification& specification,
    const std::vector<std::string>& parts) {
    return {{"configuration", specification.resolved_yaml},
            {"targets", targets_json(specification)},
            {"parts", fmt::format("{}", fmt::join(parts, "\n"))}};
}

std::vector<analysis::PublishedTarget> published_targets(
    const config::Specification& specification) {
    std::vector<analysis::PublishedTarget> targets;
    for (const auto& target : specification.targets) {
        targets.push_back(published(target, specification));
    }
    return targets;
}

std::string targets_json(const config::Specification& specification) {
    return analysis::to_json(published_targets(specification));
}

}  // namespace bgsim::simulation
