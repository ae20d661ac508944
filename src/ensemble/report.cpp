#include "ensemble/report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "core/csv.hpp"
#include "core/text_table.hpp"

namespace bgsim::ensemble {
namespace {

constexpr std::size_t most_named = 20;

bool has_population(const config::Specification& specification, const std::string& name) {
    return std::ranges::find(specification.populations, name, &config::Population::name) !=
           specification.populations.end();
}

/// Calls `row` for each combination and each of its populations.
template <typename Function>
void for_each_row(const Ensemble& ensemble, const Collection& collection, Function row) {
    for (std::size_t point = 0; point != ensemble.points.size(); ++point) {
        for (std::size_t p = 0; p != collection.populations.size(); ++p) {
            const std::string& name = collection.populations[p];
            if (!has_population(ensemble.specifications[point], name)) continue;
            row(ensemble.points[point], name, rate_of(collection, ensemble, point, p));
        }
    }
}

std::string fixed(double value) { return std::isnan(value) ? "-" : fmt::format("{:.2f}", value); }

std::string interval(const analysis::Estimate& rate) {
    if (std::isnan(rate.ci95)) return "-";
    return fmt::format("{:.2f}..{:.2f}", rate.mean - rate.ci95, rate.mean + rate.ci95);
}

std::string exact(double value) { return std::isnan(value) ? "" : fmt::format("{}", value); }

std::vector<std::string> paths_of(const Ensemble& ensemble) {
    std::vector<std::string> paths;
    for (const Axis& axis : ensemble.axes) paths.push_back(axis.path);
    return paths;
}

/// Members of one status, by name.
std::string named(const Ensemble& ensemble, const Collection& collection, Status status) {
    std::string text;
    std::size_t n = 0;
    for (std::size_t i = 0; i != collection.states.size(); ++i) {
        const MemberState& state = collection.states[i];
        if (state.status != status || ++n > most_named) continue;
        const Member& member = ensemble.members[i];
        const std::string& reason = collection.reasons[i];
        text += fmt::format("  {}: {}", member.name, name_of(status));
        if (status == Status::failed) {
            text += fmt::format(" ({}), {}", static_cast<int>(state.code),
                                reason.empty() ? "see " + member.files.log.string() : reason);
        }
        if (status == Status::running) text += fmt::format(", see {}", member.files.lock.string());
        text += '\n';
    }
    if (n > most_named) text += fmt::format("  ... {} more {}\n", n - most_named, name_of(status));
    return text;
}

}  // namespace

std::string rate_table(const Ensemble& ensemble, const Collection& collection) {
    std::vector<std::string> header = paths_of(ensemble);
    header.insert(header.end(), {"population", "members", "mean (Hz)", "SD", "95 % CI"});
    core::TextTable table(header);
    for_each_row(
        ensemble, collection,
        [&](const GridPoint& point, const std::string& population, const analysis::Estimate& rate) {
            std::vector<std::string> row = point.values;
            row.insert(row.end(), {population, fmt::to_string(rate.n), fixed(rate.mean),
                                   fixed(rate.sd), interval(rate)});
            table.add(row);
        });
    return table.text();
}

std::string rate_csv(const Ensemble& ensemble, const Collection& collection) {
    std::vector<std::string> header = paths_of(ensemble);
    header.insert(header.end(),
                  {"population", "members", "mean_hz", "sd_hz", "ci95_low_hz", "ci95_high_hz"});
    std::string text = core::csv_line(header);
    for_each_row(
        ensemble, collection,
        [&](const GridPoint& point, const std::string& population, const analysis::Estimate& rate) {
            std::vector<std::string> row = point.values;
            row.insert(row.end(),
                       {population, fmt::to_string(rate.n), exact(rate.mean), exact(rate.sd),
                        exact(rate.mean - rate.ci95), exact(rate.mean + rate.ci95)});
            text += core::csv_line(row);
        });
    return text;
}

std::string status_text(const Ensemble& ensemble, const Collection& collection) {
    std::string counts;
    std::string names;
    for (const Status status :
         {Status::done, Status::failed, Status::running, Status::unfinished, Status::waiting}) {
        const auto n = std::ranges::count(collection.states, status, &MemberState::status);
        if (n == 0) continue;
        counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", n, name_of(status));
        if (status == Status::failed || status == Status::running || status == Status::unfinished) {
            names += named(ensemble, collection, status);
        }
    }
    std::string text = fmt::format("members: {} of {}\n{}", counts, ensemble.members.size(), names);
    const auto is = [&](Status status) {
        return std::ranges::find(collection.states, status, &MemberState::status) !=
               collection.states.end();
    };
    if (is(Status::failed)) text += "--retry-failed tries the failed ones again\n";
    if (is(Status::unfinished) || is(Status::waiting)) {
        text += "the same command continues with the rest\n";
    }
    return text;
}

}  // namespace bgsim::ensemble
