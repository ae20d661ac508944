#include "report/read_run.hpp"

#include <algorithm>
#include <cmath>

#include "bgsim/config/load.hpp"
#include "bgsim/error.hpp"
#include "simulation/run_files.hpp"

namespace bgsim::report {
namespace {

constexpr std::uint64_t most_cells = 40;      // of a population in a raster
constexpr std::uint64_t most_strokes = 8000;  // of a population in a raster
constexpr std::size_t most_traces = 3;        // of a population
constexpr std::uint64_t spikes_per_read = 1 << 20;

/// As many rows as can be told apart.
std::uint64_t n_rows_for(const io::PopulationSummary& population, std::uint64_t n_spikes) {
    const std::uint64_t most = std::min(most_cells, population.size);
    if (n_spikes == 0) return most;
    const double spikes_per_cell =
        static_cast<double>(n_spikes) / static_cast<double>(population.size);
    const double fitting = std::floor(static_cast<double>(most_strokes) / spikes_per_cell);
    return static_cast<std::uint64_t>(std::clamp(fitting, 1.0, static_cast<double>(most)));
}

RasterPart raster_of(const io::ResultReader& reader,
                     const io::PopulationSummary& population,
                     analysis::Window window) {
    const double half_a_step_ms = 0.5 * reader.dt_ms();
    const auto begin = reader.first_spike_after(population.name, window.from_ms + half_a_step_ms);
    const auto end = reader.first_spike_after(population.name, window.to_ms + half_a_step_ms);
    RasterPart part{.population = population.name,
                    .n_cells = population.size == 0 ? 0 : n_rows_for(population, end - begin)};
    const auto shown = shown_cells(population.size, part.n_cells);
    for (auto next = begin; next < end;) {
        const auto piece =
            reader.spikes(population.name, next, std::min(spikes_per_read, end - next));
        for (std::size_t i = 0; i != piece.node_ids.size(); ++i) {
            const auto row = std::ranges::lower_bound(shown, piece.node_ids[i]);
            if (row == shown.end() || *row != piece.node_ids[i]) continue;
            part.times_ms.push_back(piece.timestamps_ms[i]);
            part.rows.push_back(static_cast<std::uint64_t>(row - shown.begin()));
        }
        next += piece.node_ids.size();
    }
    return part;
}

/// The membrane potential, or else what was recorded first.
std::size_t variable_to_show(const io::ReportSummary& report) {
    const auto at = std::ranges::find(report.variables, "V_m");
    return at == report.variables.end() ? 0
                                        : static_cast<std::size_t>(at - report.variables.begin());
}

Samples samples_of(const io::ResultReader& reader,
                   const io::ReportSummary& report,
                   analysis::Window window) {
    const std::size_t variable = variable_to_show(report);
    const std::size_t n_shown = std::min(most_traces, report.nodes.size());
    const std::size_t n_elements = report.nodes.size() * report.variables.size();
    Samples shown{.population = report.population,
                  .variable = report.variables.at(variable),
                  .unit = report.units.at(variable),
                  .cells = {report.nodes.begin(),
                            report.nodes.begin() + static_cast<std::ptrdiff_t>(n_shown)},
                  .values = std::vector<std::vector<double>>(n_shown)};
    const auto sample_at = [&](double time_ms) {
        const double place = std::ceil((time_ms - report.start_ms) / report.every_ms - 1e-6);
        return static_cast<std::uint64_t>(
            std::clamp(place, 0.0, static_cast<double>(report.n_samples)));
    };
    const std::uint64_t end = sample_at(window.to_ms);
    const std::uint64_t per_read = std::max<std::uint64_t>(1, spikes_per_read / n_elements);
    for (std::uint64_t first = sample_at(window.from_ms); first < end; first += per_read) {
        const auto values =
            reader.samples(report.population, first, std::min(per_read, end - first));
        for (std::size_t s = 0; s != values.size() / n_elements; ++s) {
            shown.times_ms.push_back(report.start_ms +
                                     static_cast<double>(first + s) * report.every_ms);
            for (std::size_t cell = 0; cell != n_shown; ++cell) {
                shown.values[cell].push_back(
                    values[s * n_elements + cell * report.variables.size() + variable]);
            }
        }
    }
    return shown;
}

/// Unless the summary beside the result is that of another one.
std::optional<simulation::RunCost> cost_of(const Run& run) {
    auto cost = simulation::read_run_cost(simulation::run_files(run.file).summary);
    const bool is_same = cost && cost->experiment == run.about("experiment") &&
                         std::to_string(cost->seed) == run.about("seed");
    return is_same ? cost : std::nullopt;
}

std::optional<config::Specification> network_of(const Run& run,
                                                const model::ModelCatalogue& models) {
    try {
        return config::load_text(run.about("configuration"), run.file, {}, models);
    } catch (const InputError&) {  // of another version of the language
        return std::nullopt;
    }
}

}  // namespace

std::vector<std::uint64_t> shown_cells(std::uint64_t size, std::uint64_t n_rows) {
    std::vector<std::uint64_t> cells;
    for (std::uint64_t row = 0; row != n_rows; ++row) {
        cells.push_back((row * size + size / 2) / n_rows);
    }
    return cells;
}

std::string Run::about(const std::string& key) const {
    const auto at =
        std::ranges::find(provenance, key, [](const auto& entry) { return entry.first; });
    return at == provenance.end() ? "" : at->second;
}

Run read_run(const io::ResultReader& reader,
             const ReadSettings& settings,
             const model::ModelCatalogue& models,
             const comm::Communicator& ranks) {
    auto analysis = analysis::analyse(reader, settings.analysis, ranks);
    if (!ranks.is_root()) return {};
    Run run{.file = reader.file(),
            .planned_ms = reader.planned_ms(),
            .until_ms = reader.complete_until_ms(),
            .provenance = reader.provenance(),
            .analysis = std::move(analysis),
            .shown = settings.shown};
    const std::string targets = run.about("targets");
    run.rates = analysis::rate_rows(run.analysis,
                                    analysis::targets_from_json(targets.empty() ? "[]" : targets));
    run.network = network_of(run, models);
    for (const auto& population : reader.populations()) {
        if (population.has_spikes) {
            run.raster.push_back(raster_of(reader, population, run.shown));
        } else {
            run.unrecorded.push_back(population.name);
        }
    }
    for (const auto& report : reader.reports()) {
        if (report.nodes.empty() || report.variables.empty()) continue;
        run.samples.push_back(samples_of(reader, report, run.shown));
    }
    run.cost = cost_of(run);
    return run;
}

}  // namespace bgsim::report
