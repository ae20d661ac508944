#include "simulation/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/readable.hpp"
#include "core/text_table.hpp"

namespace bgsim::simulation {
namespace {

using Json = nlohmann::ordered_json;

std::string digest_text(const RunSummary& summary) {
    return fmt::format("{:016x}", summary.spike_digest);
}

Json rates_of(const RunSummary& summary) {
    Json rates = Json::object();
    for (const auto& [name, rate] : summary.rates_hz) rates[name] = rate;
    return rates;
}

Json longest_phases(const RunSummary& summary) {
    Json phases = Json::object();
    for (std::size_t i = 0; i != core::phase_names.size(); ++i) {
        phases[std::string(core::phase_names[i])] = summary.wall.maximum.seconds[i];
    }
    return phases;
}

double total(const core::PhaseTimes& times) {
    double sum = 0.0;
    for (const double seconds : times.seconds) sum += seconds;
    return sum;
}

/// "other" is wall time outside of all phases: waiting for threads, progress, signals.
std::string phase_table(const RunSummary& summary) {
    const PhaseStatistics& wall = summary.wall;
    const double measured = total(wall.mean);
    const double all = std::max(measured, summary.build_s + summary.loop_s);
    core::TextTable table({"phase", "min (s)", "mean (s)", "max (s)", "% of wall"});
    const auto add = [&](std::string_view name, double least, double mean, double most) {
        const double percent = all > 0.0 ? 100.0 * mean / all : 0.0;
        table.add({std::string(name), fmt::format("{:.3f}", least), fmt::format("{:.3f}", mean),
                   fmt::format("{:.3f}", most), fmt::format("{:.1f}", percent)});
    };
    for (std::size_t i = 0; i != core::phase_names.size(); ++i) {
        add(core::phase_names[i], wall.minimum.seconds[i], wall.mean.seconds[i],
            wall.maximum.seconds[i]);
    }
    const double other = all - measured;
    add("other", other, other, other);
    return table.text();
}

double per(double amount, double whole) { return whole > 0.0 ? amount / whole : 0.0; }

std::string performance_table(const RunSummary& s) {
    const auto events = static_cast<double>(s.synaptic_events);
    const auto memory = static_cast<double>(s.peak_memory_bytes);
    const auto synapse_memory = static_cast<double>(s.synapse_memory_bytes);
    const auto synapses = static_cast<double>(s.synapses);
    std::string text;
    const auto line = [&](std::string_view name, const std::string& value) {
        text += fmt::format("{:<27}{}\n", name, value);
    };
    line("simulated", fmt::format("{:g} of {:g} s", s.simulated_s, s.requested_s));
    if (s.started_s > 0.0) line("this part from", fmt::format("{:g} s", s.started_s));
    if (s.is_cut()) line("in the result file", fmt::format("{:g} s only", *s.written_s));
    line("wall time", fmt::format("{:.3f} s building, {:.3f} s running", s.build_s, s.loop_s));
    line("real-time factor", s.simulated_s > 0.0
                                 ? fmt::format("{:.3f} (wall / model time)", s.real_time_factor())
                                 : "-");
    line("neurons, synapses", fmt::format("{}, {}", s.neurons, s.synapses));
    line("spikes", fmt::format("{}", s.spikes));
    line("synaptic events per second", core::readable_count(per(events, s.loop_s)));
    line("peak memory", fmt::format("{} over {} rank(s)", core::readable_bytes(memory), s.ranks));
    line("bytes per synapse", fmt::format("{:.2f}", per(synapse_memory, synapses)));
    line("spike digest", digest_text(s));
    return text;
}

}  // namespace

std::string to_json(const RunSummary& summary) {
    const Json json = {{"experiment", summary.experiment},
                       {"seed", summary.seed},
                       {"spike_digest", digest_text(summary)},
                       {"neurons", summary.neurons},
                       {"synapses", summary.synapses},
                       {"spikes", summary.spikes},
                       {"synaptic_events", summary.synaptic_events},
                       {"external_events", summary.external_events},
                       {"started_s", summary.started_s},
                       {"requested_s", summary.requested_s},
                       {"simulated_s", summary.simulated_s},
                       {"written_s", summary.written_s ? Json(*summary.written_s) : Json()},
                       {"rates_hz", rates_of(summary)},
                       {"real_time_factor", summary.real_time_factor()},
                       {"build_s", summary.build_s},
                       {"loop_s", summary.loop_s},
                       {"all_parts_s", summary.all_parts_s},
                       {"wall_s", longest_phases(summary)},
                       {"peak_memory_bytes", summary.peak_memory_bytes},
                       {"synapse_memory_bytes", summary.synapse_memory_bytes},
                       {"ranks", summary.ranks},
                       {"threads", summary.threads},
                       {"precision", summary.precision},
                       {"isa", summary.isa},
                       {"output", summary.output},
                       {"exit_code", summary.exit_code}};
    // The library writes numbers that are not finite as null.
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::optional<EndedRun> read_summary(const std::filesystem::path& file) {
    std::ifstream stream(file);
    if (!stream) return std::nullopt;
    const auto json = nlohmann::json::parse(stream, nullptr, false);
    if (!json.is_object()) return std::nullopt;
    try {
        return EndedRun{.exit_code = json.at("exit_code").get<int>(),
                        .spike_digest = json.at("spike_digest").get<std::string>(),
                        .simulated_s = json.at("simulated_s").get<double>()};
    } catch (const nlohmann::json::exception&) {
        return std::nullopt;
    }
}

std::string end_table(const RunSummary& summary) {
    return phase_table(summary) + '\n' + performance_table(summary);
}

}  // namespace bgsim::simulation
