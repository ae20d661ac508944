/// A result as separate SONATA files: cells, spikes, and one report for each recorded variable.
///
/// A result holds all of these but the cells in one file, and all variables of a population in one
/// report. Readers of SONATA expect one quantity with one unit in a report.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "io/export_window.hpp"
#include "io/result_reader.hpp"

namespace bgsim::io {

/// The cells of a population, which SONATA calls nodes.
struct SonataNodes {
    std::string population;
    std::uint64_t size = 0;
    std::vector<std::pair<std::string, std::string>> properties;  ///< the same for all of them
};

/// One variable of the recorded cells of one population.
struct SonataReport {
    std::string name;  ///< `<population>.<variable>`
    ReportSummary recorded;
    std::size_t variable = 0;  ///< position in `recorded`
    std::uint64_t first_sample = 0;
    std::uint64_t n_samples = 0;
    double start_ms = 0.0;  ///< of the first sample
    double stop_ms = 0.0;   ///< after the last sample: when the next one would be
};

/// What of the recorded state lies in [from, to), by population and variable.
std::vector<SonataReport> sonata_reports(const ResultReader& reader, const ExportWindow& window);

// Each of these writes a file as a whole: it has either its old or its new content.
// @throws SystemError (74); InputError (66) if the result cannot be read

/// `/nodes/<population>`: one type and one group, properties as explicit enumerations.
void write_sonata_nodes(const std::filesystem::path& file, const std::vector<SonataNodes>& nodes);

/// `/spikes/<population>` of all populations whose spikes were recorded.
void write_sonata_spikes(const std::filesystem::path& file,
                         const ResultReader& reader,
                         const ExportWindow& window);

/// `/report/<population>`.
void write_sonata_report(const std::filesystem::path& file,
                         const ResultReader& reader,
                         const SonataReport& report);

}  // namespace bgsim::io
