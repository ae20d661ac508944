/// Writing one result file (SONATA layout) from all ranks while the simulation runs.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "bgsim/ids.hpp"
#include "comm/communicator.hpp"

namespace bgsim::io {

struct RecordedPopulation {
    std::string name;
    std::uint64_t size = 0;
    bool spikes = true;                      ///< record its spikes
    std::vector<std::string> channels = {};  ///< names; empty: it is not divided
};

/// Sampled state variables of one population; an element is one variable of one neuron.
struct StateReport {
    std::string population;
    std::vector<std::uint64_t> nodes =
        {};  ///< all recorded neurons, ascending; the same on all ranks
    std::vector<std::uint64_t> own_nodes = {};  ///< those on this rank, ascending
    std::vector<std::string> variables = {};    ///< element_ids 0, 1, ... of each node
    std::vector<std::string> units = {};        ///< one per variable
    Step every = 1;                             ///< samples at the multiples of this
};

/// Mean absolute synaptic current of the cells of some populations.
struct LfpLayout {
    std::vector<PopulationId> populations = {};  ///< ascending
    Step every = 1;
    double unit_pA = 1.0;  ///< what sums are counted in
};

struct ResultLayout {
    double dt = 0.1;   ///< [ms]
    Step start = 0;    ///< the run goes from this step ...
    Step n_steps = 0;  ///< ... to this one, as planned
    std::vector<RecordedPopulation> populations = {};
    std::vector<StateReport> reports = {};
    std::optional<Step> rate_bin = std::nullopt;  ///< [steps] width of the bins of /rates
    std::optional<LfpLayout> lfp = std::nullopt;
    std::vector<std::pair<std::string, std::string>> provenance =
        {};  ///< text datasets of /provenance
};

/// The rows of a dataset that are in the file, and a sum over their values.
struct WrittenDataset {
    std::string path;
    std::uint64_t rows = 0;
    std::uint64_t sum = 0;
};

/// What a result file holds after a flush, and what is kept for the bin of /rates that is not
/// complete: enough to go on with the file in another process.
struct WrittenResult {
    Step until = 0;
    std::vector<WrittenDataset> datasets = {};
    std::vector<std::uint64_t> open_bin = {};  ///< [populations, then channels] spikes; empty
                                               ///< without /rates
};

/// One result file. All functions marked "collective" are called by all ranks together.
///
/// @throws SystemError (73 cannot create, 74 cannot write), on all ranks alike; after a failed
/// write
///         the file is cut back to its last good length and stays readable.
class ResultWriter {
public:
    /// Collective. Refuses an existing file unless `overwrite`; creates missing folders.
    ResultWriter(const std::filesystem::path& file,
                 const comm::Communicator& communicator,
                 const ResultLayout& layout,
                 bool overwrite);

    /// Collective. Go on with the file that `written` was told of (see `difference_from`): what
    /// came later is cut off.
    ResultWriter(const std::filesystem::path& file,
                 const comm::Communicator& communicator,
                 const ResultLayout& layout,
                 const WrittenResult& written);
    ~ResultWriter();
    ResultWriter(const ResultWriter&) = delete;
    ResultWriter& operator=(const ResultWriter&) = delete;

    /// Keep this rank's own spikes of a finished interval; local, any order within the interval.
    void record(std::span<const Spike> spikes);

    /// Keep one sample of report `report`: [n_own_nodes * n_variables], node by node; local.
    void record_sample(std::size_t report, std::span<const float> values);

    /// Keep one sample of the LFP: the sums over own cells [populations of the layout]; local.
    void record_lfp(std::span<const std::uint64_t> sums);

    std::uint64_t buffered_bytes() const;  ///< on this rank
    Step complete_until() const;           ///< everything up to here is in the file

    /// Collective. Write all spikes up to and including step `until` (<= all steps done), all
    /// samples taken before it and all bins that end with it, then flush. The file is complete
    /// until then.
    void flush(Step until);

    /// Collective. What the last flush has left in the file; `datasets` on all ranks, the open bin
    /// summed over them.
    WrittenResult written() const;

    /// Collective. Write what is left of a run that ended at `end`, and close the file.
    void close(Step end);

private:
    struct Implementation;
    void write(Step until, bool is_last);

    std::unique_ptr<Implementation> implementation_;
};

}  // namespace bgsim::io
