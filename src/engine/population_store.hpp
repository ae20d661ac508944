/// The cells of one population that one worker owns: state, ports, parameters and input.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "bgsim/ids.hpp"
#include "bgsim/random.hpp"
#include "engine/conditions.hpp"
#include "engine/interval.hpp"
#include "engine/row_layout.hpp"
#include "model/block_kernel.hpp"

namespace bgsim::engine {

/// Precision is a property of the arrays: Real is double or float.
template <typename Real>
class PopulationStore {
public:
    /// Draws parameters and initial values of the cells in `blocks` (ascending block indices).
    /// @param interval_steps longest interval that `advance` will be asked for
    PopulationStore(const config::Specification& specification,
                    PopulationId id,
                    std::vector<std::uint32_t> blocks,
                    int interval_steps,
                    std::string_view isa);

    std::span<const std::uint32_t> blocks() const { return blocks_; }
    NeuronIndex n_neurons(std::size_t block) const;  ///< that exist, of `block_size`
    const RowLayout& layout() const { return layout_; }
    int interval_steps() const { return interval_steps_; }  ///< longest of an interval

    /// What arrives at the block that takes `slot`: [port, in the order of the kernel][step]
    /// [block_size], all 0 until it is filled, and again after `advance` used it; after the ports
    /// bounds (see Arrivals), all infinite. A few blocks are prepared before they advance, each in
    /// its own slot.
    std::span<Real> input(std::size_t slot) {
        const std::size_t n = input_.size() / n_slots(interval_steps_);
        return std::span(input_).subspan(slot * n, n);
    }
    /// Few, for their input to stay in the cache, but enough that reading the clock between their
    /// phases costs nothing. A power of 2.
    static constexpr std::size_t n_slots(int interval_steps) {
        return interval_steps < 4 ? std::bit_floor(16 / static_cast<std::size_t>(interval_steps))
                                  : 4;
    }

    /// Input of a configured port in one step of the interval, in slot 0: [block_size].
    Real* input(std::uint32_t port, int step) {
        return input_.data() +
               (layout_.port_order[port] * static_cast<std::size_t>(interval_steps_) +
                static_cast<std::size_t>(step)) *
                   block_size;
    }

    Real* row(std::size_t block, std::size_t row) {
        return rows_.data() + (block * layout_.n_rows() + row) * block_size;
    }

    /// What changes as a block advances: [n_changing_rows * block_size]; empty for cells that only
    /// send spikes.
    std::span<Real> changing_rows(std::size_t block) {
        if (kernel_ == nullptr) return {};
        return {row(block, 0), layout_.n_changing_rows() * block_size};
    }

    /// Let what holds at step `now` hold for a block: its parameters, and the gains of its ports.
    void enter(std::size_t block, Step now);

    /// The next step after `now` at which `enter` is due.
    Step next_change(Step now) const { return conditions_.next_change(now); }

    /// Factor on all that arrives at a configured port, as of the last `enter`.
    double gain(std::size_t port) const { return gains_[port]; }

    /// Advance one block over steps [from, to) of the interval. Cells that only send spikes do not
    /// advance.
    /// @param current [step of the interval][block_size] external current [pA], or null
    /// @param fired [step of the interval][block_size], all 0: set to non-zero where a cell fires
    /// @param slot  that holds its input
    model::BlockOutcome advance(std::size_t block,
                                int from,
                                int to,
                                const Real* current,
                                std::uint8_t* fired,
                                std::size_t slot = 0);

    std::uint64_t bytes() const { return (rows_.size() + input_.size()) * sizeof(Real); }

private:
    void draw_row(Purpose purpose,
                  const config::FieldValue& field,
                  std::size_t row,
                  std::size_t block);
    void draw_state(std::size_t block);
    void draw_parameters(std::size_t block);
    void fill_factors(std::size_t block);
    void take_stretch(std::size_t stretch);

    const config::Specification& specification_;
    Conditions conditions_;
    config::Population population_;        // as in the stretch of time that was entered last
    std::size_t stretch_ = 0;              // this one
    std::vector<std::size_t> stretch_of_;  // [block] that its parameters belong to
    std::vector<double> gains_;            // [port]

    std::vector<std::uint32_t> blocks_;
    NeuronIndex size_;  // of the whole population
    RowLayout layout_;
    int interval_steps_;
    model::PopulationConstants<Real> constants_;
    model::BlockKernel<Real> kernel_ = nullptr;  // null for cells that only send spikes
    std::vector<Real> rows_;                     // [block][row][block_size]
    std::vector<Real> input_;                    // [slot][port][step][block_size]
};

}  // namespace bgsim::engine
