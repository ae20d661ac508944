/// What a result file says about its origin.
#pragma once

#include <string>
#include <utility>
#include <vector>

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

/// `Specification::targets` as `analysis::targets_from_json` reads them.
std::string targets_json(const config::Specification& specification);

}  // namespace bgsim::simulation
