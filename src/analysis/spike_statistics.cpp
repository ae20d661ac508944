#include "analysis/spike_statistics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "bgsim/error.hpp"

namespace bgsim::analysis {

namespace {

constexpr std::uint64_t spikes_per_piece = 1U << 18U;

/// Running moments of the spike train of one cell.
struct Cell {
    std::uint64_t n_spikes = 0;
    double last_ms = 0.0;
    double mean_interval_ms = 0.0;
    double sum_of_squares = 0.0;  ///< of deviations from the mean (Welford 1962)

    void add(double time_ms) {
        if (n_spikes != 0) {
            const double interval = time_ms - last_ms;
            const double deviation = interval - mean_interval_ms;
            mean_interval_ms += deviation / static_cast<double>(n_spikes);
            sum_of_squares += deviation * (interval - mean_interval_ms);
        }
        last_ms = time_ms;
        ++n_spikes;
    }

    /// Standard deviation over mean of the intervals; needs two of them.
    std::optional<double> cv() const {
        if (n_spikes < 3 || mean_interval_ms <= 0.0) return std::nullopt;
        const auto n_intervals = static_cast<double>(n_spikes - 1);
        return std::sqrt(sum_of_squares / n_intervals) / mean_interval_ms;
    }
};

void check(const io::ResultReader& reader, Window window) {
    // Half a step of tolerance: both ends were multiples of the step before they became decimals.
    const double tolerance_ms = 0.5 * reader.dt_ms();
    if (window.from_ms >= 0.0 && window.to_ms > window.from_ms &&
        window.to_ms <= reader.complete_until_ms() + tolerance_ms) {
        return;
    }
    throw InputError(
        fmt::format("cannot analyse from {} ms to {} ms; choose a window within the {} ms that the "
                    "result holds",
                    window.from_ms, window.to_ms, reader.complete_until_ms()));
}

/// The cells of one population, after all its spikes in the window.
std::vector<Cell> read_cells(const io::ResultReader& reader,
                             const io::PopulationSummary& population,
                             Window window) {
    if (!population.has_spikes) {
        throw InputError(fmt::format("the result does not hold the spikes of '{}'; record them",
                                     population.name));
    }
    const double tolerance_ms = 0.5 * reader.dt_ms();
    std::vector<Cell> cells(population.size);
    std::uint64_t next = reader.first_spike_after(population.name, window.from_ms + tolerance_ms);
    const std::uint64_t end =
        reader.first_spike_after(population.name, window.to_ms + tolerance_ms);
    while (next != end) {
        const auto piece =
            reader.spikes(population.name, next, std::min(spikes_per_piece, end - next));
        for (std::size_t i = 0; i != piece.node_ids.size(); ++i) {
            cells.at(piece.node_ids[i]).add(piece.timestamps_ms[i]);
        }
        next += piece.node_ids.size();
    }
    return cells;
}

SpikeStatistics summary_of(const std::string& name, const std::vector<Cell>& cells, Window window) {
    SpikeStatistics result;
    result.name = name;
    result.n_cells = cells.size();
    if (cells.empty()) return result;
    const auto n_cells = static_cast<double>(cells.size());
    double sum_of_cv = 0.0;
    std::uint64_t n_with_cv = 0;
    for (const Cell& cell : cells) {
        result.n_spikes += cell.n_spikes;
        if (cell.n_spikes == 0) result.silent_share += 1.0 / n_cells;
        if (const auto cv = cell.cv()) {
            sum_of_cv += *cv;
            ++n_with_cv;
        }
    }
    if (n_with_cv != 0) result.mean_cv = sum_of_cv / static_cast<double>(n_with_cv);
    result.mean_rate_hz = static_cast<double>(result.n_spikes) / n_cells / window.duration_s();
    double squares = 0.0;
    for (const Cell& cell : cells) {
        const double rate_hz = static_cast<double>(cell.n_spikes) / window.duration_s();
        squares += (rate_hz - result.mean_rate_hz) * (rate_hz - result.mean_rate_hz);
    }
    result.sd_rate_hz = std::sqrt(squares / n_cells);
    return result;
}

}  // namespace

SpikeStatistics spike_statistics(const io::ResultReader& reader,
                                 const std::string& name,
                                 const std::vector<std::string>& populations,
                                 Window window) {
    check(reader, window);
    std::vector<Cell> cells;
    for (const auto& population : populations) {
        const auto own = read_cells(reader, reader.population(population), window);
        cells.insert(cells.end(), own.begin(), own.end());
    }
    return summary_of(name, cells, window);
}

std::vector<SpikeStatistics> spike_statistics(const io::ResultReader& reader, Window window) {
    std::vector<SpikeStatistics> all;
    for (const auto& population : reader.populations()) {
        if (!population.has_spikes) continue;
        all.push_back(spike_statistics(reader, population.name, {population.name}, window));
    }
    return all;
}

}  // namespace bgsim::analysis
