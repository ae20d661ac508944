#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/readable.hpp"
#include "core/text_table.hpp"
#include "simulation/emulate.hpp"

namespace bgsim::simulation {
namespace {

using core::Phase;
using core::readable_bytes;

double predicted_loop_s(const EmulatedRank& e) {
    double sum = 0.0;
    for (const Phase phase : {Phase::deliver, Phase::drive, Phase::integrate, Phase::emit,
                              Phase::exchange, Phase::record}) {
        sum += e.predicted[phase];
    }
    return sum;
}

double predicted_cells(const EmulatedRank& e) {
    return e.predicted_memory[MemoryPart::state] + e.predicted_memory[MemoryPart::input] +
           e.predicted_memory[MemoryPart::events];
}

double factor(const EmulatedRank& e, double loop_s) {
    return e.model_s > 0.0 ? (loop_s + e.network_s) / e.model_s : 0.0;
}

std::string memory_table(const EmulatedRank& e) {
    core::TextTable table({"memory", "predicted", "measured"});
    const auto bytes = [](std::uint64_t n) { return readable_bytes(static_cast<double>(n)); };
    table.add({"synapses", readable_bytes(e.predicted_memory[MemoryPart::synapses]),
               bytes(e.counts.synapse_bytes)});
    table.add(
        {"cells and events", readable_bytes(predicted_cells(e)), bytes(e.counts.state_bytes)});
    table.add({"peak", readable_bytes(e.predicted_memory.total()), bytes(e.peak_memory_bytes)});
    return table.text();
}

std::string time_table(const EmulatedRank& e) {
    core::TextTable table({"time (s)", "predicted", "measured"});
    const auto row = [&](std::string_view name, double predicted, const std::string& measured) {
        table.add({std::string(name), fmt::format("{:.3f}", predicted), measured});
    };
    for (const Phase phase : {Phase::build, Phase::deliver, Phase::drive, Phase::integrate,
                              Phase::emit, Phase::exchange, Phase::record}) {
        row(core::phase_names[static_cast<std::size_t>(phase)], e.predicted[phase],
            fmt::format("{:.3f}", e.measured[phase]));
    }
    row("network", e.network_s, "");
    row("real-time factor", factor(e, predicted_loop_s(e)),
        fmt::format("{:.3f}", factor(e, e.loop_s)));
    return table.text();
}

}  // namespace

std::string emulation_text(const EmulatedRank& e) {
    return fmt::format(
        "rank {} of {} with {} thread(s), alone on this machine for {:g} s of model time: {} "
        "synapses,\n{} synaptic and {} external events; spikes of other ranks were drawn at the "
        "assumed rates\n\n{}\n{}\nThe network is not there: its time is predicted, and is part of "
        "both real-time factors.\n",
        e.rank, e.request.layout.ranks, e.request.layout.threads, e.model_s, e.counts.synapses,
        e.counts.synaptic_events, e.counts.external_events, memory_table(e), time_table(e));
}

std::string emulation_json(const EmulatedRank& e) {
    using Json = nlohmann::ordered_json;
    Json predicted = Json::object();
    Json measured = Json::object();
    for (std::size_t i = 0; i != core::phase_names.size(); ++i) {
        predicted[std::string(core::phase_names[i])] = e.predicted.seconds[i];
        measured[std::string(core::phase_names[i])] = e.measured.seconds[i];
    }
    const Json json = {{"rank", e.rank},
                       {"ranks", e.request.layout.ranks},
                       {"threads", e.request.layout.threads},
                       {"model_s", e.model_s},
                       {"synapses", e.counts.synapses},
                       {"synaptic_events", e.counts.synaptic_events},
                       {"external_events", e.counts.external_events},
                       {"predicted",
                        {{"peak_memory_bytes", e.predicted_memory.total()},
                         {"synapse_memory_bytes", e.predicted_memory[MemoryPart::synapses]},
                         {"cell_memory_bytes", predicted_cells(e)},
                         {"wall_s", predicted},
                         {"network_s", e.network_s},
                         {"real_time_factor", factor(e, predicted_loop_s(e))}}},
                       {"measured",
                        {{"peak_memory_bytes", e.peak_memory_bytes},
                         {"synapse_memory_bytes", e.counts.synapse_bytes},
                         {"cell_memory_bytes", e.counts.state_bytes},
                         {"wall_s", measured},
                         {"real_time_factor", factor(e, e.loop_s)}}}};
    return json.dump(2) + '\n';
}

}  // namespace bgsim::simulation
