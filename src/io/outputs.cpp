#include "io/outputs.hpp"

#include <algorithm>

#include "bgsim/channels.hpp"
#include "bgsim/error.hpp"

namespace bgsim::io {

SpikeOutput::SpikeOutput(SharedFile& file, const RecordedPopulation& population, Step first_step)
    : size_(population.size),
      buffer_(population.size, first_step),
      timestamps_(file, path::timestamps(population.name)),
      node_ids_(file, path::node_ids(population.name)) {}

void SpikeOutput::write(const SharedFile& file, const TimeGrid& grid, Step until) {
    const comm::Communicator& communicator = file.communicator();
    const Step first_step = buffer_.first_step();
    const SpikeKey bound = buffer_.bound(until);
    std::vector<SpikeKey> own = buffer_.take(until);
    const std::uint64_t total = communicator.sum(own.size());
    if (total == 0) return;
    const auto keys = sort_over_ranks(std::move(own), bound, communicator);

    const std::uint64_t offset = timestamps_.rows() + communicator.exclusive_sum(keys.size());
    timestamps_.extend(total);
    node_ids_.extend(total);
    std::vector<double> times(keys.size());
    std::ranges::transform(keys, times.begin(), [&](SpikeKey key) {
        return grid.time_of(first_step + static_cast<Step>(key / size_));
    });
    timestamps_.write_rows<double>(offset, times);
    std::vector<std::uint64_t> ids(keys.size());
    std::ranges::transform(keys, ids.begin(), [&](SpikeKey key) { return key % size_; });
    node_ids_.write_rows<std::uint64_t>(offset, ids);
}

namespace {

/// The columns of `report.own_nodes` in the file: node by node, variables inside.
std::vector<std::uint64_t> columns_of(const StateReport& report) {
    const std::size_t n_variables = report.variables.size();
    std::vector<std::uint64_t> columns;
    for (const std::uint64_t node : report.own_nodes) {
        const auto position = std::ranges::lower_bound(report.nodes, node);
        BGSIM_EXPECT(position != report.nodes.end() && *position == node);
        const auto index = static_cast<std::uint64_t>(position - report.nodes.begin());
        for (std::size_t v = 0; v != n_variables; ++v) columns.push_back(index * n_variables + v);
    }
    BGSIM_EXPECT(std::ranges::is_sorted(columns));
    return columns;
}

}  // namespace

ReportOutput::ReportOutput(SharedFile& file, const StateReport& report, Step start)
    : population_(report.population),
      every_(report.every),
      first_sample_((start + every_ - 1) / every_),
      columns_(columns_of(report)),
      data_(file, path::report_data(report.population)) {}

void ReportOutput::add(std::span<const float> sample) {
    BGSIM_EXPECT(sample.size() == columns_.size());
    samples_.insert(samples_.end(), sample.begin(), sample.end());
}

void ReportOutput::write(Step until) {
    const std::uint64_t n_due = n_samples_due(until, every_, first_sample_);
    const std::uint64_t first = data_.rows();
    if (n_due <= first) return;
    const std::uint64_t n_values = (n_due - first) * columns_.size();
    BGSIM_EXPECT(samples_.size() >= n_values);
    data_.extend(n_due - first);
    data_.write_columns(first, columns_, std::span(samples_).first(n_values));
    samples_.erase(samples_.begin(), samples_.begin() + static_cast<std::ptrdiff_t>(n_values));
}

void ReportOutput::write_time(const SharedFile& file, const TimeGrid& grid) const {
    const Step end = first_sample_ + static_cast<Step>(data_.rows());
    const std::array<double, 3> start_stop_dt = {grid.time_of(first_sample_ * every_),
                                                 grid.time_of(end * every_), grid.time_of(every_)};
    file.overwrite<double>(path::report_time(population_), start_stop_dt);
}

namespace {

std::size_t n_rate_series(const ResultLayout& layout) {
    std::size_t n = layout.populations.size();
    for (const auto& population : layout.populations) n += population.channels.size();
    return n;
}

}  // namespace

RateOutput::RateOutput(SharedFile& file, const ResultLayout& layout)
    : dt_s_(layout.dt * 1e-3), counter_(n_rate_series(layout), *layout.rate_bin, layout.start) {
    for (const auto& population : layout.populations) {
        sizes_.push_back(population.size);
        rates_.emplace_back(file, path::rates(population.name));
    }
    for (const auto& population : layout.populations) {
        const auto size = static_cast<NeuronIndex>(population.size);
        const std::size_t n = population.channels.size();
        channels_.push_back({size, n, sizes_.size()});
        for (std::size_t c = 0; c != n; ++c) {
            sizes_.push_back(first_of_channel(size, n, c + 1) - first_of_channel(size, n, c));
            rates_.emplace_back(file, path::channel_rates(population.name, population.channels[c]));
        }
    }
}

void RateOutput::add(const Spike& spike) {
    counter_.add(spike.population, spike.step);
    const Channels& channels = channels_[spike.population];
    if (channels.n == 0) return;
    const std::size_t own = channel_of(spike.neuron, channels.size, channels.n);
    counter_.add(channels.first + own, spike.step);
}

void RateOutput::write_complete_bins(const SharedFile& file, Step until) {
    write(file, n_bins_until(until), counter_.width());
}

std::uint64_t RateOutput::n_bins_until(Step step) const {
    return static_cast<std::uint64_t>((step - counter_.start()) / counter_.width());
}

void RateOutput::continue_from(Step until, std::span<const std::uint64_t> open_bin) {
    counter_.continue_in(n_bins_until(until), open_bin);
}

void RateOutput::write_last_bin(const SharedFile& file, Step end) {
    const Step rest = (end - counter_.start()) % counter_.width();
    if (rest != 0) write(file, n_bins_until(end) + 1, rest);
}

void RateOutput::write(const SharedFile& file, std::uint64_t end_bin, Step last_width) {
    const std::uint64_t first = counter_.first_bin();
    if (end_bin <= first) return;
    const std::uint64_t n_bins = end_bin - first;
    std::vector<std::uint64_t> counts = counter_.take(end_bin);
    file.communicator().sum_in_place(counts);
    for (std::size_t p = 0; p != rates_.size(); ++p) {
        std::vector<double> rates;
        for (std::uint64_t b = 0; b != n_bins; ++b) {
            const Step width = b + 1 == n_bins ? last_width : counter_.width();
            const double cell_seconds =
                static_cast<double>(sizes_[p]) * static_cast<double>(width) * dt_s_;
            const auto count = static_cast<double>(counts[p * n_bins + b]);
            rates.push_back(cell_seconds > 0.0 ? count / cell_seconds : 0.0);
        }
        if (!file.communicator().is_root()) rates.clear();
        rates_[p].extend(n_bins);
        rates_[p].write_rows<double>(first, rates);
    }
}

std::vector<GrowingDataset*> RateOutput::datasets() {
    std::vector<GrowingDataset*> all;
    for (auto& dataset : rates_) all.push_back(&dataset);
    return all;
}

std::uint64_t n_samples_due(Step until, Step every, Step first) {
    return static_cast<std::uint64_t>(std::max<Step>((until + every - 1) / every - first, 0));
}

LfpOutput::LfpOutput(SharedFile& file, const ResultLayout& layout)
    : every_(layout.lfp->every), first_sample_((layout.start + every_ - 1) / every_) {
    for (const PopulationId id : layout.lfp->populations) {
        const RecordedPopulation& population = layout.populations[id];
        pA_per_unit_.push_back(layout.lfp->unit_pA / static_cast<double>(population.size));
        data_.emplace_back(file, path::lfp(population.name));
    }
}

void LfpOutput::add(std::span<const std::uint64_t> sums) {
    BGSIM_EXPECT(sums.size() == data_.size());
    sums_.insert(sums_.end(), sums.begin(), sums.end());
}

void LfpOutput::write(const SharedFile& file, Step until) {
    const std::uint64_t n_due = n_samples_due(until, every_, first_sample_);
    const std::uint64_t first = data_.front().rows();
    if (n_due <= first) return;
    const std::size_t n = n_due - first;
    BGSIM_EXPECT(sums_.size() >= n * data_.size());
    const auto end = sums_.begin() + static_cast<std::ptrdiff_t>(n * data_.size());
    std::vector<std::uint64_t> sums(sums_.begin(), end);
    sums_.erase(sums_.begin(), end);
    file.communicator().sum_in_place(sums);
    for (std::size_t p = 0; p != data_.size(); ++p) {
        std::vector<double> values;
        for (std::size_t i = 0; i != n && file.communicator().is_root(); ++i) {
            values.push_back(static_cast<double>(sums[i * data_.size() + p]) * pA_per_unit_[p]);
        }
        data_[p].extend(n);
        data_[p].write_rows<double>(first, values);
    }
}

std::vector<GrowingDataset*> LfpOutput::datasets() {
    std::vector<GrowingDataset*> all;
    for (auto& dataset : data_) all.push_back(&dataset);
    return all;
}

}  // namespace bgsim::io
