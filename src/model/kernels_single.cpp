/// The kernels of all models in single precision; compiled once per instruction set, see
/// CMakeLists.txt.
#include "model/choose_kernel.hpp"
#include "model/kernel_table.hpp"

namespace bgsim::model {
inline namespace BGSIM_ISA {

BlockKernel<float> single_kernel(const KernelChoice& choice) {
    return search<float>(NeuronModels{}, choice);
}

}  // namespace BGSIM_ISA
}  // namespace bgsim::model
