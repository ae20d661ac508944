#include "simulation/expected_size.hpp"

#include <algorithm>
#include <cstddef>

#include "engine/arrivals.hpp"
#include "engine/population_store.hpp"
#include "engine/row_layout.hpp"
#include "engine/spike_exchange.hpp"
#include "network/expected_pairs.hpp"

namespace bgsim::simulation {
namespace {

/// Weights of inputs that each cell of `population` has of its own.
double drawn_weights(const config::Specification& specification,
                     const config::Population& population) {
    std::ptrdiff_t n = 0;
    for (const auto& input : specification.inputs) {
        if (specification.populations[input.target].name != population.name) continue;
        n += std::ranges::count_if(input.ports,
                                   [](const auto& to) { return !to.weight.is_constant(); });
    }
    return static_cast<double>(n);
}

/// Memory of one number for each cell of a block [bytes].
double row_bytes(const config::Specification& specification) {
    const bool is_single = specification.precision == config::Precision::single;
    return (is_single ? sizeof(float) : sizeof(double)) * block_size;
}

std::size_t n_noise(const config::Specification& specification,
                    const config::Population& population) {
    return static_cast<std::size_t>(std::ranges::count_if(specification.inputs, [&](const auto& i) {
        return i.waveform.kind == config::Waveform::Kind::noise &&
               specification.populations[i.target].name == population.name;
    }));
}

}  // namespace

int bytes_per_synapse(const config::Projection& projection) {
    constexpr Step most_in_one_byte = 255;
    const int for_weight = projection.weight.is_constant() ? 0 : 4;
    if (projection.delay.is_constant()) return 4 + for_weight;
    const Step span = projection.max_delay - projection.min_delay;
    return 4 + for_weight + (span > most_in_one_byte ? 2 : 1);
}

double expected_bytes(const config::Specification& specification,
                      const config::Projection& projection,
                      const Layout& layout) {
    const double n_sources = specification.populations[projection.source].size;
    const double n_workers = static_cast<double>(layout.ranks) * layout.threads;
    if (projection.connectivity == config::Connectivity::procedural) return 0.0;
    return network::expected_synapses(specification, projection) * bytes_per_synapse(projection) +
           4.0 * n_sources * n_workers;
}

BlockBytes block_bytes(const config::Specification& specification,
                       const config::Population& population) {
    if (population.model.empty()) return {};
    engine::RowLayout rows = engine::row_layout(population);
    rows.n_noise = n_noise(specification, population);
    const double per_row = row_bytes(specification);
    return {.state = per_row * static_cast<double>(rows.n_rows()),
            .weights = 8.0 * block_size * drawn_weights(specification, population),
            .dynamic = per_row * static_cast<double>(rows.n_changing_rows())};
}

double input_bytes(const config::Specification& specification,
                   const config::Population& population) {
    if (population.model.empty()) return 0.0;
    const int steps = static_cast<int>(interval_steps(specification));
    const std::size_t slots = engine::PopulationStore<double>::n_slots(steps);
    const std::size_t ports = std::max<std::size_t>(1, population.ports.size()) +
                              engine::limited_ports(specification, population).size();
    return row_bytes(specification) * static_cast<double>(steps) *
           static_cast<double>(slots * ports);
}

std::size_t lists_of_events(const config::Specification& specification, std::size_t n_blocks) {
    const int steps = static_cast<int>(interval_steps(specification));
    const std::size_t in_list = engine::PopulationStore<double>::n_slots(steps);
    return (n_blocks + in_list - 1) / in_list;
}

double event_bytes(const config::Specification& specification) {
    const bool is_single = specification.precision == config::Precision::single;
    const std::size_t bytes = is_single ? engine::Arrivals<float>::bytes_per_event()
                                        : engine::Arrivals<double>::bytes_per_event();
    return static_cast<double>(bytes);
}

double blocks_of(const config::Population& population) {
    const std::uint64_t n = (std::uint64_t{population.size} + block_size - 1) / block_size;
    return static_cast<double>(n);
}

double expected_bytes(const config::Specification& specification,
                      const config::Population& population) {
    const BlockBytes bytes = block_bytes(specification, population);
    return blocks_of(population) * (bytes.state + bytes.weights);
}

Step interval_steps(const config::Specification& specification) {
    return engine::longest_interval(specification);
}

ExpectedSize expected_size(const config::Specification& specification, const Layout& layout) {
    ExpectedSize size;
    for (const auto& population : specification.populations) {
        size.neurons += population.size;
        size.neuron_bytes += expected_bytes(specification, population);
    }
    for (const auto& projection : specification.projections) {
        size.synapses += network::expected_synapses(specification, projection);
        size.synapse_bytes += expected_bytes(specification, projection, layout);
    }
    return size;
}

}  // namespace bgsim::simulation
