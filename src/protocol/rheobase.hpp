/// Narrowing down the smallest current that makes a cell fire.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "protocol/measurement.hpp"

namespace bgsim::protocol {

/// Currents between which a cell begins to fire.
struct Bracket {
    double silent = 0.0;
    double firing = 0.0;
};

/// `n` currents that cut the bracket into n equal parts; the last is its upper end.
std::vector<double> between(const Bracket& bracket, std::size_t n);

/// The smallest current that fires, and the one below it. `currents` ascend; nothing if all are
/// silent. If the smallest fires, `silent` is not a number.
std::optional<Bracket> first_firing(std::span<const double> currents,
                                    const std::vector<bool>& has_fired);

/// What is known after `currents` were tried.
Rheobase rheobase_of(std::span<const double> currents, const std::vector<bool>& has_fired);

}  // namespace bgsim::protocol
