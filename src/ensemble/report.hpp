/// What an ensemble gave, for people and for spreadsheets.
#pragma once

#include <string>

#include "ensemble/collection.hpp"

namespace bgsim::ensemble {

/// A row per combination of varied values and population: members, mean, SD and 95 % confidence
/// interval of the rate [Hz].
std::string rate_table(const Ensemble& ensemble, const Collection& collection);

/// The same as comma-separated values.
std::string rate_csv(const Ensemble& ensemble, const Collection& collection);

/// How many members are done, running and so on; the failed and the unfinished ones by name.
std::string status_text(const Ensemble& ensemble, const Collection& collection);

}  // namespace bgsim::ensemble
