/// What a protocol works with on rank 0.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "protocol/laboratory.hpp"
#include "protocol/study.hpp"

namespace bgsim::protocol {

/// Called before the main simulation of a protocol; says which file it shall leave behind. The
/// simulations that refine it leave none.
using Keep = std::function<std::optional<KeptResult>(const config::Specification&)>;

struct Experiment {
    const Study& study;
    Laboratory& laboratory;
    Keep keep = [](const auto&) { return std::nullopt; };

    const Plan& plan() const { return study.plan(); }

    /// @throws Error as `Study::load` and `Laboratory::simulate`
    std::unique_ptr<io::ResultReader> run_main(const NetworkTree& tree) const;
    std::unique_ptr<io::ResultReader> run_more(const NetworkTree& tree) const;
};

}  // namespace bgsim::protocol
