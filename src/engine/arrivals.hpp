/// Synaptic events on their way from delivery to the block of cells that they arrive at.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "bgsim/ids.hpp"
#include "engine/interval.hpp"

namespace bgsim::engine {

/// A port that the synapses of a projection act on.
struct Destination {
    std::uint32_t port = 0;  ///< place among the inputs of a block
    double share = 1.0;      ///< of the weight
    /// Place of the bound of its conductance, if some projection has a ceiling there, else 0.
    std::uint32_t bound = 0;
    /// Most that the conductance is after an event.
    double ceiling = std::numeric_limits<double>::infinity();

    bool is_plain() const { return share == 1.0 && bound == 0; }
};

/// The events of one interval at the cells of one population, a list for each few blocks.
///
/// Delivery goes through rows of synapses, whose targets lie all over the population; it appends to
/// the lists, whose ends stay in the cache. The input of the blocks of a list, a number for each
/// port, step and cell, is then filled from it just before they advance, in the cache. So
/// memory sees each event twice, not each port of each cell at each step. Events keep their order,
/// in which the input is summed.
///
/// A port that projections limit has a second row of input, its bound: what the conductance would
/// be now, had it been infinite before all that arrives in the step. An event adds its weight and
/// lowers the bound to its ceiling, so min(g + input, bound) is what the events make of g one after
/// the other.
template <typename Real>
class Arrivals {
public:
    Arrivals() = default;
    /// @param n_ports     of the population
    /// @param n_steps     of the longest interval
    /// @param n_in_list   blocks of a list, a power of 2
    Arrivals(std::size_t n_blocks, std::size_t n_ports, int n_steps, std::size_t n_in_list = 1)
        : lists_((n_blocks + n_in_list - 1) / n_in_list),
          n_steps_(static_cast<std::uint32_t>(n_steps)),
          cells_per_list_(static_cast<std::uint32_t>(n_in_list) * block_size),
          list_shift_(static_cast<unsigned>(std::countr_zero(cells_per_list_))),
          end_of_ports_(static_cast<std::uint32_t>(n_ports) * n_steps_ * cells_per_list_) {}

    /// What `add` calls the ports that a projection acts on: a single one, or several, or limited.
    std::uint32_t route_to(std::span<const Destination> destinations) {
        if (destinations.size() == 1 && destinations[0].is_plain()) return destinations[0].port;
        const std::uint32_t route = (end_of_ports_ >> list_shift_) / n_steps_ +
                                    static_cast<std::uint32_t>(twins_of_row_.size()) / n_steps_;
        const auto first = static_cast<std::uint32_t>(twins_.size());
        const std::uint32_t in_route = n_steps_ * block_size;
        for (const Destination& to : destinations) {
            twins_.push_back({.port = to.port * in_route,
                              .bound = to.bound * in_route,
                              .share = static_cast<Real>(to.share),
                              .ceiling = static_cast<Real>(to.ceiling)});
        }
        for (std::uint32_t step = 0; step != n_steps_; ++step) {
            twins_of_row_.push_back({.first = first,
                                     .end = static_cast<std::uint32_t>(twins_.size()),
                                     .in_port = step * block_size});
        }
        return route;
    }

    /// An event at `step` of the interval for the cell at `place` of the worker's arrays.
    void add(std::uint32_t route, int step, std::uint32_t place, Real weight) {
        add(row_of(route, step), place, weight);
    }

    /// What many events have in common.
    std::uint32_t row_of(std::uint32_t route, int step) const {
        return (route * n_steps_ + static_cast<std::uint32_t>(step)) * cells_per_list_;
    }
    void add(std::uint32_t row, std::uint32_t place, Real weight) {
        auto& list = lists_[place >> list_shift_];
        list.push_back({row + (place & (cells_per_list_ - 1)), weight});
        // The next line of each list, of which there are too many for the processor to foresee.
        __builtin_prefetch(&list.back() + 64 / sizeof(Event), 1);
    }

    /// Add the events of one list to the input of its blocks, and forget them.
    /// @param input       of its first block: [port][step][block_size]
    /// @param to_next     from there to the input of the next block
    void fill(std::size_t list, Real* input, std::size_t to_next = 0) {
        for (const Event& event : lists_[list]) {
            const std::uint32_t cell = event.where & (cells_per_list_ - 1);
            Real* const of_lane = input + cell / block_size * to_next + cell % block_size;
            const std::uint32_t row = event.where >> list_shift_;
            if (event.where < end_of_ports_) [[likely]] {
                of_lane[std::size_t{row} * block_size] += event.weight;
            } else {
                add_twins(row, event.weight, of_lane);
            }
        }
        lists_[list].clear();
    }

    std::uint64_t bytes() const {
        std::uint64_t n = lists_.size() * sizeof(std::vector<Event>);
        for (const auto& list : lists_) n += list.capacity() * sizeof(Event);
        return n;
    }

    /// Of one event in its list.
    static constexpr std::size_t bytes_per_event() { return sizeof(Event); }

private:
    struct Event {
        std::uint32_t where;  // (route, step, block of the list, lane)
        Real weight;
    };

    /// What an event does at one of several ports; places are from the first step of the first
    /// port on.
    struct Twin {
        std::uint32_t port;
        std::uint32_t bound;  // 0: none
        Real share;
        Real ceiling;
    };
    struct TwinsOfRow {
        std::uint32_t first;
        std::uint32_t end;
        std::uint32_t in_port;  // place of the step
    };

    /// @param row  (route, step)
    void add_twins(std::uint32_t row, Real arrived, Real* of_lane) const {
        const TwinsOfRow& twins = twins_of_row_[row - (end_of_ports_ >> list_shift_)];
        for (std::uint32_t i = twins.first; i != twins.end; ++i) {
            const Twin& to = twins_[i];
            const Real weight = arrived * to.share;
            of_lane[to.port + twins.in_port] += weight;
            if (to.bound == 0) continue;
            Real& bound = of_lane[to.bound + twins.in_port];
            bound = std::min(bound + weight, to.ceiling);
        }
    }

    std::vector<std::vector<Event>> lists_;  // [block / n_in_list]
    std::vector<Twin> twins_;
    std::vector<TwinsOfRow> twins_of_row_;  // [route after those of the single ports][step]
    std::uint32_t n_steps_ = 1;
    std::uint32_t cells_per_list_ = block_size;  // block_size times a power of 2
    unsigned list_shift_ = std::countr_zero(block_size);
    std::uint32_t end_of_ports_ = 0;
};

}  // namespace bgsim::engine
