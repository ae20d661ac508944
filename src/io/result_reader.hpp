/// Reading a result file, also that of a run that was killed or still goes on.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bgsim::io {

struct PopulationSummary {
    std::string name;
    std::uint64_t size = 0;                  ///< number of neurons
    bool has_spikes = true;                  ///< false: its spikes were not recorded
    std::uint64_t n_spikes = 0;              ///< in the file and complete
    std::vector<std::string> channels = {};  ///< names; empty: it is not divided
};

/// Spikes of one population, by time and then by neuron.
struct SpikeTrainSlice {
    std::vector<double> timestamps_ms;
    std::vector<std::uint64_t> node_ids;
};

struct ReportSummary {
    std::string population;
    std::vector<std::uint64_t> nodes;
    std::vector<std::string> variables;
    std::vector<std::string> units;  ///< one per variable
    std::uint64_t n_samples = 0;
    double start_ms = 0.0;
    double every_ms = 0.0;  ///< samples at start, start + every, ...
};

/// Mean absolute synaptic current of the cells of some populations.
struct LfpSummary {
    std::vector<std::string> populations;
    double start_ms = 0.0;
    double every_ms = 0.0;        ///< samples at start, start + every, ...
    std::uint64_t n_samples = 0;  ///< in the file and complete
};

/// Reads a result file; serial. @throws InputError (66) if it is missing, or is no result of bgsim
class ResultReader {
public:
    explicit ResultReader(const std::filesystem::path& file);
    ~ResultReader();
    ResultReader(const ResultReader&) = delete;
    ResultReader& operator=(const ResultReader&) = delete;

    const std::string& file() const;  ///< as given
    double dt_ms() const;
    double start_ms() const;           ///< of what is in the file; 0 unless branched from a warm-up
    double planned_ms() const;         ///< end that was asked for
    double complete_until_ms() const;  ///< everything from the start to here is in the file

    const std::vector<PopulationSummary>& populations() const;  ///< in the order of the run
    /// @throws InputError if there is none of this name
    const PopulationSummary& population(const std::string& name) const;

    /// Spikes [first, first + count) of a population, fewer at the end.
    SpikeTrainSlice spikes(const std::string& name, std::uint64_t first, std::uint64_t count) const;

    /// Position of the first spike later than `time_ms`; n_spikes if there is none. Reads few of
    /// them.
    std::uint64_t first_spike_after(const std::string& name, double time_ms) const;

    std::optional<double> rate_bin_ms() const;                    ///< none: rates were not recorded
    std::vector<double> rates_hz(const std::string& name) const;  ///< [n_bins]
    /// Those of a channel of a population [n_bins].
    std::vector<double> rates_hz(const std::string& name, const std::string& channel) const;

    std::optional<LfpSummary> lfp() const;  ///< none: it was not recorded
    /// Samples [first, first + count) of one of its populations, fewer at the end [pA].
    std::vector<double> lfp_samples(const std::string& name,
                                    std::uint64_t first,
                                    std::uint64_t count) const;

    std::vector<ReportSummary> reports() const;
    /// Samples [first, first + count), fewer at the end: [n * n_nodes * n_variables], time by time.
    std::vector<float> samples(const std::string& name,
                               std::uint64_t first,
                               std::uint64_t count) const;

    std::vector<std::pair<std::string, std::string>> provenance() const;  ///< by key
    std::optional<std::string> provenance(const std::string& key) const;

private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace bgsim::io
