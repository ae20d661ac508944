#include "protocol/recorded.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "bgsim/error.hpp"

namespace bgsim::protocol {

std::vector<std::vector<double>> spike_trains(const io::ResultReader& reader,
                                              const std::string& population) {
    const io::PopulationSummary& summary = reader.population(population);
    const auto all = reader.spikes(population, 0, summary.n_spikes);
    std::vector<std::vector<double>> trains(summary.size);
    for (std::size_t i = 0; i != all.node_ids.size(); ++i) {
        trains.at(all.node_ids[i]).push_back(all.timestamps_ms[i]);
    }
    return trains;
}

Samples::Samples(const io::ResultReader& reader, const std::string& population) {
    const auto reports = reader.reports();
    const auto report = std::ranges::find(reports, population, &io::ReportSummary::population);
    BGSIM_EXPECT(report != reports.end());
    variables_ = report->variables;
    n_cells_ = report->nodes.size();
    n_samples_ = report->n_samples;
    every_ms_ = report->every_ms;
    values_ = reader.samples(population, 0, n_samples_);
}

std::vector<float> Samples::of(std::size_t cell, std::size_t variable) const {
    const std::size_t n_variables = variables_.size();
    std::vector<float> values;
    values.reserve(n_samples_);
    for (std::size_t sample = 0; sample != n_samples_; ++sample) {
        values.push_back(values_.at((sample * n_cells_ + cell) * n_variables + variable));
    }
    return values;
}

std::size_t Samples::at(double time_ms) const {
    const auto sample = static_cast<std::size_t>(std::llround(time_ms / every_ms_));
    return std::min(sample, n_samples_ - 1);
}

void check_finite(std::span<const float> V_mV, double every_ms, const std::string& who) {
    if (V_mV.empty() || std::isfinite(V_mV.back())) return;
    const auto first =
        std::ranges::find_if(V_mV, [](float V) { return !std::isfinite(V); }) - V_mV.begin();
    throw NumericalError(
        fmt::format("{}: V_m is {} from {:g} ms on; check the parameters, or use a smaller current "
                    "or --dt",
                    who, V_mV.back(), static_cast<double>(first) * every_ms));
}

Potential potential_of(const io::ResultReader& reader,
                       const std::string& population,
                       std::size_t cell) {
    const Samples samples(reader, population);
    const auto& names = samples.variables();
    const auto V_m = std::ranges::find(names, "V_m");
    BGSIM_EXPECT(V_m != names.end());
    return {samples.every_ms(), samples.of(cell, static_cast<std::size_t>(V_m - names.begin()))};
}

}  // namespace bgsim::protocol
