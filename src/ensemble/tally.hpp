/// How many members are done, and when all will be.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/phase.hpp"
#include "ensemble/ensemble.hpp"

namespace bgsim::ensemble {

/// Local. Looks at the files, since other groups and jobs work on the same members.
class Tally {
public:
    explicit Tally(const Ensemble& ensemble);

    bool is_done(std::size_t member);  ///< looks at its files unless that is known
    /// "13/100 done, ETA 0:03:20"; the latter once it can be told.
    std::string text();

private:
    const Ensemble& ensemble_;
    std::vector<bool> known_;  ///< [member] to be done
    std::size_t n_at_start_ = 0;
    core::Clock::time_point start_ = core::Clock::now();
};

}  // namespace bgsim::ensemble
