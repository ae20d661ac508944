/// The kernels of all models for one instruction set; compiled once per level, see CMakeLists.txt.
#include <string_view>

#include "model/advance_block.hpp"
#include "model/kernel_table.hpp"
#include "model/neuron_models.hpp"

namespace bgsim::model {
inline namespace BGSIM_ISA {
namespace {

template <typename Model, typename Scalar>
BlockKernel<Scalar> kernel_of(config::Solver solver, bool has_block) {
    static_assert(NeuronModel<Model, Pack<Scalar>>);
    if (solver == config::Solver::euler) {
        return has_block ? &advance_block<Model, Euler, true, Scalar>
                         : &advance_block<Model, Euler, false, Scalar>;
    }
    return has_block ? &advance_block<Model, RungeKutta4, true, Scalar>
                     : &advance_block<Model, RungeKutta4, false, Scalar>;
}

template <typename Scalar, template <typename> typename... Models>
BlockKernel<Scalar> search(ModelList<Models...>,
                           std::string_view name,
                           config::Solver solver,
                           bool has_block) {
    BlockKernel<Scalar> found = nullptr;
    ((Models<double>::name == name
          ? void(found = kernel_of<Models<Pack<Scalar>>, Scalar>(solver, has_block))
          : void()),
     ...);
    return found;
}

}  // namespace

KernelTable kernel_table() {
    return {.double_ =
                [](std::string_view name, config::Solver solver, bool has_block) {
                    return search<double>(NeuronModels{}, name, solver, has_block);
                },
            .single =
                [](std::string_view name, config::Solver solver, bool has_block) {
                    return search<float>(NeuronModels{}, name, solver, has_block);
                }};
}

}  // namespace BGSIM_ISA
}  // namespace bgsim::model
