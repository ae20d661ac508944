#include "engine/row_layout.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

namespace bgsim::engine {
namespace {

using config::Port;

bool varies(const config::Population& population, std::string_view name) {
    return std::ranges::any_of(population.parameters, [&](const config::FieldValue& parameter) {
        return parameter.name == name && !parameter.value.is_constant();
    });
}

/// Ports as the kernel takes them: those under the NMDA block after the others, those that rise
/// after those that do not, jumps last. Otherwise they are summed in the order of their kinetics,
/// which does not depend on the order of the file.
std::vector<std::size_t> ports_in_order(const std::vector<Port>& ports) {
    std::vector<std::size_t> order(ports.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t p) {
        const Port& port = ports[p];
        return std::tuple(port.type == Port::Type::delta, port.nmda_block.has_value(), rises(port),
                          port.type, port.shape, port.tau, port.tau_rise, port.E_rev,
                          std::string_view(port.name));
    });
    return order;
}

std::size_t n_rows_of(const Port& port) {
    if (port.type == Port::Type::delta) return 0;
    return rises(port) ? 2 : 1;
}

}  // namespace

bool rises(const Port& port) { return port.shape != Port::Shape::exponential; }

bool has_conductance(const config::Population& population) {
    return std::ranges::any_of(
        population.ports, [](const Port& port) { return port.type == Port::Type::conductance; });
}

RowLayout row_layout(const config::Population& population) {
    RowLayout layout;
    layout.n_state = population.initial.size();
    const auto& ports = population.ports;
    layout.port_order.resize(ports.size());
    layout.bound_order.assign(ports.size(), 0);
    layout.port_rows.resize(ports.size());
    std::uint32_t place = 0;
    for (const std::size_t p : ports_in_order(ports)) {
        layout.port_order[p] = place++;
        layout.port_rows[p] = layout.n_port_rows;
        layout.n_port_rows += n_rows_of(ports[p]);
    }
    for (std::size_t k = 0; k != population.parameters.size(); ++k) {
        if (!population.parameters[k].value.is_constant()) layout.varied.push_back(k);
    }
    layout.has_port_factors = population.solver == config::Solver::exact &&
                              !has_conductance(population) &&
                              (varies(population, "C_m") || varies(population, "g_L"));
    return layout;
}

RowLayout row_layout(const config::Specification& specification, PopulationId population) {
    RowLayout layout = row_layout(specification.populations[population]);
    layout.n_noise = noise_inputs(specification, population).size();
    auto place = static_cast<std::uint32_t>(layout.port_order.size());
    for (const std::uint32_t port :
         limited_ports(specification, specification.populations[population])) {
        layout.bound_order[port] = place++;
    }
    return layout;
}

std::vector<std::uint32_t> limited_ports(const config::Specification& specification,
                                         const config::Population& population) {
    std::set<std::uint32_t> ports;
    for (const config::Projection& p : specification.projections) {
        const std::string& target = specification.populations[p.target].name;
        if (p.ceiling && target == population.name) ports.insert(p.port);
    }
    return {ports.begin(), ports.end()};
}

std::vector<const config::Input*> noise_inputs(const config::Specification& specification,
                                               PopulationId population) {
    std::vector<const config::Input*> inputs;
    for (const config::Input& input : specification.inputs) {
        const bool is_noise = input.waveform.kind == config::Waveform::Kind::noise;
        if (is_noise && input.target == population) inputs.push_back(&input);
    }
    std::ranges::sort(inputs, {}, [](const auto* input) { return std::string_view(input->name); });
    return inputs;
}

}  // namespace bgsim::engine
