/// How many pairs of two populations a rule joins on average.
#pragma once

#include "bgsim/config/specification.hpp"

namespace bgsim::network {

/// The sum of a kernel over all pairs of cells of two grids. Exact for grids of equal sides up to
/// 1024 and for lines; else distances along a side are pooled to 1024 of them, and two lines of
/// different lengths above 1000 cells are taken as evenly filled.
double kernel_sum(const config::DistanceKernel& kernel,
                  const config::Grid& sources,
                  const config::Grid& targets);

/// The number of pairs that may be joined, each counted with the weight of its channels or with
/// the kernel at its distance.
double expected_pairs(const config::Specification& specification,
                      const config::Projection& projection);

/// Expected number of synapses of `projection` (exact for all rules but pairwise_bernoulli).
double expected_synapses(const config::Specification& specification,
                         const config::Projection& projection);

}  // namespace bgsim::network
