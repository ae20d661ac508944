/// Procedural connectivity: the synapses of a cell are generated anew whenever its spike arrives.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "bgsim/config/specification.hpp"
#include "engine/arrivals.hpp"
#include "engine/interval.hpp"
#include "engine/spike_history.hpp"
#include "network/edge_values.hpp"
#include "network/edges.hpp"
#include "network/rows.hpp"

namespace bgsim::engine {

/// In place of `network::Rows` and `deliver`: the same events in the same order, without memory for
/// synapses. Where delays differ, a row is generated in each interval in which a part of it
/// arrives.
template <typename Real>
class GeneratedRows {
public:
    /// @param blocks  own blocks of the target; must outlive this
    GeneratedRows(const config::Specification& specification,
                  const config::Projection& projection,
                  std::span<const std::uint32_t> blocks)
        : min_delay_(projection.min_delay),
          max_delay_(projection.max_delay),
          context_(std::make_unique<Context>(specification, projection)),
          generator_(network::edge_request(specification, projection, blocks), {context_.get()}) {}

    std::uint64_t deliver(const SpikeHistory& history,
                          std::span<const double> factors,
                          std::uint32_t route,
                          const Interval& interval,
                          Arrivals<Real>& arrivals) {
        const auto [first, last] =
            history.between(interval.first - max_delay_, interval.end() - 1 - min_delay_);
        context_->route = route;
        context_->n_steps = interval.n_steps;
        context_->arrivals = &arrivals;
        context_->n_events = 0;
        for (std::size_t i = first; i != last; ++i) {
            const auto& spike = history.entries()[i];
            context_->factor = factors.empty() ? Real(1) : static_cast<Real>(factors[i]);
            context_->earliest = spike.step + min_delay_ - interval.first;
            generator_.row(spike.neuron);
        }
        return context_->n_events;
    }

private:
    struct Context {
        Context(const config::Specification& specification, const config::Projection& projection)
            : values(specification, projection),
              weight(static_cast<float>(projection.weight.first)),
              draws_weight(!projection.weight.is_constant()),
              draws_delay(projection.min_delay != projection.max_delay) {}

        network::EdgeValues values;
        float weight;
        bool draws_weight;
        bool draws_delay;
        Real factor = Real(1);
        Step earliest = 0;  // arrival with the shortest delay, in steps of the interval
        int n_steps = 0;
        std::uint32_t route = 0;
        std::uint64_t n_events = 0;
        Arrivals<Real>* arrivals = nullptr;

        void add(std::uint32_t place, const network::EdgeKey& key) {
            const Step arrival = earliest + (draws_delay ? values.delay_above_min(key) : 0);
            if (arrival < 0 || arrival >= n_steps) return;
            const float w = draws_weight ? values.weight(key) : weight;
            arrivals->add(route, static_cast<int>(arrival), place, static_cast<Real>(w) * factor);
            ++n_events;
        }
    };

    struct Emit {
        Context* context;
        void operator()(NeuronIndex, std::uint32_t place, const network::EdgeKey& key) const {
            context->add(place, key);
        }
    };

    Step min_delay_;
    Step max_delay_;
    std::unique_ptr<Context> context_;  // stays where it is when this moves
    network::EdgeGenerator<Emit> generator_;
};

}  // namespace bgsim::engine
