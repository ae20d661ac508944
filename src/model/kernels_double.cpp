/// The kernels of all models in double precision; compiled once per instruction set, see
/// CMakeLists.txt.
#include "model/choose_kernel.hpp"
#include "model/kernel_table.hpp"

namespace bgsim::model {
inline namespace BGSIM_ISA {

BlockKernel<double> double_kernel(const KernelChoice& choice) {
    return search<double>(NeuronModels{}, choice);
}

}  // namespace BGSIM_ISA
}  // namespace bgsim::model
