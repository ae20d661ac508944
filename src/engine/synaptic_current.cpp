#include "engine/synaptic_current.hpp"

#include <cmath>

#include "engine/row_layout.hpp"

namespace bgsim::engine {

SynapticCurrent::SynapticCurrent(const config::Population& population) {
    const RowLayout layout = row_layout(population);
    for (std::size_t i = 0; i != population.ports.size(); ++i) {
        const config::Port& port = population.ports[i];
        if (port.type == config::Port::Type::delta) continue;  // jumps have no current
        sources_.push_back({.row = layout.port_row(i),
                            .port = i,
                            .is_conductance = port.type == config::Port::Type::conductance,
                            .E_rev = port.E_rev,
                            .has_block = port.nmda_block.has_value(),
                            .nmda_block = port.nmda_block.value_or(config::NmdaBlock{})});
    }
}

double SynapticCurrent::current_of(const Source& source, double value, double V_m) {
    if (!source.is_conductance) return value;
    const auto& block = source.nmda_block;
    const double open =
        source.has_block ? 1.0 / (1.0 + std::exp((block.V_act - V_m) / block.S_act)) : 1.0;
    return value * open * (source.E_rev - V_m);
}

template <typename Real>
std::uint64_t SynapticCurrent::sum(PopulationStore<Real>& cells, std::size_t block) const {
    const Real* V_m = cells.row(block, 0);
    std::uint64_t sum = 0;
    for (NeuronIndex lane = 0; lane != cells.n_neurons(block); ++lane) {
        double total_pA = 0.0;
        for (const Source& source : sources_) {
            const auto value = static_cast<double>(cells.row(block, source.row)[lane]);
            total_pA += cells.gain(source.port) *
                        std::abs(current_of(source, value, static_cast<double>(V_m[lane])));
        }
        constexpr double most_units = 1e12;  // far beyond what a cell survives
        const double units = std::round(total_pA / current_unit_pA);
        if (units < most_units) sum += static_cast<std::uint64_t>(units);
    }
    return sum;
}

template std::uint64_t SynapticCurrent::sum(PopulationStore<double>&, std::size_t) const;
template std::uint64_t SynapticCurrent::sum(PopulationStore<float>&, std::size_t) const;

}  // namespace bgsim::engine
