/// The kernels that were compiled for one instruction set.
#pragma once

#include <string_view>

#include "bgsim/config/specification.hpp"
#include "model/block_kernel.hpp"

namespace bgsim::model {

/// Look-up by model, solver and whether ports have an NMDA block; null for an unknown model.
struct KernelTable {
    BlockKernel<double> (*double_)(std::string_view, config::Solver, bool);
    BlockKernel<float> (*single)(std::string_view, config::Solver, bool);
};

// One of these for each level in BGSIM_ISA_LEVELS.
inline namespace v2 {
KernelTable kernel_table();
}
inline namespace v3 {
KernelTable kernel_table();
}
inline namespace v4 {
KernelTable kernel_table();
}

}  // namespace bgsim::model
