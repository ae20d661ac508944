/// What a report shows of one result.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/rate_table.hpp"
#include "analysis/run_analysis.hpp"
#include "bgsim/config/specification.hpp"
#include "bgsim/model/description.hpp"
#include "comm/communicator.hpp"
#include "io/result_reader.hpp"
#include "simulation/run_cost.hpp"

namespace bgsim::report {

/// Spikes of some cells of a population, evenly spread over it.
struct RasterPart {
    std::string population;
    std::uint64_t n_cells = 0;  ///< shown
    std::vector<double> times_ms{};
    std::vector<std::uint64_t> rows{};  ///< [spikes] 0 to n_cells - 1
};

/// One recorded variable of some cells.
struct Samples {
    std::string population;
    std::string variable;
    std::string unit;
    std::vector<std::uint64_t> cells{};
    std::vector<double> times_ms{};
    std::vector<std::vector<double>> values{};  ///< [cells][times]
};

struct Run {
    std::string file;
    double planned_ms = 0.0;
    double until_ms = 0.0;  ///< what the file holds
    std::vector<std::pair<std::string, std::string>> provenance{};
    std::vector<std::string> unrecorded{};  ///< populations without spikes in the file
    analysis::RunAnalysis analysis{};
    std::vector<analysis::RateRow> rates{};
    std::optional<config::Specification> network{};  ///< none: this program cannot read it
    analysis::Window shown{};                        ///< of rasters and traces
    std::vector<RasterPart> raster{};
    std::vector<Samples> samples{};
    std::optional<simulation::RunCost> cost{};  ///< none: no summary beside the result

    /// Empty if there is no such entry.
    std::string about(const std::string& key) const;
    bool is_cut_short() const { return until_ms < planned_ms - 1e-6; }
};

/// The cells of `size` that have a row in a raster, ascending and evenly spread; n_rows <= size.
std::vector<std::uint64_t> shown_cells(std::uint64_t size, std::uint64_t n_rows);

struct ReadSettings {
    analysis::AnalysisRequest analysis;
    analysis::Window shown;
};

/// Collective; the result is on rank 0, elsewhere it is empty. @throws as `analysis::analyse`
Run read_run(const io::ResultReader& reader,
             const ReadSettings& settings,
             const model::ModelCatalogue& models,
             const comm::Communicator& ranks);

}  // namespace bgsim::report
