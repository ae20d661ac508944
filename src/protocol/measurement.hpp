/// What protocols find: plain data, one structure per protocol. Currents are in the user's unit.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "protocol/cell.hpp"
#include "protocol/firing.hpp"
#include "protocol/passive.hpp"
#include "protocol/postsynaptic.hpp"
#include "protocol/recorded.hpp"

namespace bgsim::protocol {

/// The smallest current that makes a cell fire, or on which side of those tried it lies.
struct Rheobase {
    enum class Kind : std::uint8_t { found, below, above };
    Kind kind = Kind::found;
    double current = 0.0;     ///< found; else the current at this end of those tried
    double resolution = 0.0;  ///< found: at a current lower by this the cell was silent
};

struct StepRow {
    double current = 0.0;
    Firing firing;
    double V_end_mV = 0.0;  ///< at the end of the step
};

struct StepResult {
    Cell cell;
    Passive passive;
    std::vector<StepRow> rows;  ///< one per current
    Rheobase rheobase;
};

struct SpontaneousResult {
    Cell cell;
    Passive passive;
    Potential potential;
};

struct RampSpike {
    double time_ms = 0.0;  ///< from the beginning of the ramp
    double current = 0.0;
    std::optional<double> rate_hz;  ///< 1 / interval before it
};

struct RampResult {
    Cell cell;
    Potential potential;  ///< from the beginning of the run
    std::vector<RampSpike> spikes;
    std::optional<double> V_threshold_mV{};  ///< of the first spike
};

struct Trace {
    double current = 0.0;
    std::vector<double> spikes_ms;
    std::vector<std::vector<float>> variables{};  ///< as `Cell::states`, from time 0
};

struct TraceResult {
    Cell cell;
    double every_ms = 0.1;
    std::vector<Trace> traces{};  ///< one per current
};

struct PspResult {
    Cell cell;
    std::string weight;      ///< "1 nS"
    double V_rest_mV = 0.0;  ///< when the first spike arrives
    bool has_fired = false;  ///< then nothing was measured
    std::optional<PostsynapticPotential> single;
    std::vector<double> amplitudes_mV;  ///< of each response of the train
    std::optional<double> recovery_mV;  ///< of the response after the pause
    double every_ms = 0.1;
    std::vector<double> single_mV;    ///< V_m less that without any spike, from the arrival on
    std::vector<double> train_mV;     ///< the same
    std::vector<double> arrivals_ms;  ///< of the train, from the first on
};

}  // namespace bgsim::protocol
