#include "simulation/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

#include "bgsim/error.hpp"
#include "core/host.hpp"
#include "engine/engine.hpp"
#include "io/result_writer.hpp"
#include "model/block_kernel.hpp"
#include "simulation/provenance.hpp"
#include "simulation/recorder.hpp"
#include "simulation/signals.hpp"

namespace bgsim::simulation {
namespace {

using core::Phase;

/// What a rank tells all others with each exchange.
enum Flag : std::uint32_t { stop_requested = 1, fault_found = 2, flush_due = 4, disk_short = 8 };

constexpr double rate_window_ms = 100.0;
constexpr double first_flush_s = 1.0;

double to_ms(Step step, double dt) { return static_cast<double>(step) * dt; }

io::ResultLayout result_layout(const config::Specification& spec,
                               const engine::Engine& engine,
                               const Circumstances& circumstances) {
    io::ResultLayout layout;
    layout.dt = spec.dt;
    layout.n_steps = spec.duration;
    layout.rate_bin = spec.recording.rate_bin;
    layout.provenance = provenance(spec, circumstances);
    for (PopulationId p = 0; p != spec.populations.size(); ++p) {
        layout.populations.push_back({.name = spec.populations[p].name,
                                      .size = spec.populations[p].size,
                                      .spikes = spec.recording.spikes[p]});
    }
    for (const auto& own : engine.own_reports()) {
        const auto& state = spec.recording.states[own.report];
        io::StateReport report{.population = spec.populations[state.population].name,
                               .variables = state.variables,
                               .every = state.every};
        for (const auto& [first, last] : state.neurons) {
            for (NeuronIndex n = first; n <= last; ++n) report.nodes.push_back(n);
        }
        report.own_nodes.assign(own.neurons.begin(), own.neurons.end());
        for (const auto& v : state.variables) {
            report.units.push_back(engine::unit_of_variable(spec.populations[state.population], v));
        }
        layout.reports.push_back(std::move(report));
    }
    return layout;
}

DiskLimit disk_limit(const config::Specification& spec, const RunOptions& options) {
    return {options.output.value_or(""), options.output ? spec.limits.disk_free_bytes : 0,
            options.free_bytes};
}

/// Rank 0 looks, all ranks throw.
void refuse_without_space(const DiskLimit& disk, const comm::Communicator& communicator) {
    const auto problem = communicator.broadcast(communicator.is_root() ? disk.problem() : "");
    if (problem.empty()) return;
    throw SystemError(problem + "; make room, choose another --output or lower limits.disk_free",
                      ExitCode::cannot_create);
}

/// One run on this rank, from the built network to the summary.
class Run {
public:
    Run(const config::Specification& spec,
        const comm::Communicator& communicator,
        const RunOptions& options,
        const RunObserver& observer)
        : spec_(spec),
          communicator_(communicator),
          options_(options),
          observer_(observer),
          disk_(disk_limit(spec, options)),
          flush_period_s_(std::min(first_flush_s, options.flush_every_s)),
          isa_(model::choose_isa(options.isa)),
          engine_(spec, communicator, options.threads, isa_) {
        if (options.output) open_output();
        recorder_ = std::make_unique<Recorder>(spec, writer_.get());
        build_s_ = core::seconds_since(start_);
    }

    RunSummary finish() {
        loop_start_ = core::Clock::now();
        last_flush_ = loop_start_;
        try {
            while (!engine_.is_done() && exit_code_ == ExitCode::done) step();
            if (exit_code_ == ExitCode::done) check_last_interval();
            write([&] { writer_->close(engine_.now()); });
        } catch (const SystemError& error) {
            // Agreed on by all ranks; what was written before is whole.
            stop(error.code(), error.what());
        }
        loop_s_ = core::seconds_since(loop_start_);
        return summary();
    }

private:
    void open_output() {
        const Circumstances circumstances{
            .layout = {.ranks = communicator_.size(), .threads = options_.threads},
            .host = comm::Environment::host_name(),
            .mpi_library = comm::Environment::library_version(),
            .isa = isa_,
            .start = std::chrono::system_clock::now()};
        writer_ = std::make_unique<io::ResultWriter>(*options_.output, communicator_,
                                                     result_layout(spec_, engine_, circumstances),
                                                     options_.overwrite);
    }

    void step() {
        std::uint32_t flags = 0;
        if (StopSignals::caught()) flags |= stop_requested;
        if (has_fault()) flags |= fault_found;
        if (is_flush_due()) {
            disk_problem_ = disk_.problem();
            flags |= disk_problem_.empty() ? flush_due : disk_short;
        }
        flags = engine_.advance(flags, *recorder_);
        if ((flags & flush_due) != 0) flush();
        watch_rates();
        if ((flags & fault_found) != 0) stop_for_fault();
        if ((flags & disk_short) != 0 && exit_code_ == ExitCode::done) stop_for_disk();
        if ((flags & stop_requested) != 0 && exit_code_ == ExitCode::done) stop_for_signal();
        if (communicator_.is_root()) {
            observer_.progress({.model_ms = to_ms(engine_.now(), spec_.dt),
                                .duration_ms = to_ms(spec_.duration, spec_.dt),
                                .elapsed_s = core::seconds_since(loop_start_),
                                .rates_hz = std::exchange(recent_rates_, {})});
        }
    }

    /// On rank 0, whose clock counts.
    bool is_flush_due() const {
        return communicator_.is_root() && writer_ &&
               core::seconds_since(last_flush_) > flush_period_s_;
    }

    /// The first flush comes early, so that there is something to look at.
    void flush() {
        write([&] { writer_->flush(engine_.now()); });
        last_flush_ = core::Clock::now();
        flush_period_s_ = std::min(2.0 * flush_period_s_, options_.flush_every_s);
    }

    bool has_fault() const { return spec_.limits.stop_on_nan && engine_.fault(); }

    /// Flags travel with the exchange after the one that they are about; the last has none.
    void check_last_interval() {
        if (communicator_.any(has_fault())) stop_for_fault();
    }

    template <typename Write>
    void write(Write write) {
        if (!writer_) return;
        core::Stopwatch watch;
        write();
        watch.lap(own_times_, Phase::write);
    }

    /// Every 100 ms of model time, on all ranks at the same step: mean rates, and the limit.
    void watch_rates() {
        const Step window = std::max<Step>(1, std::llround(rate_window_ms / spec_.dt));
        if (engine_.now() / window == last_window_) return;
        last_window_ = engine_.now() / window;
        auto counts = recorder_->take_recent();
        communicator_.sum_in_place(counts);
        const double seconds = to_ms(engine_.now() - window_start_, spec_.dt) * 1e-3;
        window_start_ = engine_.now();
        recent_rates_.clear();
        for (std::size_t p = 0; p != counts.size(); ++p) {
            const auto& population = spec_.populations[p];
            const double rate = static_cast<double>(counts[p]) / population.size / seconds;
            recent_rates_.emplace_back(population.name, rate);
            if (rate <= spec_.limits.max_rate_hz || exit_code_ != ExitCode::done) continue;
            stop(ExitCode::numerical_stop,
                 fmt::format("{}: {:.4g} Hz at {:.1f} ms is above limits.max_rate ({:.4g} Hz): "
                             "runaway activity; look for too strong excitation or raise the limit",
                             population.name, rate, to_ms(engine_.now(), spec_.dt),
                             spec_.limits.max_rate_hz));
        }
    }

    void stop_for_fault() {
        std::string text;
        if (const auto fault = engine_.fault()) {
            text = fmt::format("{}: V_m of cell {} is {} before {:.1f} ms; ",
                               spec_.populations[fault->population].name, fault->neuron, fault->V_m,
                               to_ms(fault->before, spec_.dt));
        }
        for (const auto& line : communicator_.gather_text(text)) {
            if (!line.empty()) {
                stop(ExitCode::numerical_stop,
                     line + "check the parameters of this cell type, or use a smaller time.dt");
            }
        }
        exit_code_ = ExitCode::numerical_stop;
    }

    void stop_for_disk() {
        stop(ExitCode::cannot_write, fmt::format("{}; {}", disk_problem_, stopped_here()));
    }

    void stop_for_signal() {
        std::string which;
        for (const auto& name : communicator_.gather_text(StopSignals::name())) {
            if (!name.empty()) which = name;
        }
        stop(ExitCode::stopped_early, fmt::format("received {}, {}", which, stopped_here()));
    }

    std::string stopped_here() const {
        return fmt::format("stopped at {:.1f} of {:.1f} ms; the result is complete until then",
                           to_ms(engine_.now(), spec_.dt), to_ms(spec_.duration, spec_.dt));
    }

    void stop(ExitCode code, const std::string& reason) {
        exit_code_ = code;
        if (communicator_.is_root()) observer_.stopped(code, reason);
    }

    RunSummary summary() {
        const auto counts = engine_.counts();
        RunSummary s;
        s.experiment = spec_.experiment;
        s.output = options_.output ? options_.output->string() : "";
        s.seed = spec_.seed;
        s.spike_digest = communicator_.sum(recorder_->digest());
        s.spikes = communicator_.sum(recorder_->n_spikes());
        for (const auto& p : spec_.populations) s.neurons += p.size;
        s.synapses = communicator_.sum(counts.synapses);
        s.synaptic_events = communicator_.sum(counts.synaptic_events);
        s.external_events = communicator_.sum(counts.external_events);
        s.requested_s = to_ms(spec_.duration, spec_.dt) * 1e-3;
        s.simulated_s = to_ms(engine_.now(), spec_.dt) * 1e-3;
        if (writer_) s.written_s = to_ms(writer_->complete_until(), spec_.dt) * 1e-3;
        s.rates_hz = mean_rates();
        s.build_s = build_s_;
        s.loop_s = loop_s_;
        s.wall = phase_statistics();
        s.peak_memory_bytes = communicator_.sum(core::peak_memory_bytes());
        s.synapse_memory_bytes = communicator_.sum(counts.synapse_bytes);
        s.ranks = communicator_.size();
        s.threads = options_.threads;
        s.precision = spec_.precision == config::Precision::single ? "single" : "double";
        s.isa = isa_;
        s.exit_code = static_cast<int>(exit_code_);
        return s;
    }

    /// Not a number if the run ended before `discard`.
    std::vector<std::pair<std::string, double>> mean_rates() {
        auto counts = recorder_->counts();
        communicator_.sum_in_place(counts);
        const double seconds = to_ms(engine_.now() - spec_.discard, spec_.dt) * 1e-3;
        std::vector<std::pair<std::string, double>> rates;
        for (std::size_t p = 0; p != counts.size(); ++p) {
            const auto& population = spec_.populations[p];
            const auto n = static_cast<double>(counts[p]);
            rates.emplace_back(population.name, seconds > 0.0
                                                    ? n / population.size / seconds
                                                    : std::numeric_limits<double>::quiet_NaN());
        }
        return rates;
    }

    PhaseStatistics phase_statistics() {
        core::PhaseTimes times = engine_.times();
        times += own_times_;
        times[Phase::build] = build_s_;
        const std::vector<double> all = communicator_.gather(times.seconds);
        PhaseStatistics statistics;
        const auto n_phases = times.seconds.size();
        for (std::size_t phase = 0; phase != n_phases && !all.empty(); ++phase) {
            std::vector<double> of_ranks;
            for (std::size_t i = phase; i < all.size(); i += n_phases) of_ranks.push_back(all[i]);
            double sum = 0.0;
            for (const double s : of_ranks) sum += s;
            statistics.minimum.seconds[phase] = *std::ranges::min_element(of_ranks);
            statistics.maximum.seconds[phase] = *std::ranges::max_element(of_ranks);
            statistics.mean.seconds[phase] = sum / static_cast<double>(of_ranks.size());
        }
        return statistics;
    }

    const config::Specification& spec_;
    const comm::Communicator& communicator_;
    const RunOptions& options_;
    const RunObserver& observer_;
    core::Clock::time_point start_ = core::Clock::now();
    DiskLimit disk_;
    std::string disk_problem_;  // on rank 0
    double flush_period_s_;
    StopSignals signals_;
    std::string isa_;
    engine::Engine engine_;
    std::unique_ptr<io::ResultWriter> writer_;
    std::unique_ptr<Recorder> recorder_;
    core::PhaseTimes own_times_;
    core::Clock::time_point loop_start_;
    core::Clock::time_point last_flush_;
    double build_s_ = 0.0;
    double loop_s_ = 0.0;
    Step last_window_ = 0;
    Step window_start_ = 0;
    std::vector<std::pair<std::string, double>> recent_rates_;
    ExitCode exit_code_ = ExitCode::done;
};

}  // namespace

RunSummary run(const config::Specification& specification,
               const comm::Communicator& communicator,
               const RunOptions& options,
               const RunObserver& observer) {
    refuse_without_space(disk_limit(specification, options), communicator);
    return Run(specification, communicator, options, observer).finish();
}

}  // namespace bgsim::simulation
