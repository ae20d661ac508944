/// The kernels that were compiled for one instruction set.
#pragma once

#include "model/block_kernel.hpp"

namespace bgsim::model {

/// Look-up of a kernel; null for an unknown model, or a solver that it does not offer.
struct KernelTable {
    BlockKernel<double> (*double_)(const KernelChoice&);
    BlockKernel<float> (*single)(const KernelChoice&);
};

// One of these for each level in BGSIM_ISA_LEVELS.
inline namespace v2 {
BlockKernel<double> double_kernel(const KernelChoice& choice);
BlockKernel<float> single_kernel(const KernelChoice& choice);
}  // namespace v2
inline namespace v3 {
BlockKernel<double> double_kernel(const KernelChoice& choice);
BlockKernel<float> single_kernel(const KernelChoice& choice);
}  // namespace v3
inline namespace v4 {
BlockKernel<double> double_kernel(const KernelChoice& choice);
BlockKernel<float> single_kernel(const KernelChoice& choice);
}  // namespace v4

}  // namespace bgsim::model
