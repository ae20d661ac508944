/// Neuron models as text.
#pragma once

#include <string>

#include "bgsim/model/description.hpp"

namespace bgsim::cli {

/// One row per model.
std::string list_of(const model::ModelCatalogue& models);

/// Equations, parameters, state variables and source of the model `name` (any case).
/// @throws InputError (64) naming the nearest model if there is none
std::string description_of(const std::string& name, const model::ModelCatalogue& models);

}  // namespace bgsim::cli
