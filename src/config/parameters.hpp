/// The parameters and initial values of a population.
#pragma once

#include <vector>

#include "config/context.hpp"
#include "config/section.hpp"

namespace bgsim::config {

/// Where the parameters of one population come from.
struct ParameterSources {
    const model::ModelDescription& model;
    const Node* cell;        ///< content of the cell's file; may be null
    const Section& section;  ///< the population in the configuration
};

/// `value` of `parameter`, which is {value, unit, ...}, with the unit that JSON keeps beside it.
Node with_its_unit(const Node& parameter, Node value);

/// All parameters of the model in the order of its table, with dopamine applied.
std::vector<FieldValue> read_parameters(const ParameterSources& sources, Context& context);

/// All state variables of the model in the order of its table.
std::vector<FieldValue> read_initial(const ParameterSources& sources,
                                     const std::vector<FieldValue>& parameters,
                                     Context& context);

}  // namespace bgsim::config
