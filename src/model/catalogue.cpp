#include <algorithm>
#include <string>

#include "bgsim/error.hpp"
#include "model/neuron_models.hpp"

namespace bgsim::model {
namespace {

template <typename Model>
ModelDescription description_of() {
    ModelDescription d{.name = std::string(Model::name),
                       .title = std::string(Model::title),
                       .equations = std::string(Model::equations),
                       .source = std::string(Model::source),
                       .parameters = describe(Model::parameters),
                       .state = describe(Model::state),
                       .orders = {},
                       .solvers = {"rk4", "euler"}};
    for (const auto& [lower, upper] : Model::orders) {
        d.orders.push_back({std::string(lower), std::string(upper)});
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
