/// Mean rates of populations, looked at every 100 ms of model time, and the limit on them.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "comm/communicator.hpp"
#include "simulation/recorder.hpp"

namespace bgsim::simulation {

class RateWatch {
public:
    explicit RateWatch(const config::Specification& specification);

    /// Another process had the last look.
    void continue_from(Step seen_at) { seen_at_ = seen_at; }

    /// After each interval; collective, and all ranks look at the same steps.
    /// @return why the run must end: a rate above `limits.max_rate`
    std::optional<std::string> look(Step now,
                                    Recorder& recorder,
                                    const comm::Communicator& communicator);

    Step seen_at() const { return seen_at_; }

    /// Rates of the last look [Hz], once; empty until the next.
    std::vector<std::pair<std::string, double>> take_rates();

private:
    const config::Specification& specification_;
    Step window_;
    Step seen_at_ = 0;
    std::vector<std::pair<std::string, double>> rates_;
};

}  // namespace bgsim::simulation
