#include "simulation/rate_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "analysis/published_target.hpp"
#include "core/text_table.hpp"

namespace bgsim::simulation {
namespace {

using config::Specification;
using config::Target;

struct Group {
    std::uint64_t cells = 0;
    double rate_hz = 0.0;
};

double rate_of(const std::string& population, const RunSummary& summary) {
    const auto found =
        std::ranges::find(summary.rates_hz, population, &std::pair<std::string, double>::first);
    return found == summary.rates_hz.end() ? std::numeric_limits<double>::quiet_NaN()
                                           : found->second;
}

Group together(const Target& target,
               const Specification& specification,
               const RunSummary& summary) {
    Group group;
    double weighted = 0.0;
    for (const PopulationId id : target.populations) {
        const auto& population = specification.populations[id];
        group.cells += population.size;
        weighted += population.size * rate_of(population.name, summary);
    }
    if (group.cells != 0) group.rate_hz = weighted / static_cast<double>(group.cells);
    return group;
}

std::string published(const Target& target) {
    if (!target.rate_hz) return "-";
    const auto [low, high] = *target.rate_hz;
    return low == high ? fmt::format("{:g}", low) : fmt::format("{:g}..{:g}", low, high);
}

std::string text_of(double rate_hz) {
    return std::isnan(rate_hz) ? "-" : fmt::format("{:.2f}", rate_hz);
}

std::string verdict(const Target& target, double rate_hz) {
    if (std::isnan(rate_hz)) return "";
    return analysis::comparison(rate_hz, target.rate_hz);
}

bool is_population(const Target& target, const Specification& specification) {
    return std::ranges::find(specification.populations, target.name, &config::Population::name) !=
           specification.populations.end();
}

void add_row(core::TextTable& table,
             const std::string& name,
             const Group& group,
             const Target* target) {
    std::vector<std::string> row = {name, fmt::to_string(group.cells), text_of(group.rate_hz)};
    if (target != nullptr) {
        row.insert(row.end(),
                   {published(*target), verdict(*target, group.rate_hz), target->source});
    }
    table.add(row);
}

}  // namespace

std::string rate_table(const Specification& specification, const RunSummary& summary) {
    const auto& targets = specification.targets;
    std::vector<std::string> header = {"population", "cells", "rate (Hz)"};
    if (!targets.empty()) header.insert(header.end(), {"published (Hz)", "", "source"});
    core::TextTable table(header);
    for (const auto& population : specification.populations) {
        const auto target = std::ranges::find(targets, population.name, &Target::name);
        add_row(table, population.name, {population.size, rate_of(population.name, summary)},
                target == targets.end() ? nullptr : &*target);
    }
    for (const Target& target : targets) {
        if (is_population(target, specification)) continue;
        add_row(table, target.name, together(target, specification, summary), &target);
    }
    return table.text();
}

}  // namespace bgsim::simulation
