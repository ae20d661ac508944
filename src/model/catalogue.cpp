#include <algorithm>
#include <string>

#include "bgsim/error.hpp"
#include "model/neuron_model.hpp"
#include "model/neuron_models.hpp"

namespace bgsim::model {
namespace {

/// The model's own start of all state variables for `V_m`; empty if it has none.
template <typename Model>
SteadyState steady_state_of() {
    if constexpr (requires(const typename Model::Parameters& p) { Model::steady_state(p, 0.0); }) {
        return [](const std::vector<double>& parameters, double V_m) {
            typename Model::Parameters p{};
            for (std::size_t i = 0; i != Model::parameters.size(); ++i) {
                p.*Model::parameters[i].member = parameters.at(i);
            }
            const auto s = Model::steady_state(p, V_m);
            std::vector<double> state;
            for (const auto& field : Model::state) state.push_back(s.*field.member);
            return state;
        };
    } else {
        return {};
    }
}

template <typename Model>
ModelDescription description_of() {
    ModelDescription d{.name = std::string(Model::name),
                       .title = std::string(Model::title),
                       .equations = std::string(Model::equations),
                       .source = std::string(Model::source),
                       .parameters = describe(Model::parameters),
                       .state = describe(Model::state),
                       .orders = {},
                       .solvers = {Model::solvers.begin(), Model::solvers.end()},
                       .starts_at = "E_L",
                       .steady_state = steady_state_of<Model>(),
                       .largest_step_ms = {}};
    for (const auto& [lower, upper] : Model::orders) {
        d.orders.push_back({std::string(lower), std::string(upper)});
    }
    if constexpr (requires { Model::starts_at; }) d.starts_at = std::string(Model::starts_at);
    if constexpr (has_substeps<Model>) {
        d.largest_step_ms.assign(Model::largest_step_ms.begin(), Model::largest_step_ms.end());
    }
    return d;
}

template <template <typename> typename... Models>
ModelCatalogue describe_all(ModelList<Models...>) {
    return {description_of<Models<double>>()...};
}

}  // namespace

const ModelCatalogue& catalogue() {
    static const ModelCatalogue all = describe_all(NeuronModels{});
    return all;
}

const ModelDescription& describe_model(std::string_view name) {
    const auto found = std::ranges::find(catalogue(), name, &ModelDescription::name);
    BGSIM_EXPECT(found != catalogue().end());
    return *found;
}

}  // namespace bgsim::model
