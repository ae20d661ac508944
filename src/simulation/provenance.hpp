/// What a result file says about its origin.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "analysis/published_target.hpp"
#include "bgsim/config/specification.hpp"
#include "core/readable.hpp"
#include "simulation/expected_size.hpp"

namespace bgsim::simulation {

/// Where and when a run takes place.
struct Circumstances {
    Layout layout;
    std::string host;         ///< of rank 0
    std::string mpi_library;  ///< its version line
    std::string isa;          ///< instruction set in use
    core::WallTime start;
};

/// Text datasets for the group /provenance (`io::ResultLayout::provenance`).
std::vector<std::pair<std::string, std::string>> provenance(
    const config::Specification& specification,
    const Circumstances& circumstances);

/// One part of a run, between its start or a checkpoint and the next stop.
std::string part_line(const Circumstances& circumstances, double from_ms);

/// What a part that continues a run has to replace.
std::vector<std::pair<std::string, std::string>> changed_provenance(
    const config::Specification& specification,
    const std::vector<std::string>& parts);

/// `Specification::targets`, with the names of their populations.
std::vector<analysis::PublishedTarget> published_targets(
    const config::Specification& specification);

/// The same as `analysis::targets_from_json` reads them.
std::string targets_json(const config::Specification& specification);

}  // namespace bgsim::simulation
