/// Telling how far a run is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/readable.hpp"
#include "simulation/run.hpp"

namespace bgsim::simulation {

enum class ProgressMode {
    automatic,  ///< `tty` on a terminal, else `plain`
    tty,        ///< one line, redrawn
    plain,      ///< whole lines
    json,       ///< whole lines, each a JSON object
    none
};

/// Where progress goes and what it reads; the defaults are stderr and this process.
struct ProgressDevice {
    std::function<void(std::string_view)> write;
    std::function<core::WallTime()> now;
    std::function<std::uint64_t()> memory_bytes;
    bool is_terminal = false;
    std::size_t width = 80;  ///< columns of the terminal

    static ProgressDevice standard_error();
};

/// Writes where a run stands: on a terminal at most five times a second; otherwise every 30 s of
/// wall time and when 1, 10, 25, 50, 75 and 100 % are reached.
class Progress {
public:
    Progress(ProgressMode mode, ProgressDevice device);

    void update(const RunStatus& status);

    /// Wipe the redrawn line, so that something else can be written in its place.
    void clear();

    /// Leave the redrawn line as it is and go to the next one.
    void finish();

private:
    using Rates = std::vector<std::pair<std::string, double>>;

    bool is_due(const RunStatus& status);
    void add_up_rates(const RunStatus& status);
    Rates mean_rates() const;
    std::string line(const RunStatus& status) const;
    std::string json_line(const RunStatus& status) const;
    void redraw(const std::string& line);

    ProgressMode mode_;
    ProgressDevice device_;
    double next_s_ = 0.0;         ///< wall time of the next line
    std::size_t milestone_ = 0;   ///< the next of 1, 10, 25, ... %
    double last_model_ms_ = 0.0;  ///< of the previous call
    double summed_ms_ = 0.0;      ///< model time in `summed_rates_`
    Rates summed_rates_;          ///< [Hz ms]
    bool is_line_open_ = false;
};

}  // namespace bgsim::simulation
