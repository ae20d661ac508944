/// Procedural connectivity: the synapses of a cell are generated anew whenever its spike arrives.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "engine/arrivals.hpp"
#include "engine/interval.hpp"
#include "engine/pending_events.hpp"
#include "engine/spike_history.hpp"
#include "network/drawn_row.hpp"
#include "network/edges.hpp"
#include "network/rows.hpp"

namespace bgsim::engine {

/// In place of `network::Rows` and `StoredDelivery`: the same events in the same order, without
/// memory for synapses. A row is generated once for each spike, as soon as its first synapse may be
/// reached; where delays differ, what arrives after the interval is kept. After a restart, rows of
/// earlier spikes are generated again, of which only what has not yet arrived counts.
template <typename Real>
class GeneratedRows {
public:
    /// @param blocks  own blocks of the target; must outlive this
    GeneratedRows(const config::Specification& specification,
                  const config::Projection& projection,
                  std::span<const std::uint32_t> blocks)
        : min_delay_(projection.min_delay),
          max_delay_(projection.max_delay),
          weight_(static_cast<float>(projection.weight.first)),
          all_alike_(projection.weight.is_constant() && min_delay_ == max_delay_),
          row_(std::make_unique<network::DrawnRow>(specification, projection)),
          generator_(network::edge_request(specification, projection, blocks), {row_.get()}),
          pending_(max_delay_ - min_delay_) {}

    std::uint64_t deliver(const SpikeHistory& history,
                          std::span<const double> factors,
                          std::uint32_t route,
                          const Interval& interval,
                          Arrivals<Real>& arrivals) {
        n_events_ = 0;
        for (int step = 0; step != interval.n_steps; ++step) {
            pending_.take(interval.first + step, [&](const auto& event) {
                arrivals.add(route, step, event.place, event.weight);
                ++n_events_;
            });
        }
        const Step reached = interval.end() - min_delay_;  // spikes from here on come later
        const auto [first, last] =
            history.between(std::max(interval.first - max_delay_, next_spike_), reached - 1);
        const auto spikes = history.entries().subspan(first, last - first);
        if (!factors.empty()) factors = factors.subspan(first, last - first);
        if (all_alike_ && generator_.slots() != nullptr) {
            send_groups(spikes, factors, route, interval, arrivals);
        } else {
            send_rows(spikes, factors, route, interval, arrivals);
        }
        next_spike_ = reached;
        return n_events_;
    }

    std::uint64_t bytes() const { return pending_.bytes(); }

private:
    using Spikes = std::span<const SpikeHistory::Entry>;
    using Factors = std::span<const double>;

    static Real factor_of(Factors factors, std::size_t i) {
        return factors.empty() ? Real(1) : static_cast<Real>(factors[i]);
    }

    void send_rows(Spikes spikes,
                   Factors factors,
                   std::uint32_t route,
                   const Interval& interval,
                   Arrivals<Real>& arrivals) {
        for (std::size_t i = 0; i != spikes.size(); ++i) {
            row_->clear();
            generator_.row(spikes[i].neuron);
            row_->finish();
            send(spikes[i].step + min_delay_, factor_of(factors, i), route, interval, arrivals);
        }
    }

    /// All spikes onto one group of targets, then onto the next: the lists of a group stay in the
    /// cache. A target gets its events in the order of the spikes, as by rows.
    void send_groups(Spikes spikes,
                     Factors factors,
                     std::uint32_t route,
                     const Interval& interval,
                     Arrivals<Real>& arrivals) {
        const network::SlotEdges& slots = *generator_.slots();
        const network::OwnTargets& own = generator_.own_targets();
        shares_.clear();
        extra_.resize(slots.n_groups());
        for (std::uint32_t i = 0; i != spikes.size(); ++i) {
            shares_.push_back(slots.shares_of(spikes[i].neuron));
            slots.extra_of(spikes[i].neuron, [&](NeuronIndex target, const network::EdgeKey&) {
                const std::uint32_t place = own[target];
                if (place == network::OwnTargets::not_own) return;
                extra_[slots.group_of(target)].push_back({i, place});
            });
        }
        for (std::size_t g = 0; g != slots.n_groups(); ++g) {
            auto extra = extra_[g].begin();
            for (std::uint32_t i = 0; i != spikes.size(); ++i) {
                const Step arrival = spikes[i].step + min_delay_ - interval.first;
                const std::uint32_t row = arrivals.row_of(route, static_cast<int>(arrival));
                const Real weight = static_cast<Real>(weight_) * factor_of(factors, i);
                const auto add = [&](std::uint32_t place) {
                    arrivals.add(row, place, weight);
                    ++n_events_;
                };
                slots.of_source_in_group(g, shares_[i],
                                         [&](NeuronIndex target, const network::EdgeKey&) {
                                             const std::uint32_t place = own[target];
                                             if (place != network::OwnTargets::not_own) add(place);
                                         });
                for (; extra != extra_[g].end() && extra->spike == i; ++extra) add(extra->place);
            }
            extra_[g].clear();
        }
    }

    /// @param earliest  arrival with the shortest delay
    void send(Step earliest,
              Real factor,
              std::uint32_t route,
              const Interval& interval,
              Arrivals<Real>& arrivals) {
        const auto targets = row_->targets();
        const auto weights = row_->weights();
        const auto delays = row_->delays();
        const Real common = static_cast<Real>(weight_) * factor;
        for (std::size_t i = 0; i != targets.size(); ++i) {
            const Real weight = weights.empty() ? common : static_cast<Real>(weights[i]) * factor;
            const Step arrival = earliest + (delays.empty() ? 0 : Step{delays[i]});
            if (arrival >= interval.end()) {
                pending_.add(arrival, targets[i], weight);
            } else if (arrival >= interval.first) {
                arrivals.add(route, static_cast<int>(arrival - interval.first), targets[i], weight);
                ++n_events_;
            }
        }
    }

    struct Extra {
        std::uint32_t spike;
        std::uint32_t place;
    };

    Step min_delay_;
    Step max_delay_;
    float weight_;
    bool all_alike_;                          // all synapses have one weight and one delay
    std::unique_ptr<network::DrawnRow> row_;  // stays where it is when this moves
    network::EdgeGenerator<network::AddToRow> generator_;
    PendingEvents<Real> pending_;
    Step next_spike_ = std::numeric_limits<Step>::min();  // the first whose row was not generated
    std::uint64_t n_events_ = 0;
    std::vector<network::SlotEdges::Shares> shares_;  // [spike]
    std::vector<std::vector<Extra>> extra_;           // [group of slots]: pairs beside the slots
};

}  // namespace bgsim::engine
