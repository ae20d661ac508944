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
#include "engine/receivers.hpp"

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

    /// Add the events that arrive at one block, whose input takes `slot`; returns their number.
    template <typename Real>
    std::uint64_t add(PopulationStore<Real>& cells,
                      std::size_t block,
                      const Interval& interval,
                      std::size_t slot = 0) const;

    std::uint64_t bytes() const;  ///< of the drawn weights

private:
    struct PortWeight {
        std::uint32_t place = 0;  // of the port, among the inputs of a block
        std::uint32_t bound = 0;  // place of the bound of its conductance, if it has one
        double weight = 0.0;
        double dopamine = 0.0;      // beta, if dopamine has a course
        std::vector<double> drawn;  // [block * block_size], empty if all cells have `weight`

        double weight_of(std::size_t cell) const { return drawn.empty() ? weight : drawn[cell]; }
    };

    template <typename Real>
    std::uint64_t add_step(const PopulationStore<Real>& cells,
                           std::size_t block,
                           int step,
                           Step emitted,
                           Real* input) const;

    const config::Specification* specification_;
    const config::Input* input_;
    Receivers receivers_;
    StreamKey key_;
    StreamKey jitter_;
    double dt_;
    std::vector<PortWeight> ports_;
    std::vector<PoissonTable> tables_;  // [step of the interval]
};

/// The sum of all current inputs of one population but noise.
class CurrentDrive {
public:
    explicit CurrentDrive(const config::Specification& specification)
        : specification_(&specification) {}
    /// @param blocks  of the target, ascending, that will be asked for
    void add(const config::Input& input, std::span<const std::uint32_t> blocks);
    bool empty() const { return to_all_.empty() && to_some_.empty(); }
    bool differs_between_cells() const { return !to_some_.empty(); }

    /// Current into every cell during `step` [pA]; summed in the order of the inputs' names.
    double during(Step step) const;

    /// Current into the cells of a block: `during` and, in the same order, what only some receive.
    /// @param block   its position among the blocks
    /// @param values  [block_size]
    template <typename Real>
    void fill(Step step, std::size_t block, Real* values) const;

private:
    struct Current {
        const config::Input* input;
        StreamKey jitter;
        Receivers receivers;
    };

    double value(const Current& current, Step step) const;

    const config::Specification* specification_;
    std::vector<Current> to_all_;
    std::vector<Current> to_some_;
};

}  // namespace bgsim::engine
