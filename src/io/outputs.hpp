/// What a result file receives: spikes, samples of state, rates. Private to io.
///
/// Each keeps this rank's part between two writes. `write` is collective and throws SystemError on
/// all ranks alike; afterwards the dataset is longer, but not committed.
#pragma once

#include <string>
#include <vector>

#include "io/growing_dataset.hpp"
#include "io/rate_counter.hpp"
#include "io/result_writer.hpp"
#include "io/schema.hpp"
#include "io/spike_buffer.hpp"

namespace bgsim::io {

class SpikeOutput {
public:
    SpikeOutput(SharedFile& file, const RecordedPopulation& population, Step first_step);

    void add(NeuronIndex neuron, Step step) { buffer_.add(neuron, step); }
    std::uint64_t bytes() const { return buffer_.bytes(); }
    std::uint64_t n_written() const { return timestamps_.rows(); }  ///< by all ranks
    void write(const SharedFile& file, const TimeGrid& grid, Step until);
    std::vector<GrowingDataset*> datasets() { return {&timestamps_, &node_ids_}; }

private:
    std::uint64_t size_;
    SpikeBuffer buffer_;
    GrowingDataset timestamps_, node_ids_;
};

class ReportOutput {
public:
    ReportOutput(SharedFile& file, const StateReport& report, Step start);

    void add(std::span<const float> sample);
    std::uint64_t bytes() const { return samples_.size() * sizeof(float); }
    void write(Step until);
    void write_time(const SharedFile& file, const TimeGrid& grid) const;
    std::vector<GrowingDataset*> datasets() { return {&data_}; }

private:
    std::string population_;
    Step every_;
    Step first_sample_;                   ///< of the run, counted in `every_`
    std::vector<std::uint64_t> columns_;  ///< of the file, that this rank writes; ascending
    std::vector<float> samples_;          ///< [samples so far * columns_]
    GrowingDataset data_;
};

class RateOutput {
public:
    RateOutput(SharedFile& file, const ResultLayout& layout);

    void add(const Spike& spike);
    std::uint64_t bytes() const { return counter_.bytes(); }
    void write_complete_bins(const SharedFile& file, Step until);
    void write_last_bin(const SharedFile& file, Step end);  ///< the rest that is no whole bin
    std::vector<std::uint64_t> open_bin() const { return counter_.open_bin(); }
    void continue_from(Step until, std::span<const std::uint64_t> open_bin);
    std::vector<GrowingDataset*> datasets();

private:
    std::uint64_t n_bins_until(Step step) const;  ///< complete ones
    void write(const SharedFile& file, std::uint64_t end_bin, Step last_width);

    /// Where the channels of a population stand among the series.
    struct Channels {
        NeuronIndex size = 0;
        std::size_t n = 0;
        std::size_t first = 0;
    };

    double dt_s_;
    std::vector<Channels> channels_;     ///< [n_populations]
    std::vector<std::uint64_t> sizes_;   ///< [series] cells
    RateCounter counter_;                ///< of the series: populations, then channels
    std::vector<GrowingDataset> rates_;  ///< [series]
};

class LfpOutput {
public:
    LfpOutput(SharedFile& file, const ResultLayout& layout);

    void add(std::span<const std::uint64_t> sums);
    std::uint64_t bytes() const { return sums_.size() * sizeof(std::uint64_t); }
    void write(const SharedFile& file, Step until);
    std::vector<GrowingDataset*> datasets();

private:
    Step every_;
    Step first_sample_;                 ///< of the run, counted in `every_`
    std::vector<double> pA_per_unit_;   ///< [populations] and cell
    std::vector<std::uint64_t> sums_;   ///< [samples so far * populations]
    std::vector<GrowingDataset> data_;  ///< [populations]
};

/// Samples at the multiples of `every` before `until`, from sample `first` on.
std::uint64_t n_samples_due(Step until, Step every, Step first);

}  // namespace bgsim::io
