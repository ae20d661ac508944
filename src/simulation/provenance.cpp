#include "simulation/provenance.hpp"

#include <nlohmann/json.hpp>

#include "core/build_info.hpp"

namespace bgsim::simulation {
namespace {

using Json = nlohmann::ordered_json;

Json range(const std::optional<std::array<double, 2>>& ends) {
    if (!ends) return nullptr;
    return *ends;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> provenance(
    const config::Specification& specification,
    const Circumstances& circumstances) {
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
            {"configuration", specification.resolved_yaml},
            {"targets", targets_json(specification)}};
}

std::string targets_json(const config::Specification& specification) {
    Json targets = Json::array();
    for (const auto& target : specification.targets) {
        Json names = Json::array();
        for (const PopulationId id : target.populations) {
            names.push_back(specification.populations[id].name);
        }
        targets.push_back({{"name", target.name},
                           {"populations", names},
                           {"rate_hz", range(target.rate_hz)},
                           {"cv", range(target.cv)},
                           {"source", target.source}});
    }
    return targets.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace bgsim::simulation
