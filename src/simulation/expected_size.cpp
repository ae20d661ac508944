#include "simulation/expected_size.hpp"

#include <algorithm>
#include <cstddef>

namespace bgsim::simulation {
namespace {

using config::ConnectionRule;

bool joins_itself(const config::Projection& projection) {
    return projection.source == projection.target;
}

/// Number of pairs (source, target) that may be joined.
double pairs(const config::Specification& specification, const config::Projection& projection) {
    const double n_sources = specification.populations[projection.source].size;
    const double n_targets = specification.populations[projection.target].size;
    const bool without_own = joins_itself(projection) && !projection.rule.autapses;
    return n_sources * n_targets - (without_own ? n_targets : 0.0);
}

}  // namespace

double expected_synapses(const config::Specification& specification,
                         const config::Projection& projection) {
    const double n_sources = specification.populations[projection.source].size;
    const double n_targets = specification.populations[projection.target].size;
    const ConnectionRule& rule = projection.rule;
    const auto number = static_cast<double>(rule.number);
    switch (rule.kind) {
        case ConnectionRule::Kind::pairwise_bernoulli:
            return rule.probability * pairs(specification, projection);
        case ConnectionRule::Kind::fixed_indegree:
            return number * n_targets;
        case ConnectionRule::Kind::fixed_outdegree:
            return number * n_sources;
        case ConnectionRule::Kind::fixed_total:
            return number;
        case ConnectionRule::Kind::one_to_one:
            return joins_itself(projection) && !rule.autapses ? 0.0
                                                              : std::min(n_sources, n_targets);
        case ConnectionRule::Kind::all_to_all:
            return pairs(specification, projection);
    }
    return 0.0;
}

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
    return expected_synapses(specification, projection) * bytes_per_synapse(projection) +
           4.0 * n_sources * n_workers;
}

double expected_bytes(const config::Specification& specification,
                      const config::Population& population) {
    const auto varies = [](const config::FieldValue& field) { return !field.value.is_constant(); };
    const auto n_varied = std::ranges::count_if(population.parameters, varies);
    const std::size_t n_values =
        population.initial.size() + population.ports.size() + static_cast<std::size_t>(n_varied);
    const double n_inputs = static_cast<double>(population.ports.size()) *
                            static_cast<double>(interval_steps(specification));
    return 8.0 * population.size * (static_cast<double>(n_values) + n_inputs);
}

Step interval_steps(const config::Specification& specification) {
    if (specification.projections.empty()) return 1;
    return std::ranges::min(specification.projections, {}, &config::Projection::min_delay)
        .min_delay;
}

ExpectedSize expected_size(const config::Specification& specification, const Layout& layout) {
    ExpectedSize size;
    for (const auto& population : specification.populations) {
        size.neurons += population.size;
        size.neuron_bytes += expected_bytes(specification, population);
    }
    for (const auto& projection : specification.projections) {
        size.synapses += expected_synapses(specification, projection);
        size.synapse_bytes += expected_bytes(specification, projection, layout);
    }
    return size;
}

}  // namespace bgsim::simulation
