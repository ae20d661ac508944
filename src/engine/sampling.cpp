#include "engine/sampling.hpp"

#include <algorithm>

#include "bgsim/error.hpp"
#include "model/neuron_models.hpp"

namespace bgsim::engine {
namespace {

bool is_state(const config::Population& population, const std::string& variable) {
    const auto& state = model::describe_model(population.model).state;
    return std::ranges::find(state, variable, &model::FieldDescription::name) != state.end();
}

}  // namespace

int port_of_variable(const config::Population& population, const std::string& variable) {
    if (is_state(population, variable)) return -1;
    const auto found = std::ranges::find_if(population.ports, [&](const config::Port& port) {
        return variable == "g_" + port.name || variable == "I_" + port.name;
    });
    BGSIM_EXPECT(found != population.ports.end());
    return static_cast<int>(found - population.ports.begin());
}

std::size_t row_of_variable(const config::Population& population, const std::string& variable) {
    const auto& state = model::describe_model(population.model).state;
    const int port = port_of_variable(population, variable);
    if (port >= 0) return row_layout(population).port_row(static_cast<std::size_t>(port));
    const auto found = std::ranges::find(state, variable, &model::FieldDescription::name);
    return static_cast<std::size_t>(found - state.begin());
}

std::string unit_of_variable(const config::Population& population, const std::string& variable) {
    const auto& state = model::describe_model(population.model).state;
    const auto found = std::ranges::find(state, variable, &model::FieldDescription::name);
    if (found != state.end()) return found->unit;
    const auto port = static_cast<std::size_t>(port_of_variable(population, variable));
    return config::unit_of_weight(population.ports[port]);
}

}  // namespace bgsim::engine
