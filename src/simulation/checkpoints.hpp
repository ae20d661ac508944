/// When a run saves itself, and where to.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "checkpoint/metadata.hpp"
#include "comm/communicator.hpp"
#include "core/phase.hpp"
#include "engine/engine.hpp"
#include "simulation/run_files.hpp"

namespace bgsim::simulation {

class Checkpoints {
public:
    /// @param every_s  wall time between two [s]; none: there are no checkpoints
    Checkpoints(RunFiles files, std::optional<double> every_s);

    bool are_wanted() const { return every_s_.has_value(); }
    bool is_due() const;  ///< by this rank's clock

    /// Collective; the latest is kept as the previous one. @throws SystemError (74)
    void save(const checkpoint::Metadata& metadata,
              const config::Specification& specification,
              engine::Engine& engine,
              const comm::Communicator& communicator);

    double last_took_s() const { return last_took_s_; }
    std::optional<Step> last_at() const { return last_at_; }

    /// The run goes on from its checkpoint at `step`.
    void continue_from(Step step) { last_at_ = step; }
    const RunFiles& files() const { return files_; }

    /// Local: no older checkpoint may be taken for one of the run that begins now.
    static void remove(const RunFiles& files);

private:
    RunFiles files_;
    std::optional<double> every_s_;
    core::Clock::time_point last_ = core::Clock::now();
    double last_took_s_ = 0.0;
    std::optional<Step> last_at_;
};

}  // namespace bgsim::simulation
