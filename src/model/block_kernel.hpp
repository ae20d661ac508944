/// The border between the engine and the vectorised code: advance one block of neurons.
///
/// A block is `block_size` neurons stored row by row: rows[r][lane]. Rows are, in this order: the
/// model's state variables, the steps left of the refractory time, the ports (one row, or two for
/// ports that rise), one per parameter that differs between cells, and factors of ports if they do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "bgsim/ids.hpp"

namespace bgsim::model {

/// How the sums over ports use one row of a port; factors for the start, the middle and the end of
/// a step (solvers that look once use the first).
template <typename Real>
struct PortFactors {
    Real decay;    ///< over a whole step
    Real to_G[3];  ///< port value -> conductance sum (0 for a current port)
    Real to_J[3];  ///< port value -> current sum
};

/// A port that rises: its value g is fed by a second row q, to which arriving weights are added.
/// Over a step g becomes g.decay g + feed q, and q becomes q.decay q.
template <typename Real>
struct RisingPortFactors {
    PortFactors<Real> g;
    PortFactors<Real> q;
    Real feed;
};

/// Ports of the same treatment; inputs and rows are in this order.
template <typename Real>
struct PortGroup {
    std::vector<PortFactors<Real>> exponential;   ///< one row each
    std::vector<RisingPortFactors<Real>> rising;  ///< two rows each

    std::size_t size() const { return exponential.size() + rising.size(); }
    std::size_t n_rows() const { return exponential.size() + 2 * rising.size(); }
};

/// A port whose conductance g is limited when spikes arrive: what arrives in a step raises it to
/// min(g + arrived, bound), where the bound is an input too, infinite if there is none.
struct LimitedPort {
    std::size_t row;    ///< of g, among all rows
    std::size_t input;  ///< place of what arrives among the inputs
    std::size_t bound;  ///< place of the bound
};

/// All that is the same for the blocks of a population. Inputs come in the order of the ports:
/// plain, blocked, delta; then the bounds of limited ports.
template <typename Real>
struct PopulationConstants {
    Real dt = 0;               ///< [ms]
    PortGroup<Real> plain;     ///< without NMDA block
    PortGroup<Real> blocked;   ///< with it
    std::vector<Real> deltas;  ///< factor on what arrives at each delta port; they have no rows
    std::vector<LimitedPort> limited;
    int factor_row = -1;       ///< first row of the ports' factors, if they differ between cells
    Real block_V_act = 0;      ///< [mV]
    Real block_per_S_act = 0;  ///< [1/mV]
    std::vector<Real> parameters;     ///< value of each parameter, if the same for all cells
    std::vector<int> parameter_rows;  ///< its row if it differs between cells, else -1
};

/// One block over `n_steps` steps. Strides are counted in elements of Real.
template <typename Real>
struct BlockTask {
    Real* rows;                  ///< [n_rows][block_size]
    std::size_t n_fetched_rows;  ///< of the piece that comes next; 0 if all is in a cache
    Real* input;  ///< [port][step][lane]: what arrives; set to 0 when used, bounds to infinity
    std::size_t input_port_stride;
    std::size_t input_step_stride;
    const Real* current;  ///< [step][block_size] external current [pA], or null
    std::uint8_t* fired;  ///< [step][block_size], all 0: set to something else where a cell fires
    int n_steps;
};

/// What came of a block.
struct BlockOutcome {
    bool is_finite = true;   ///< all membrane potentials are, afterwards
    bool has_fired = false;  ///< some cell has

    /// Of the same block, some steps later.
    void add(const BlockOutcome& later) {
        if (!later.is_finite) is_finite = false;
        if (later.has_fired) has_fired = true;
    }
};

/// Advance a block.
template <typename Real>
using BlockKernel = BlockOutcome (*)(const PopulationConstants<Real>&, const BlockTask<Real>&);

/// What decides on a kernel, besides precision and instruction set.
struct KernelChoice {
    std::string_view model;
    config::Solver solver = config::Solver::rk4;
    bool has_conductance = true;  ///< some port is a conductance
    bool has_nmda_block = false;  ///< some port has an NMDA block
};

/// The kernel compiled for instruction set `isa` ("v2", "v3", "v4", see isa_levels).
template <typename Real>
BlockKernel<Real> find_kernel(const KernelChoice& choice, std::string_view isa);

/// Instruction sets that this program was built for and this machine has, best first.
std::vector<std::string> isa_levels();

/// `wanted` ("auto" or a level) as a level. @throws InputError if it cannot be used here.
std::string choose_isa(std::string_view wanted);

}  // namespace bgsim::model
