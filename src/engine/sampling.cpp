#include "engine/sampling.hpp"

#include <algorithm>

#include "bgsim/error.hpp"
#include "model/neuron_models.hpp"

namespace bgsim::engine {
namespace {

/// Index of the port in "g_<port>" or "I_<port>".
std::size_t port_of_variable(const config::Population& population, const std::string& variable) {
    const auto found = std::ranges::find_if(population.ports, [&](const config::Port& port) {
        return variable == "g_" + port.name || variable == "I_" + port.name;
    });
    BGSIM_EXPECT(found != population.ports.end());
    return static_cast<std::size_t>(found - population.ports.begin());
}

}  // namespace

std::size_t row_of_variable(const config::Population& population, const std::string& variable) {
    const auto& state = model::describe_model(population.model).state;
    const auto found = std::ranges::find(state, variable, &model::FieldDescription::name);
    if (found != state.end()) return static_cast<std::size_t>(found - state.begin());
    return row_layout(population).port_row(port_of_variable(population, variable));
}

double factor_of_variable(const config::Population& population, const std::string& variable) {
    const auto& state = model::describe_model(population.model).state;
    const auto found = std::ranges::find(state, variable, &model::FieldDescription::name);
    return found != state.end() ? 1.0
                                : population.ports[port_of_variable(population, variable)].gain;
}

std::string unit_of_variable(const config::Population& population, const std::string& variable) {
    const auto& state = model::describe_model(population.model).state;
    const auto found = std::ranges::find(state, variable, &model::FieldDescription::name);
    if (found != state.end()) return found->unit;
    return config::unit_of_weight(population.ports[port_of_variable(population, variable)]);
}

}  // namespace bgsim::engine
