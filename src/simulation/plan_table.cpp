#include "simulation/plan_table.hpp"

#include <fmt/format.h>

#include "core/readable.hpp"
#include "core/text_table.hpp"

namespace bgsim::simulation {
namespace {

using core::readable_bytes;

std::string head(const config::Specification& spec, const RunPlan& plan) {
    const Layout& layout = plan.request.layout;
    return fmt::format(
        "{}: {} cells, about {:.0f} synapses, {:g} s of model time, {} precision\n"
        "{} rank(s) of {} thread(s), {} on each of {} node(s) of {} core(s)\n",
        spec.experiment, plan.neurons, plan.synapses, plan.model_s,
        spec.precision == config::Precision::single ? "single" : "double", layout.ranks,
        layout.threads, plan.ranks_per_node, plan.nodes, plan.request.node.cores);
}

std::string memory_table(const RunPlan& plan) {
    core::TextTable table({"memory", "mean of ranks", "largest"});
    for (std::size_t i = 0; i != memory_part_names.size(); ++i) {
        table.add({std::string(memory_part_names[i]), readable_bytes(plan.mean_memory.bytes[i]),
                   readable_bytes(plan.most_memory.bytes[i])});
    }
    table.add(
        {"one rank", readable_bytes(plan.mean_memory.total()), readable_bytes(plan.largest_rank)});
    table.add({"one node", "", readable_bytes(plan.fullest_node)});
    table.add(
        {"all ranks", readable_bytes(plan.mean_memory.total() * plan.request.layout.ranks), ""});
    return table.text();
}

std::string connectivity_text(const config::Specification& spec, const RunPlan& plan) {
    if (plan.procedural.empty()) return "";
    return fmt::format(
        "synapses of {} of {} projections are generated anew at each spike instead of stored\n",
        plan.procedural.size(), spec.projections.size());
}

std::string disk_table(const RunPlan& plan) {
    core::TextTable table({"disk", ""});
    table.add({"result: spikes", readable_bytes(plan.disk.spikes)});
    if (plan.disk.states > 0.0) table.add({"result: state", readable_bytes(plan.disk.states)});
    if (plan.disk.rates > 0.0) table.add({"result: rates", readable_bytes(plan.disk.rates)});
    table.add({"two checkpoints", readable_bytes(2.0 * plan.disk.checkpoint)});
    table.add({"total", readable_bytes(plan.disk.total())});
    return table.text();
}

std::string messages_text(const RunPlan& plan) {
    const Messages& m = plan.messages;
    if (plan.request.layout.ranks == 1) {
        return fmt::format("messages: none, with one rank; an interval is {:g} ms\n",
                           plan.interval_ms);
    }
    return fmt::format(
        "messages: ranks meet every {:g} ms, {:g} times in a second of model time;\n"
        "  all send {} each time ({} in a second), one rank at most {}\n",
        plan.interval_ms, m.rounds_per_s, readable_bytes(m.bytes_per_round),
        readable_bytes(m.bytes_per_round * m.rounds_per_s), readable_bytes(m.most_bytes_per_round));
}

std::string time_text(const RunPlan& plan) {
    core::TextTable table({"time", "s"});
    for (std::size_t i = 0; i != core::phase_names.size(); ++i) {
        const double seconds = plan.time.slowest.seconds[i];
        if (seconds > 0.0) {
            table.add({std::string(core::phase_names[i]), fmt::format("{:.2f}", seconds)});
        }
    }
    table.add({"total", fmt::format("{:.2f}", plan.time.total_s())});
    return fmt::format(
        "{}real-time factor {:.2f}, together {}; within a factor of {:g} on a processor like the "
        "one\nthat the constants were measured on (docs/command_line.md), if the rates hold\n",
        table.text(), plan.real_time_factor(), core::hours_minutes_seconds(plan.time.total_s()),
        time_uncertainty);
}

std::string rates_table(const config::Specification& spec, const RunPlan& plan) {
    core::TextTable table({"population", "Hz", "taken from"});
    for (std::size_t p = 0; p != plan.rates.size(); ++p) {
        table.add({spec.populations[p].name, fmt::format("{:.4g}", plan.rates[p].rate_hz),
                   plan.rates[p].origin});
    }
    return table.text();
}

}  // namespace

std::string plan_text(const config::Specification& specification, const RunPlan& plan) {
    std::string text = head(specification, plan) + '\n' + memory_table(plan) +
                       connectivity_text(specification, plan) + '\n' + disk_table(plan) + '\n' +
                       messages_text(plan) + '\n' + time_text(plan) + '\n' +
                       rates_table(specification, plan);
    for (const auto& warning : plan.warnings) text += fmt::format("\nwarning: {}\n", warning);
    return text;
}

std::string nodes_text(const NodeChoice& choice) {
    core::TextTable table({"nodes", "ranks", "threads", "memory of a node", "fits",
                           "real-time factor", "total (h:m:s)", "efficiency"});
    for (const NodeOption& option : choice.options) {
        const RunPlan& plan = option.plan;
        table.add({fmt::to_string(option.nodes), fmt::to_string(plan.request.layout.ranks),
                   fmt::to_string(plan.request.layout.threads), readable_bytes(plan.fullest_node),
                   option.fits ? "yes" : "no", fmt::format("{:.2f}", plan.real_time_factor()),
                   core::hours_minutes_seconds(plan.time.total_s()),
                   option.fits ? fmt::format("{:.0f} %", 100.0 * option.efficiency) : "-"});
    }
    std::string advice = "no number of nodes up to 4096 has enough memory";
    if (choice.fewest && choice.recommended) {
        advice = fmt::format(
            "the memory needs {} node(s); up to {} node(s) are used well (efficiency of 60 %)",
            *choice.fewest, *choice.recommended);
    }
    return fmt::format("{}{}\n", table.text(), advice);
}

}  // namespace bgsim::simulation
