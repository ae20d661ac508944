/// The checked configuration: what will be simulated, with every quantity in the program's units.
///
/// Units everywhere: ms, mV, pA, nS, pF, Hz (nS * mV = pA, pA / pF = mV / ms). Times on the grid
/// are counted in steps. Everything here is plain data: rank 0 fills it (bgsim/config/load.hpp),
/// Boost.Serialization carries it to the other ranks.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "bgsim/config/waveform.hpp"
#include "bgsim/ids.hpp"

namespace bgsim::config {

/// Where something stands in a file; line and column count from 1, 0 if unknown.
struct SourceLocation {
    std::string file;
    int line = 0;
    int column = 0;
};

/// A value, or how to draw one per cell or per synapse.
struct Distribution {
    enum class Kind : std::uint8_t { constant, uniform, normal, lognormal };
    /// What happens to a draw outside [low, high].
    enum class Bounds : std::uint8_t { none, redraw, clip };

    Kind kind = Kind::constant;
    double first = 0.0;   ///< constant: the value; uniform: lower end; normal, lognormal: mean
    double second = 0.0;  ///< uniform: upper end; normal, lognormal: standard deviation
    Bounds bounds = Bounds::none;
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();

    bool is_constant() const { return kind == Kind::constant; }
    friend bool operator==(const Distribution&, const Distribution&) = default;
};

/// Voltage dependence of an NMDA conductance: g_eff = g / (1 + exp((V_act - V_m) / S_act)).
/// The Jahr-Stevens form 1 / (1 + [Mg] / 3.57 exp(-0.062 V)) is converted to it by the loader.
struct NmdaBlock {
    double V_act = 0.0;  ///< [mV]
    double S_act = 0.0;  ///< [mV]
    friend bool operator==(const NmdaBlock&, const NmdaBlock&) = default;
};

/// A receptor of a population: all synapses that share its kinetics add to it.
struct Port {
    /// `delta` adds what arrives to V_m [mV] at once.
    enum class Type : std::uint8_t { conductance, current, delta };
    /// After one spike of weight w at time 0, t in ms; alpha and difference reach w at their peak:
    ///   exponential  w exp(-t / tau)
    ///   alpha        w (t / tau) exp(1 - t / tau)
    ///   difference   w n (exp(-t / tau) - exp(-t / tau_rise))
    enum class Shape : std::uint8_t { exponential, alpha, difference };

    std::string name;
    Type type = Type::conductance;
    Shape shape = Shape::exponential;  ///< not of delta ports
    double tau = 0.0;                  ///< [ms] decay; of alpha: time to the peak
    double tau_rise = 0.0;             ///< [ms] difference only, less than tau
    double E_rev = 0.0;                ///< [mV] conductance ports only
    std::optional<NmdaBlock> nmda_block;
    double gain = 1.0;      ///< factor on all that arrives here (dopamine)
    double dopamine = 0.0;  ///< beta; where dopamine has a course, `gain` is that without dopamine
    friend bool operator==(const Port&, const Port&) = default;
};

/// What weights into `port` are counted in.
inline const char* unit_of_weight(const Port& port) {
    if (port.type == Port::Type::conductance) return "nS";
    return port.type == Port::Type::current ? "pA" : "mV";
}

/// One model parameter or initial value of a population, in the unit of the model's field table.
struct FieldValue {
    std::string name;
    Distribution value;     ///< one draw per cell unless constant
    double dopamine = 0.0;  ///< beta; where dopamine has a course, `value` is that without dopamine
};

/// `published` is the scheme that a model was published with (izhikevich).
enum class Solver : std::uint8_t { euler, rk4, exact, published };
enum class Precision : std::uint8_t { double_, single };

/// Where the cells of a population are: at the centres of the fields of a grid over the unit
/// interval (a line, one row) or the unit square. Cell i is in column i % columns, row i / columns.
struct Grid {
    bool is_sheet = false;
    NeuronIndex columns = 0;
    NeuronIndex rows = 1;
    friend bool operator==(const Grid&, const Grid&) = default;
};

/// Recorded spikes that a population repeats.
struct SpikeFile {
    std::string file;
    std::vector<std::uint64_t> spikes;  ///< `packed_spike` of each; ascending, each once
};

/// A cell that fires at the end of a step, so that numbers are in the order of time.
constexpr std::uint64_t packed_spike(Step step, NeuronIndex neuron) {
    return static_cast<std::uint64_t>(step) << 32U | neuron;
}

struct Population {
    std::string name{};
    NeuronIndex size = 0;
    /// Names of its channels; empty if it is not divided. Channel c of n holds the cells from
    /// c size / n (`first_of_channel`) up to the first of the next.
    std::vector<std::string> channels{};
    std::optional<Grid> grid{};  ///< none: its cells have no place
    std::string cell{};          ///< name of the file in params/, empty if there is none
    std::string model{};  ///< as in `ModelDescription::name`; empty: cells that only send spikes
    std::vector<Step> spike_times{};  ///< without a model: when every cell fires; ascending, from 1
    std::optional<Waveform>
        spike_rate{};  ///< or [Hz]: each cell fires at random, at most once a step
    std::optional<SpikeFile> spike_file{};  ///< or: each at times of its own
    Solver solver = Solver::rk4;
    std::vector<FieldValue> parameters{};  ///< all of the model's, in the order of its table
    std::vector<FieldValue> initial{};  ///< all state variables, in the order of the model's table
    std::vector<Port> ports{};
    SourceLocation location{};
};

/// How the probability of a synapse falls with the distance of the cells; 1 at distance 0.
struct DistanceKernel {
    /// exp(-d^2 / (2 extent^2)), exp(-d / extent)
    enum class Shape : std::uint8_t { gaussian, exponential };
    Shape shape = Shape::gaussian;
    double extent = 0.0;  ///< standard deviation, or length constant, in units of the grid's side
    bool is_periodic = false;  ///< opposite ends of the grid are neighbours
    friend bool operator==(const DistanceKernel&, const DistanceKernel&) = default;
};

/// Which pairs of cells are joined.
struct ConnectionRule {
    enum class Kind : std::uint8_t {
        pairwise_bernoulli,
        fixed_indegree,
        fixed_outdegree,
        fixed_total,
        one_to_one,
        all_to_all
    };
    /// Largest in-degree with multapses that can be procedural (network/slots.hpp).
    static constexpr std::uint64_t most_slots_per_target = 1U << 23U;

    Kind kind = Kind::fixed_indegree;
    double probability = 0.0;  ///< pairwise_bernoulli
    std::uint64_t number = 0;  ///< in-degree, out-degree or total (dopamine already applied)
    std::uint64_t extra = 0;   ///< fixed_indegree: so many more, for a mean that is not whole
    bool multapses = false;    ///< a pair may be joined more than once
    bool autapses = true;      ///< a cell may be joined with itself (source = target population)
    /// [target channels x source channels] how strongly they are joined: factors on the
    /// probability, or shares of the number. Empty: channels play no role.
    std::vector<double> channel_weights{};
    std::optional<DistanceKernel> kernel{};  ///< none: places play no role
};

/// Tsodyks-Markram short-term plasticity; the state belongs to the source cell.
struct ShortTermPlasticity {
    double U = 0.0;
    double tau_rec = 0.0;  ///< [ms]
    double tau_fac = 0.0;  ///< [ms] 0: no facilitation
    double tau_psc = 0.0;  ///< [ms]
};

/// Where synapses come from when a spike arrives: from memory, or generated anew. The network and
/// its spikes are the same.
enum class Connectivity : std::uint8_t { automatic, stored, procedural };

struct Projection {
    /// A further port that the same synapses act on.
    struct Twin {
        std::uint32_t port = 0;  ///< index into the target's ports
        double share = 1.0;      ///< its weight per weight
    };

    std::string name{};  ///< "MSN_D2 -> GPe_TI", or with a label "STN -> SNr (NMDA)"
    PopulationId source = 0;
    PopulationId target = 0;
    std::uint32_t port = 0;  ///< index into the target's ports
    ConnectionRule rule{};
    std::vector<Twin> twins{};  ///< AMPA and NMDA of the same synapses, for example
    Distribution weight{};      ///< [nS], [pA] or [mV], as the port's type
    double dopamine = 0.0;      ///< beta; where dopamine has a course, `weight` is without dopamine
    Distribution delay{};       ///< [ms]; a drawn delay is rounded to the grid, at least one step
    Step min_delay = 1;         ///< smallest and largest delay that can occur, in steps
    Step max_delay = 1;
    std::optional<ShortTermPlasticity> plasticity{};
    /// [nS] After a spike of this projection has arrived, the conductance of the port (without its
    /// gain) is at most this: g = min(g + w, ceiling). Exponential ports, no twins.
    std::optional<double> ceiling{};
    Connectivity connectivity = Connectivity::automatic;  ///< as configured
    bool is_procedural = false;                           ///< as decided before the run
    SourceLocation location{};
};

/// Drive from outside.
struct Input {
    enum class Kind : std::uint8_t { poisson, current };
    struct PortWeight {
        std::uint32_t port = 0;  ///< index into the target's ports
        Distribution weight;     ///< [nS], [pA] or [mV]; one draw per cell unless constant
        double dopamine = 0.0;   ///< beta, as in `Projection`
    };

    std::string name;  ///< "CTX -> MSN_D1"
    Kind kind = Kind::poisson;
    PopulationId target = 0;
    Waveform waveform;  ///< rate of each cell's own train [Hz], or current [pA]
    /// Cells that receive it: inclusive ranges, ascending, disjoint; none given: all.
    std::optional<std::vector<std::pair<NeuronIndex, NeuronIndex>>> neurons;
    double recruits = 1.0;          ///< share of these that really do, drawn at random
    std::vector<PortWeight> ports;  ///< poisson: one train feeds all of these
    Step delay = 0;                 ///< poisson
    SourceLocation location;
};

/// Of `size` cells of the target, those among which receivers are drawn.
inline NeuronIndex n_named(const Input& input, NeuronIndex size) {
    if (!input.neurons) return size;
    NeuronIndex n = 0;
    for (const auto& [first, last] : *input.neurons) n += last - first + 1;
    return n;
}

/// How many of these receive the input.
inline NeuronIndex n_receivers(const Input& input, NeuronIndex size) {
    return static_cast<NeuronIndex>(std::llround(input.recruits * n_named(input, size)));
}
/// Receptors whose effect is scaled for a while: an antagonist, or an agonist.
struct Blocker {
    std::string name;
    PopulationId population = 0;
    std::vector<std::uint32_t> ports;  ///< indices into the population's ports
    double scale = 0.0;                ///< what is left: 0 blocks, 1 changes nothing
    Step from = 0;                     ///< acts during the steps [from, to)
    Step to = 0;
    SourceLocation location;
};

/// Recorded state variables of one population.
struct StateRecording {
    PopulationId population = 0;
    std::vector<std::string> variables;  ///< state variables, or "g_<port>" [nS] / "I_<port>" [pA]
    std::vector<std::pair<NeuronIndex, NeuronIndex>>
        neurons;  ///< inclusive ranges, ascending, disjoint
    Step every = 1;
};

/// Of whole populations, the sum of the absolute synaptic currents of their cells.
struct LfpRecording {
    std::vector<PopulationId> populations;  ///< ascending
    Step every = 1;
};

struct Recording {
    std::vector<bool> spikes;  ///< per population
    std::vector<StateRecording> states;
    std::optional<Step> rate_bin;  ///< width of the bins of /rates, if recorded
    std::optional<LfpRecording> lfp;
};

struct Limits {
    double max_rate_hz = 1000.0;  ///< mean rate of a population over 100 ms that counts as runaway
    bool stop_on_nan = true;
    std::uint64_t disk_free_bytes = 0;  ///< stop cleanly when less than this is free
    /// Of a rank, which synapses are stored in as far as they fit; not given: most of what is free.
    std::optional<std::uint64_t> memory_bytes;
};

/// Published numbers to compare the result with.
struct Target {
    /// A range; low = high for a single number.
    using Range = std::array<double, 2>;

    std::string name;                       ///< population, or group such as "GPe_all"
    std::vector<PopulationId> populations;  ///< whose cells are taken together
    std::optional<Range> rate_hz;
    std::optional<Range> cv;
    std::optional<Range> peak_hz;       ///< of the spectrum of the group's rate
    Range peak_band_hz = {1.0, 100.0};  ///< where that peak is looked for
    double rate_tolerance_hz = 0.0;     ///< what a value may be away from the range
    double cv_tolerance = 0.0;          ///< the same
    double peak_tolerance_hz = 0.0;     ///< the same
    std::string source;
};

enum class PartitionRule : std::uint8_t { by_population, round_robin };

struct Specification {
    std::string experiment;
    std::string description;
    std::uint64_t seed = 0;
    std::uint64_t input_seed = 0;  ///< of Poisson trains and noise; the same as `seed` unless given
    double dt = 0.1;               ///< [ms]
    Step duration = 0;
    Step discard = 0;  ///< left out of mean rates and statistics
    Precision precision = Precision::double_;
    PartitionRule partition = PartitionRule::by_population;
    std::vector<Population> populations;
    std::vector<Projection> projections;
    std::vector<Input> inputs;
    std::vector<Blocker> blockers;
    Recording recording;
    Limits limits;
    std::vector<Target> targets;
    double dopamine_level = 0.0;
    double dopamine_baseline = 0.0;
    std::optional<double> dopamine_depletion;  ///< given in place of the level
    /// Where the level changes with time: phi from this step on; ascending, the first is 0.
    std::vector<std::pair<Step, double>> dopamine_course;
    std::string resolved_yaml;  ///< the merged configuration with overrides and cells, as text:
                                ///< loads without any other file
    std::vector<std::string> notes;  ///< what the user should know (for example what --scale did)

    /// The deviation of dopamine from its baseline, to which all dependence on it refers.
    double phi() const {
        return dopamine_depletion ? dopamine_baseline - *dopamine_depletion
                                  : dopamine_level - dopamine_baseline;
    }

    /// Steps between two exchanges of spikes: the shortest delay of all projections, and no more
    /// than keeps inputs small and the run responsive.
    Step interval_steps() const {
        Step shortest = 16;
        for (const Projection& p : projections) shortest = std::min(shortest, p.min_delay);
        return std::max<Step>(1, shortest);
    }
};

}  // namespace bgsim::config
