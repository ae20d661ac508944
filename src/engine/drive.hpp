/// External input: sparse Poisson trains and currents, as pure functions of seed, name and step.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "bgsim/random.hpp"
#include "engine/interval.hpp"
#include "engine/loop.hpp"
#include "engine/poisson_table.hpp"
#include "engine/population_store.hpp"

namespace bgsim::engine {

/// Poisson trains of one input: an own, independent train for each cell that receives it.
///
/// Per block and step the number of events of its cells together is Poisson, the cell of each is
/// uniform (splitting and thinning of Poisson processes): the cost follows the events. Events for
/// lanes beyond the end of the population, or of cells that do not receive the input, are dropped.
/// The draw for a step depends on the seed, the input's name, the block, the step and the rate
/// alone; there is no state.
class PoissonDrive {
public:
    /// @param blocks  of the target, ascending, that will be asked for; weights that differ between
    ///                cells are drawn for these: a function of seed, input, port and cell
    PoissonDrive(const config::Specification& specification,
                 const config::Input& input,
                 std::span<const std::uint32_t> blocks);

    /// Take the rates of the steps whose events arrive in `interval`.
    /// @param activity  of the populations that loops follow; may be empty if the rate is given
    void prepare(const Interval& interval, const ActivityHistories& activity = {});

    /// Add the events that arrive at one block; returns their number.
    template <typename Real>
    std::uint64_t add(PopulationStore<Real>& cells,
                      std::size_t block,
                      const Interval& interval) const;

    std::uint64_t bytes() const;  ///< of the drawn weights

private:
    struct PortWeight {
        std::uint32_t port = 0;
        double weight = 0.0;
        std::vector<double> drawn;  // [block * block_size], empty if all cells have `weight`

        double weight_of(std::size_t cell) const { return drawn.empty() ? weight : drawn[cell]; }
    };

    template <typename Real>
    std::uint64_t add_step(PopulationStore<Real>& cells,
                           std::size_t block,
                           int step,
                           Step emitted) const;

    const config::Input* input_;
    StreamKey key_;
    double dt_;
    std::vector<PortWeight> ports_;
    std::vector<PoissonTable> tables_;  // [step of the interval]
};

/// The sum of all current inputs of one population.
class CurrentDrive {
public:
    explicit CurrentDrive(double dt) : dt_(dt) {}
    void add(const config::Input& input);
    bool empty() const { return to_all_.empty() && to_some_.empty(); }
    bool differs_between_cells() const { return !to_some_.empty(); }

    /// Current into every cell during `step` [pA]; summed in the order of the inputs' names.
    double during(Step step) const;

    /// Current into the cells of a block: `during` and, in the same order, what only some receive.
    /// @param first_neuron  of the block
    /// @param values        [block_size]
    template <typename Real>
    void fill(Step step, NeuronIndex first_neuron, Real* values) const;

private:
    double dt_;
    std::vector<const config::Input*> to_all_;
    std::vector<const config::Input*> to_some_;
};

}  // namespace bgsim::engine
