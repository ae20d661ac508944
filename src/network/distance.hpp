/// Distances between cells on a line or a sheet, and how strongly they are joined at these.
#pragma once

#include <algorithm>
#include <cmath>

#include "bgsim/config/specification.hpp"
#include "bgsim/ids.hpp"

namespace bgsim::network {

/// In the unit square; on a line, y is the same for all.
struct Place {
    double x = 0.0;
    double y = 0.0;
};

/// The smallest rectangle around some cells.
struct Region {
    Place low;
    Place high;
};

/// The centre of field `i` of `n`.
inline double centre(NeuronIndex i, NeuronIndex n) {
    return (static_cast<double>(i) + 0.5) / static_cast<double>(n);
}

inline Place place_of(const config::Grid& grid, NeuronIndex cell) {
    return {centre(cell % grid.columns, grid.columns), centre(cell / grid.columns, grid.rows)};
}

/// Around the cells [begin, end).
inline Region region_of(const config::Grid& grid, NeuronIndex begin, NeuronIndex end) {
    const NeuronIndex first = begin / grid.columns;
    const NeuronIndex last = (end - 1) / grid.columns;
    const bool is_one_row = first == last;
    const NeuronIndex left = is_one_row ? begin % grid.columns : 0;
    const NeuronIndex right = is_one_row ? (end - 1) % grid.columns : grid.columns - 1;
    return {{centre(left, grid.columns), centre(first, grid.rows)},
            {centre(right, grid.columns), centre(last, grid.rows)}};
}

/// A kernel as a function of squared distances, as its logarithm, which is 0 or below.
class Kernel {
public:
    explicit Kernel(const config::DistanceKernel& kernel)
        : is_gaussian_(kernel.shape == config::DistanceKernel::Shape::gaussian),
          is_periodic_(kernel.is_periodic),
          scale_(is_gaussian_ ? 0.5 / (kernel.extent * kernel.extent) : 1.0 / kernel.extent) {}

    double log_at(double squared_distance) const {
        return -scale_ * (is_gaussian_ ? squared_distance : std::sqrt(squared_distance));
    }
    double log_between(Place a, Place b) const {
        return log_at(square(along(a.x, b.x)) + square(along(a.y, b.y)));
    }
    /// The highest that it can be between `a` and a cell in `region`.
    double log_at_most(Place a, const Region& region) const {
        return log_at(square(gap(a.x, region.low.x, region.high.x)) +
                      square(gap(a.y, region.low.y, region.high.y)));
    }
    /// Distance along one side.
    double along(double a, double b) const {
        const double d = std::abs(a - b);
        return is_periodic_ ? std::min(d, 1.0 - d) : d;
    }
    static double square(double x) { return x * x; }

private:
    double gap(double from, double low, double high) const {
        if (from >= low && from <= high) return 0.0;
        return std::min(along(from, low), along(from, high));
    }

    bool is_gaussian_;
    bool is_periodic_;
    double scale_;
};

}  // namespace bgsim::network
