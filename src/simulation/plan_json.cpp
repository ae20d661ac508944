#include <nlohmann/json.hpp>

#include "simulation/plan_table.hpp"

namespace bgsim::simulation {
namespace {

using Json = nlohmann::ordered_json;

Json memory(const RankMemory& memory, double total) {
    Json parts = Json::object();
    for (std::size_t i = 0; i != memory_part_names.size(); ++i) {
        parts[std::string(memory_part_names[i])] = memory.bytes[i];
    }
    parts["total"] = total;
    return parts;
}

Json phases(const WallTime& time) {
    Json seconds = Json::object();
    for (std::size_t i = 0; i != core::phase_names.size(); ++i) {
        seconds[std::string(core::phase_names[i])] = time.slowest.seconds[i];
    }
    return seconds;
}

Json rates(const config::Specification& specification, const RunPlan& plan) {
    Json all = Json::object();
    for (std::size_t p = 0; p != plan.rates.size(); ++p) {
        all[specification.populations[p].name] = plan.rates[p].rate_hz;
    }
    return all;
}

Json nodes(const NodeChoice& choice) {
    Json options = Json::array();
    for (const NodeOption& option : choice.options) {
        options.push_back({{"nodes", option.nodes},
                           {"ranks", option.plan.request.layout.ranks},
                           {"node_bytes", option.plan.fullest_node},
                           {"fits", option.fits},
                           {"total_s", option.plan.time.total_s()},
                           {"efficiency", option.fits ? Json(option.efficiency) : Json()}});
    }
    return {{"fewest", choice.fewest ? Json(*choice.fewest) : Json()},
            {"recommended", choice.recommended ? Json(*choice.recommended) : Json()},
            {"options", options}};
}

}  // namespace

std::string plan_json(const config::Specification& specification,
                      const RunPlan& plan,
                      const NodeChoice* choice) {
    const Messages& m = plan.messages;
    Json json = {{"experiment", specification.experiment},
                 {"ranks", plan.request.layout.ranks},
                 {"threads", plan.request.layout.threads},
                 {"nodes", plan.nodes},
                 {"neurons", plan.neurons},
                 {"synapses", plan.synapses},
                 {"procedural", plan.procedural},
                 {"model_s", plan.model_s},
                 {"interval_ms", plan.interval_ms},
                 {"mean_rank_bytes", memory(plan.mean_memory, plan.mean_memory.total())},
                 {"largest_rank_bytes", memory(plan.most_memory, plan.largest_rank)},
                 {"node_bytes", plan.fullest_node},
                 {"result_bytes", plan.disk.result()},
                 {"checkpoint_bytes", plan.disk.checkpoint},
                 {"exchanges_per_s", m.rounds_per_s},
                 {"exchange_bytes", m.bytes_per_round},
                 {"wall_s", phases(plan.time)},
                 {"build_s", plan.time.build_s},
                 {"loop_s", plan.time.loop_s},
                 {"real_time_factor", plan.real_time_factor()},
                 {"assumed_rates_hz", rates(specification, plan)},
                 {"warnings", plan.warnings}};
    if (choice != nullptr) json["node_choice"] = nodes(*choice);
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace bgsim::simulation
