#include "simulation/run_cost.hpp"

#include <fstream>
#include <nlohmann/json.hpp>

namespace bgsim::simulation {

std::optional<RunCost> read_run_cost(const std::filesystem::path& file) {
    std::ifstream stream(file);
    if (!stream) return std::nullopt;
    const auto json = nlohmann::ordered_json::parse(stream, nullptr, false);
    try {
        RunCost cost{.experiment = json.at("experiment"),
                     .seed = json.at("seed"),
                     .spike_digest = json.at("spike_digest"),
                     .real_time_factor = json.at("real_time_factor"),
                     .peak_memory_bytes = json.at("peak_memory_bytes"),
                     .synapses = json.at("synapses")};
        for (const auto& [phase, seconds] : json.at("wall_s").items()) {
            cost.phases_s.emplace_back(phase, seconds);
        }
        return cost;
    } catch (const nlohmann::json::exception&) {  // written by another version, or by hand
        return std::nullopt;
    }
}

}  // namespace bgsim::simulation
