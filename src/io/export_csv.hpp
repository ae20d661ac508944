/// A result file as comma-separated values.
#pragma once

#include <filesystem>
#include <vector>

#include "io/export_window.hpp"
#include "io/result_reader.hpp"

namespace bgsim::io {

/// The files that `export_csv` would write into `folder`: spikes.csv; rates.csv if rates were
/// recorded; samples-<population>.csv for each population of which state was recorded.
std::vector<std::filesystem::path> csv_files(const ResultReader& reader,
                                             const std::filesystem::path& folder);

/// Write them, piece by piece, into the existing folder; replaces what is there. Spikes by
/// population and time: `time_ms,population,cell`. Rates: `from_ms` of the bin and a column for
/// each population [Hz]. Samples: `time_ms,cell` and a column for each variable with its unit.
/// @throws SystemError (73 cannot create, 74 cannot write)
void export_csv(const ResultReader& reader,
                const std::filesystem::path& folder,
                const ExportWindow& window);

}  // namespace bgsim::io
