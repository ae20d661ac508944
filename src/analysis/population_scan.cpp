#include "analysis/population_scan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/spike_train.hpp"
#include "bgsim/error.hpp"

namespace bgsim::analysis {
namespace {

constexpr std::uint64_t spikes_per_piece = 1U << 18U;

std::uint64_t steps_in(double duration_ms, double dt_ms) {
    return static_cast<std::uint64_t>(std::llround(duration_ms / dt_ms));
}

/// Which of `n_sampled` evenly spread cells of `n_cells` a cell is, if it is one.
class Sample {
public:
    Sample(std::uint64_t n_sampled, std::uint64_t n_cells)
        : n_sampled_(std::min(n_sampled, n_cells)), n_cells_(n_cells) {}

    std::uint64_t size() const { return n_sampled_; }

    bool contains(std::uint64_t cell) const {
        return n_sampled_ != 0 && number_of(cell) * n_cells_ / n_sampled_ == cell &&
               number_of(cell) < n_sampled_;
    }
    std::uint64_t number_of(std::uint64_t cell) const {
        return (cell * n_sampled_ + n_cells_ - 1) / n_cells_;
    }

private:
    std::uint64_t n_sampled_;
    std::uint64_t n_cells_;
};

/// Takes in spikes by time.
class Scanner {
public:
    Scanner(const io::ResultReader& reader,
            const io::PopulationSummary& population,
            StepWindow window,
            const ScanSettings& settings);

    void add(const io::SpikeTrainSlice& spikes);
    PopulationScan finish();  ///< once
    PopulationScan nothing() const { return result_; }

private:
    [[noreturn]] void refuse(std::uint64_t cell, double time_ms) const;
    void add_to_cell(std::uint64_t cell, std::uint64_t step);
    void sum_cell(const SpikeTrain& train);

    std::string file_;
    std::string name_;
    double dt_ms_;
    StepWindow window_;
    TrainSettings train_settings_;
    std::uint64_t bin_;         // steps; 0: none
    std::uint64_t sample_bin_;  // steps
    CellRange cells_;
    std::uint64_t first_cell_;
    std::uint64_t n_population_;
    bool keeps_cells_;
    Sample sample_;
    std::vector<SpikeTrain> trains_;  // of the cells of the part
    PopulationScan result_;
};

Scanner::Scanner(const io::ResultReader& reader,
                 const io::PopulationSummary& population,
                 StepWindow window,
                 const ScanSettings& settings)
    : file_(reader.file()),
      name_(population.name),
      dt_ms_(reader.dt_ms()),
      window_(window),
      train_settings_{std::max<std::uint64_t>(1, steps_in(settings.fano_window_ms, dt_ms_)),
                      steps_in(settings.burst_interval_ms, dt_ms_), settings.burst_spikes},
      bin_(steps_in(settings.rate_bin_ms, dt_ms_)),
      sample_bin_(std::max<std::uint64_t>(1, steps_in(settings.sample_bin_ms, dt_ms_))),
      cells_(settings.cells.value_or(CellRange{0, population.size})),
      first_cell_(cells_.first + cells_.size * settings.part / settings.n_parts),
      n_population_(population.size),
      keeps_cells_(settings.keep_cells),
      sample_(settings.sample_size, cells_.size),
      trains_(cells_.first + cells_.size * (settings.part + 1) / settings.n_parts - first_cell_) {
    if (bin_ != 0) result_.counts.resize(window.length / bin_);
    result_.n_sampled = sample_.size();
    result_.n_sample_bins = sample_.size() == 0 ? 0 : window.length / sample_bin_;
    result_.sampled_counts.resize(result_.n_sampled * result_.n_sample_bins);
}

PopulationScan Scanner::finish() {
    result_.firing.n_cells = trains_.size();
    for (const SpikeTrain& train : trains_) sum_cell(train);
    return std::move(result_);
}

void Scanner::add(const io::SpikeTrainSlice& spikes) {
    for (std::size_t i = 0; i != spikes.node_ids.size(); ++i) {
        const std::uint64_t cell = spikes.node_ids[i];
        const std::uint64_t end = steps_in(spikes.timestamps_ms[i], dt_ms_);
        const bool is_possible =
            cell < n_population_ && end > window_.before && end <= window_.before + window_.length;
        if (!is_possible) refuse(cell, spikes.timestamps_ms[i]);
        if (cell < first_cell_ || cell - first_cell_ >= trains_.size()) continue;
        const std::uint64_t step = end - window_.before;
        if (step < trains_[cell - first_cell_].last_step()) refuse(cell, spikes.timestamps_ms[i]);
        add_to_cell(cell, step);
    }
}

void Scanner::refuse(std::uint64_t cell, double time_ms) const {
    throw InputError(fmt::format("{}: a spike of cell {} of '{}', which has {}, at {:.10g} ms is "
                                 "none that can stand there; the file was changed or is damaged",
                                 file_, cell, name_, n_population_, time_ms),
                     ExitCode::missing_input);
}

void Scanner::add_to_cell(std::uint64_t cell, std::uint64_t step) {
    SpikeTrain& train = trains_[cell - first_cell_];
    if (train.n_spikes() != 0) {
        const auto interval = static_cast<double>(step - train.last_step());
        ++result_.firing.intervals.counts[interval_scale().bin_of(interval * dt_ms_)];
    }
    train.add(step, train_settings_);
    if (bin_ != 0 && (step - 1) / bin_ < result_.counts.size()) ++result_.counts[(step - 1) / bin_];
    const std::uint64_t sample_bin = (step - 1) / sample_bin_;
    const std::uint64_t in_range = cell - cells_.first;
    if (sample_bin < result_.n_sample_bins && sample_.contains(in_range)) {
        auto& count =
            result_
                .sampled_counts[sample_.number_of(in_range) * result_.n_sample_bins + sample_bin];
        if (count != std::numeric_limits<std::uint16_t>::max()) ++count;
    }
}

void Scanner::sum_cell(const SpikeTrain& train) {
    FiringSums& sums = result_.firing;
    const auto n_spikes = static_cast<double>(train.n_spikes());
    sums.n_spikes += train.n_spikes();
    sums.squared_spikes += n_spikes * n_spikes;
    constexpr double s_per_ms = 1e-3;
    const double rate_hz = n_spikes / (static_cast<double>(window_.length) * dt_ms_ * s_per_ms);
    if (keeps_cells_) result_.cell_rates_hz.push_back(rate_hz);
    if (train.n_spikes() == 0) {
        ++sums.n_silent;
        return;
    }
    ++sums.rates.counts[rate_scale().bin_of(rate_hz)];
    sums.n_bursts += train.n_bursts(train_settings_);
    sums.n_spikes_in_bursts += train.n_spikes_in_bursts(train_settings_);
    const auto cv = train.cv();
    if (cv && keeps_cells_) result_.cell_cvs.push_back(*cv);
    if (cv) ++sums.cvs.counts[cv_scale().bin_of(*cv)];
    sums.cv.add(cv);
    sums.cv2.add(train.cv2());
    sums.fano_factor.add(train.fano_factor(window_.length / train_settings_.fano_window));
}

}  // namespace

StepWindow steps_of(const io::ResultReader& reader, Window window) {
    // Half a step of tolerance: both ends were multiples of the step before they became decimals.
    const double tolerance_ms = 0.5 * reader.dt_ms();
    if (window.from_ms > -tolerance_ms && window.to_ms > window.from_ms &&
        window.to_ms <= reader.complete_until_ms() + tolerance_ms) {
        const std::uint64_t before = steps_in(std::max(0.0, window.from_ms), reader.dt_ms());
        const std::uint64_t end = steps_in(window.to_ms, reader.dt_ms());
        if (end > before) return {before, end - before};
    }
    throw InputError(
        fmt::format("{}: cannot analyse from {:.10g} ms to {:.10g} ms; choose a window "
                    "of one step or more within the {:.10g} ms that the result holds",
                    reader.file(), window.from_ms, window.to_ms, reader.complete_until_ms()),
        ExitCode::usage);
}

PopulationScan& PopulationScan::operator+=(const PopulationScan& other) {
    BGSIM_EXPECT(counts.size() == other.counts.size() &&
                 sampled_counts.size() == other.sampled_counts.size());
    firing += other.firing;
    for (std::size_t i = 0; i != counts.size(); ++i) counts[i] += other.counts[i];
    for (std::size_t i = 0; i != sampled_counts.size(); ++i) {
        sampled_counts[i] = static_cast<std::uint16_t>(sampled_counts[i] + other.sampled_counts[i]);
    }
    return *this;
}

namespace {

/// @throws InputError if its spikes are not in the file
const io::PopulationSummary& recorded(const io::ResultReader& reader,
                                      const std::string& population) {
    const io::PopulationSummary& summary = reader.population(population);
    if (summary.has_spikes) return summary;
    throw InputError(fmt::format("{}: the result does not hold the spikes of '{}'; record them",
                                 reader.file(), population),
                     ExitCode::missing_input);
}

}  // namespace

PopulationScan nothing_of(const io::ResultReader& reader,
                          const std::string& population,
                          Window window,
                          const ScanSettings& settings) {
    const StepWindow steps = steps_of(reader, window);
    const Scanner scanner(reader, recorded(reader, population), steps, settings);
    return scanner.nothing();
}

PopulationScan scan(const io::ResultReader& reader,
                    const std::string& population,
                    Window window,
                    const ScanSettings& settings) {
    const StepWindow steps = steps_of(reader, window);
    Scanner scanner(reader, recorded(reader, population), steps, settings);
    const double half_a_step_ms = 0.5 * reader.dt_ms();
    const auto after = [&](std::uint64_t step) {
        return reader.first_spike_after(
            population, static_cast<double>(step) * reader.dt_ms() + half_a_step_ms);
    };
    std::uint64_t next = after(steps.before);
    const std::uint64_t end = after(steps.before + steps.length);
    while (next != end) {
        const auto piece = reader.spikes(population, next, std::min(spikes_per_piece, end - next));
        scanner.add(piece);
        next += piece.node_ids.size();
    }
    return scanner.finish();
}

}  // namespace bgsim::analysis
