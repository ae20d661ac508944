/// From the names of a model and a solver to the function that was compiled for them.
#pragma once

#include <string_view>
#include <type_traits>

#include "model/advance_block.hpp"
#include "model/block_kernel.hpp"
#include "model/neuron_models.hpp"
#include "model/special_solvers.hpp"

namespace bgsim::model {
inline namespace BGSIM_ISA {

/// The solver that a population asks for, as a type; void where the model does not offer it.
template <typename Model, config::Solver solver, bool has_conductance>
struct SolverFor {
    using type = void;
};
template <typename Model, bool has_conductance>
struct SolverFor<Model, config::Solver::rk4, has_conductance> {
    using type = std::conditional_t<has_substeps<Model>, InSubsteps<false>, RungeKutta4>;
};
template <typename Model, bool has_conductance>
struct SolverFor<Model, config::Solver::euler, has_conductance> {
    using type = std::conditional_t<has_substeps<Model>, InSubsteps<true>, Euler>;
};
template <typename Model, bool has_conductance>
struct SolverFor<Model, config::Solver::exact, has_conductance> {
    using type = std::conditional_t<offers<Model>("exact"), Exact<has_conductance>, void>;
};
template <typename Model, bool has_conductance>
struct SolverFor<Model, config::Solver::published, has_conductance> {
    using type = std::conditional_t<offers<Model>("published"), Published2003, void>;
};

/// The registers that a kernel works on side by side.
template <typename Scalar, typename Solver>
using PackFor =
    Pack<Scalar, std::is_same_v<Solver, RungeKutta4> ? registers_of_long_steps : registers>;

template <template <typename> typename Models,
          config::Solver solver,
          bool has_conductance,
          typename Scalar>
BlockKernel<Scalar> kernel_of(bool has_block) {
    using Solver = typename SolverFor<Models<Scalar>, solver, has_conductance>::type;
    if constexpr (std::is_void_v<Solver>) {
        return nullptr;
    } else {
        using Real = PackFor<Scalar, Solver>;
        using Model = Models<Real>;
        static_assert(NeuronModel<Model, Real>);
        if constexpr (has_conductance) {
            return has_block ? &advance_block<Model, Solver, true, Real>
                             : &advance_block<Model, Solver, false, Real>;
        } else {
            return &advance_block<Model, Solver, false, Real>;
        }
    }
}

template <template <typename> typename Models, typename Scalar>
BlockKernel<Scalar> kernel_of(const KernelChoice& choice) {
    using config::Solver;
    const bool has_block = choice.has_nmda_block;
    switch (choice.solver) {
        case Solver::euler:
            return kernel_of<Models, Solver::euler, true, Scalar>(has_block);
        case Solver::rk4:
            return kernel_of<Models, Solver::rk4, true, Scalar>(has_block);
        case Solver::published:
            return kernel_of<Models, Solver::published, true, Scalar>(has_block);
        case Solver::exact:
            return choice.has_conductance
                       ? kernel_of<Models, Solver::exact, true, Scalar>(has_block)
                       : kernel_of<Models, Solver::exact, false, Scalar>(false);
    }
    return nullptr;
}

template <typename Scalar, template <typename> typename... Models>
BlockKernel<Scalar> search(ModelList<Models...>, const KernelChoice& choice) {
    BlockKernel<Scalar> found = nullptr;
    ((Models<double>::name == choice.model ? void(found = kernel_of<Models, Scalar>(choice))
                                           : void()),
     ...);
    return found;
}

}  // namespace BGSIM_ISA
}  // namespace bgsim::model
