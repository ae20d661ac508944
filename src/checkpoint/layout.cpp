#include "checkpoint/layout.hpp"

#include <fmt/format.h>

namespace bgsim::checkpoint {

std::string describe_rows(const config::Population& population) {
    std::string text = fmt::format("{} cells, {}", population.size,
                                   population.model.empty() ? "spikes only" : population.model);
    if (population.model.empty()) return text;
    for (const auto& variable : population.initial) text += ' ' + variable.name;
    const auto layout = engine::row_layout(population);
    for (std::uint32_t place = 0; place != population.ports.size(); ++place) {
        for (std::size_t p = 0; p != population.ports.size(); ++p) {
            if (layout.port_order[p] != place) continue;
            const config::Port& port = population.ports[p];
            text += fmt::format("; {} {} {}", port.name, static_cast<int>(port.type),
                                static_cast<int>(port.shape));
        }
    }
    return text;
}

std::vector<std::string> names_of_noise(const config::Specification& specification,
                                        PopulationId population) {
    std::vector<std::string> names;
    for (const auto* input : engine::noise_inputs(specification, population)) {
        names.push_back(input->name);
    }
    return names;
}

}  // namespace bgsim::checkpoint
