/// The values of a cell's file as words, for the terminal and for docs/cells.md.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "bgsim/config/cell_catalogue.hpp"

namespace bgsim::cli {

/// "-81.85 mV", with dopamine "-81.85 mV x (1 + 0.0282 phi)".
std::string value_of(const config::CellParameter& parameter);

/// "conductance, tau 8 ms, E_rev -84 mV, x (1 - 0.24 phi)".
std::string kinetics_of(const config::CellPort& port);

/// "-73.2 +- 2.2 (SE) mV", "3 to 10 Hz", or words.
std::string value_of(const config::PublishedBehaviour& published);

/// "resting potential": a quantity in words.
std::string words_of(const std::string& quantity);

/// How a behaviour was computed, in one sentence.
std::string method_of(const config::ComputedBehaviour& computed);

/// What came out, but for the f-I curve: ("rest", "-81.85 mV"), ...
std::vector<std::pair<std::string, std::string>> results_of(
    const config::ComputedBehaviour& computed);

/// A row of numbers as text; "-" where there is none.
std::vector<std::string> texts_of(const config::Series& series);

/// "added current [pA]" or "total current [pA]".
std::string current_of(const config::FICurve& curve);

/// Whether the cell lies in a folder, as a variant of another.
bool is_variant(const config::CellDescription& cell);

/// The names of the variants of the type `name`.
std::vector<std::string> variants_of(const std::string& name,
                                     const std::vector<config::CellDescription>& cells);

}  // namespace bgsim::cli
