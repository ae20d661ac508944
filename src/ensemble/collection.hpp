/// What all members of an ensemble gave, as it is found on disk.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/estimate.hpp"
#include "bgsim/error.hpp"
#include "ensemble/ensemble.hpp"
#include "ensemble/failure.hpp"
#include "ensemble/state.hpp"

namespace bgsim::ensemble {

struct Collection {
    std::vector<MemberState> states;         ///< [member]
    std::vector<std::string> populations;    ///< of all grid points, each once
    std::vector<std::vector<double>> rates;  ///< [member][population]; not a number unless known
    std::vector<std::string> reasons;        ///< [member] why it failed, if this program knows
};

/// Look at the files of all members. Local.
Collection collect(const Ensemble& ensemble, const std::vector<Failure>& failures);

/// Over the members of one combination of values that are done.
analysis::Estimate rate_of(const Collection& collection,
                           const Ensemble& ensemble,
                           std::size_t point,
                           std::size_t population);

/// 75 if a stop left something undone, else the code of the first that failed, else 75 if something
/// is left that nobody works on, else 0.
ExitCode exit_code(const Collection& collection, bool is_stopped);

}  // namespace bgsim::ensemble
