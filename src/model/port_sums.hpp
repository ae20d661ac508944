/// The first pass over a pack of neurons: sum and advance its ports.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "model/block_kernel.hpp"
#include "model/solver.hpp"

namespace bgsim::model {
inline namespace BGSIM_ISA {

/// Where the lanes of one pack find their input in one step.
template <typename Scalar>
struct LaneTask {
    std::size_t lane;       ///< first of the pack, in the piece
    const Scalar* current;  ///< external current, or null
    Scalar* values;         ///< [port][block_size]
    const Scalar* factors;  ///< [row of a port][block_size] factors of the exact solver, or null
    Scalar* arrived;        ///< [port], `arrived_stride` apart
    std::size_t arrived_stride;
    std::uint8_t* fired;
};

/// Where the ports of a pack of lanes are read and written, one after the other.
template <typename Scalar>
struct PortPlaces {
    Scalar* row;           ///< of the next port
    Scalar* in;            ///< what arrived at it
    std::size_t stride;    ///< from the input of a port to that of the next
    const Scalar* factor;  ///< of its row for these cells, or null: the same for all
};

/// The ports of a block as plain pointers, in registers: what the lanes store could otherwise
/// change the vectors that hold them, as far as the compiler knows.
template <typename Scalar>
struct PortView {
    std::span<const PortFactors<Scalar>> exponential;
    std::span<const RisingPortFactors<Scalar>> rising;

    explicit PortView(const PortGroup<Scalar>& group)
        : exponential(group.exponential), rising(group.rising) {}
    std::size_t size() const { return exponential.size() + rising.size(); }
};

/// All ports of a population.
template <typename Scalar>
struct BlockPorts {
    PortView<Scalar> plain;
    PortView<Scalar> blocked;
    std::span<const Scalar> deltas;
    std::span<const LimitedPort> limited;

    explicit BlockPorts(const PopulationConstants<Scalar>& constants)
        : plain(constants.plain),
          blocked(constants.blocked),
          deltas(constants.deltas),
          limited(constants.limited) {}
};

/// Add the value of one row of a port at each stage to the sums of conductance `G` and current `J`.
/// @tparam by_cell  factors may differ between cells
template <bool by_cell, int n_stages, typename Real>
[[gnu::always_inline]] inline void add_row(Real (&G)[n_stages],
                                           Real (&J)[n_stages],
                                           const PortFactors<typename Real::Scalar>& f,
                                           Real value,
                                           PortPlaces<typename Real::Scalar>& at) {
    if constexpr (by_cell) {
        if (at.factor != nullptr) {
            J[0] += Real::load(at.factor) * value;
            at.factor += block_size;
            return;
        }
    }
    for (int stage = 0; stage != n_stages; ++stage) {
        G[stage] += Real(f.to_G[stage]) * value;
        J[stage] += Real(f.to_J[stage]) * value;
    }
}

/// Take what arrived at the ports of `view`, add their values to the sums and let them decay.
/// `at` is the group's first port, and then the next group's.
template <bool by_cell, int n_stages, typename Real>
[[gnu::always_inline]] inline void add_ports(Real (&G)[n_stages],
                                             Real (&J)[n_stages],
                                             const PortView<typename Real::Scalar>& view,
                                             PortPlaces<typename Real::Scalar>& at) {
    using Scalar = typename Real::Scalar;
    for (const PortFactors<Scalar>& f : view.exponential) {
        const Real g = Real::load(at.row) + Real::load(at.in);
        Real(Scalar(0)).store(at.in);
        add_row<by_cell>(G, J, f, g, at);
        (g * Real(f.decay)).store(at.row);
        at.row += block_size;
        at.in += at.stride;
    }
    for (const RisingPortFactors<Scalar>& f : view.rising) {
        const Real g = Real::load(at.row);
        const Real q = Real::load(at.row + block_size) + Real::load(at.in);
        Real(Scalar(0)).store(at.in);
        add_row<by_cell>(G, J, f.g, g, at);
        add_row<by_cell>(G, J, f.q, q, at);
        (g * Real(f.g.decay) + q * Real(f.feed)).store(at.row);
        (q * Real(f.q.decay)).store(at.row + block_size);
        at.row += 2 * block_size;
        at.in += at.stride;
    }
}

/// Sums over all ports at each stage of the step.
template <bool has_block, bool by_cell, int n_stages, typename Real>
[[gnu::always_inline]] inline void sum_ports(PortSums<Real> (&sums)[n_stages],
                                             const BlockPorts<typename Real::Scalar>& ports,
                                             const LaneTask<typename Real::Scalar>& task) {
    using Scalar = typename Real::Scalar;
    const Real zero(Scalar(0));
    const Real I_ext = task.current == nullptr ? zero : Real::load(task.current);
    Real G[n_stages];
    Real J[n_stages];
    Real G_b[n_stages];
    Real J_b[n_stages];
    for (int stage = 0; stage != n_stages; ++stage) {
        G[stage] = G_b[stage] = J_b[stage] = zero;
        J[stage] = I_ext;
    }
    PortPlaces<Scalar> at{task.values, task.arrived, task.arrived_stride, task.factors};
    add_ports<by_cell>(G, J, ports.plain, at);
    if constexpr (has_block) add_ports<by_cell>(G_b, J_b, ports.blocked, at);
    for (int stage = 0; stage != n_stages; ++stage) {
        sums[stage] = {G[stage], J[stage], G_b[stage], J_b[stage]};
    }
}

}  // namespace BGSIM_ISA
}  // namespace bgsim::model
