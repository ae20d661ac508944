#include "simulation/run.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>

#include "bgsim/error.hpp"
#include "checkpoint/checkpoint.hpp"
#include "core/build_info.hpp"
#include "core/host.hpp"
#include "engine/engine.hpp"
#include "io/result_writer.hpp"
#include "model/block_kernel.hpp"
#include "simulation/checkpoints.hpp"
#include "simulation/connectivity.hpp"
#include "simulation/provenance.hpp"
#include "simulation/rate_watch.hpp"
#include "simulation/recorder.hpp"
#include "simulation/result_layout.hpp"
#include "simulation/signals.hpp"
#include "simulation/summarise.hpp"

namespace bgsim::simulation {
namespace {

using checkpoint::Metadata;
using core::Phase;

/// What a rank tells all others with each exchange.
enum Flag : std::uint32_t {
    stop_requested = 1,
    fault_found = 2,
    flush_due = 4,
    disk_short = 8,
    save_due = 16,
    time_is_up = 32,
    status_wanted = 64
};

constexpr double first_flush_s = 1.0;

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

/// What the run goes on from; nothing if it begins at zero.
std::optional<Metadata> origin_of(const RunOptions& options) {
    if (!options.output || options.start.checkpoint.empty()) return std::nullopt;
    return checkpoint::read_metadata(options.start.checkpoint);
}

/// The instruction set of the run: a resumed one keeps that of its start unless told otherwise.
std::string isa_of(const RunOptions& options, const std::optional<Metadata>& origin) {
    if (options.isa != "auto" || !origin || options.start.kind != Start::Kind::resumed) {
        return model::choose_isa(options.isa);
    }
    try {
        return model::choose_isa(origin->isa);
    } catch (const InputError&) {
        throw InputError(
            fmt::format("{}: was computed with the instructions of --isa {}, which this processor "
                        "lacks; use the same kind of machine, or give --isa {} to continue with "
                        "spikes that may differ in the last digits",
                        options.start.checkpoint.string(), origin->isa, model::choose_isa("auto")),
            ExitCode::usage);
    }
}

/// One run on this rank, from the built network to the summary.
class Run {
public:
    Run(const config::Specification& spec,
        const comm::Communicator& communicator,
        const RunOptions& options,
        const RunObserver& observer)
        : spec_(with_connectivity_here(spec, communicator, options.threads)),
          communicator_(communicator),
          options_(options),
          observer_(observer),
          disk_(disk_limit(spec, options)),
          flush_period_s_(std::min(first_flush_s, options.flush_every_s)),
          origin_(origin_of(options)),
          isa_(isa_of(options, origin_)),
          engine_(spec_, communicator, options.threads, isa_),
          rates_(spec_),
          checkpoints_(run_files(options.output.value_or("")),
                       options.output ? options.checkpoint_every_s : std::nullopt) {
        if (origin_) take_up_state();
        first_step_ = engine_.now();
        if (options.output) open_output();
        recorder_ = std::make_unique<Recorder>(spec_, writer_.get());
        if (is_resumed() && communicator_.is_root()) recorder_->continue_from(before_);
        build_s_ = core::seconds_since(start_);
    }

    RunSummary finish() {
        loop_start_ = core::Clock::now();
        last_flush_ = loop_start_;
        try {
            while (!engine_.is_done() && exit_code_ == ExitCode::done) step();
            if (exit_code_ == ExitCode::done) check_last_interval();
            if (exit_code_ == ExitCode::done) save();
            write([&] { writer_->close(engine_.now()); });
        } catch (const SystemError& error) {
            // Agreed on by all ranks; what was written before is whole.
            stop(error.code(), error.what() + what_continues());
        }
        loop_s_ = core::seconds_since(loop_start_);
        return summary();
    }

private:
    bool is_resumed() const { return origin_ && options_.start.kind == Start::Kind::resumed; }

    void take_up_state() {
        const auto notes =
            checkpoint::restore(options_.start.checkpoint, *origin_, spec_, engine_.state());
        if (communicator_.is_root()) {
            for (const auto& note : notes) observer_.note(note);
            if (is_resumed() && isa_ != origin_->isa) {
                observer_.note(
                    fmt::format("continuing with the instructions of {} what began with "
                                "{}: spikes may differ in the last digits",
                                isa_, origin_->isa));
            }
        }
        if (!is_resumed()) {
            result_start_ = origin_->now;
            rates_.continue_from(origin_->now);
            return;
        }
        checkpoints_.continue_from(origin_->now);
        result_start_ = origin_->start;
        before_ = origin_->counts;
        rates_.continue_from(before_.rates_seen_at);
    }

    void open_output() {
        const Circumstances circumstances{
            .layout = {.ranks = communicator_.size(), .threads = options_.threads},
            .host = communicator_.broadcast(comm::Environment::host_name()),
            .mpi_library = comm::Environment::library_version(),
            .isa = isa_,
            .start = std::chrono::system_clock::now()};
        if (origin_) parts_ = origin_->parts;
        parts_.push_back(part_line(circumstances, to_ms(engine_.now())));
        if (is_resumed()) {
            const auto changes = changed_provenance(spec_, parts_);
            writer_ = std::make_unique<io::ResultWriter>(
                *options_.output, communicator_,
                result_layout(spec_, engine_, result_start_, changes), origin_->written);
            return;
        }
        auto texts = provenance(spec_, circumstances);
        texts.emplace_back("parts", fmt::format("{}", fmt::join(parts_, "\n")));
        if (communicator_.is_root()) Checkpoints::remove(checkpoints_.files());
        writer_ = std::make_unique<io::ResultWriter>(
            *options_.output, communicator_, result_layout(spec_, engine_, result_start_, texts),
            options_.start.replaces_result);
    }

    void step() {
        const std::uint32_t flags = engine_.advance(own_flags(), *recorder_);
        if ((flags & flush_due) != 0) flush();
        if (const auto runaway = rates_.look(engine_.now(), *recorder_, communicator_)) {
            stop(ExitCode::numerical_stop, *runaway);
        }
        if ((flags & fault_found) != 0) stop_for_fault();
        if ((flags & disk_short) != 0 && goes_on()) stop_for_disk();
        if ((flags & (stop_requested | time_is_up)) != 0 && goes_on()) stop_early(flags);
        if ((flags & (save_due | status_wanted)) != 0 && goes_on()) save();
        if (communicator_.is_root()) report((flags & status_wanted) != 0);
    }

    std::uint32_t own_flags() {
        std::uint32_t flags = 0;
        if (options_.stop_wanted() || StopSignals::caught()) flags |= stop_requested;
        if (StopSignals::take_wish()) flags |= status_wanted;
        if (has_fault()) flags |= fault_found;
        if (!communicator_.is_root()) return flags;  // the clock of rank 0 counts
        if (options_.time_limit.is_reached(checkpoints_.last_took_s())) flags |= time_is_up;
        if (checkpoints_.is_due()) flags |= save_due;
        if (writer_ && core::seconds_since(last_flush_) > flush_period_s_) {
            disk_problem_ = disk_.problem();
            flags |= disk_problem_.empty() ? flush_due : disk_short;
        }
        return flags;
    }

    bool goes_on() const { return exit_code_ == ExitCode::done; }

    void report(bool is_asked_for) {
        if (is_asked_for) {
            observer_.note(fmt::format("at {:.1f} of {:.1f} ms{}", to_ms(engine_.now()),
                                       to_ms(spec_.duration),
                                       checkpoints_.are_wanted() ? ", checkpoint written" : ""));
        }
        observer_.progress({.start_ms = to_ms(first_step_),
                            .model_ms = to_ms(engine_.now()),
                            .duration_ms = to_ms(spec_.duration),
                            .elapsed_s = core::seconds_since(loop_start_),
                            .rates_hz = rates_.take_rates()});
    }

    /// The first flush comes early, so that there is something to look at.
    void flush() {
        write([&] { writer_->flush(engine_.now()); });
        last_flush_ = core::Clock::now();
        flush_period_s_ = std::min(2.0 * flush_period_s_, options_.flush_every_s);
    }

    /// A checkpoint and the result until then; not of values that are no numbers.
    void save() {
        if (!checkpoints_.are_wanted() || checkpoints_.last_at() == engine_.now()) return;
        if (communicator_.any(has_fault())) return stop_for_fault();
        flush();
        core::Stopwatch watch;
        checkpoints_.save(metadata(), spec_, engine_, communicator_);
        watch.lap(own_times_, Phase::checkpoint);
    }

    Metadata metadata() {
        Metadata m = checkpoint::metadata_of(spec_);
        m.program = core::build_info::program;
        m.isa = isa_;
        m.start = result_start_;
        m.now = engine_.now();
        m.parts = parts_;
        m.counts = counts_so_far(before_, engine_, *recorder_, communicator_);
        m.counts.rates_seen_at = rates_.seen_at();
        m.counts.loop_s += core::seconds_since(loop_start_);
        m.written = writer_->written();
        return m;
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

    void stop_for_fault() {
        std::string text;
        if (const auto fault = engine_.fault()) {
            text = fmt::format("{}: V_m of cell {} is {} before {:.1f} ms; ",
                               spec_.populations[fault->population].name, fault->neuron, fault->V_m,
                               to_ms(fault->before));
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

    void stop_early(std::uint32_t flags) {
        std::string why = "the wall time is nearly over";
        if ((flags & stop_requested) != 0) {
            why = "another part of the program was told to stop";
            for (const auto& name : communicator_.gather_text(StopSignals::name())) {
                if (!name.empty()) why = "received " + name;
            }
        }
        save();
        if (!goes_on()) return;  // of a value that is not a number
        stop(ExitCode::stopped_early,
             fmt::format("{}, {}{}", why, stopped_here(),
                         checkpoints_.are_wanted()
                             ? ", and a checkpoint is there: the same command continues"
                             : ""));
    }

    std::string stopped_here() const {
        return fmt::format("stopped at {:.1f} of {:.1f} ms; the result is complete until then",
                           to_ms(engine_.now()), to_ms(spec_.duration));
    }

    void stop(ExitCode code, const std::string& reason) {
        exit_code_ = code;
        if (communicator_.is_root()) observer_.stopped(code, reason);
    }

    RunSummary summary() {
        const auto counts = counts_so_far(before_, engine_, *recorder_, communicator_);
        RunSummary s = summarise(spec_, counts, engine_, result_start_, communicator_);
        core::PhaseTimes times = engine_.times();
        times += own_times_;
        times[Phase::build] = build_s_;
        s.wall = statistics_of(times, communicator_);
        s.output = options_.output ? options_.output->string() : "";
        if (writer_) s.written_s = to_ms(writer_->complete_until()) * 1e-3;
        s.started_s = to_ms(first_step_) * 1e-3;
        s.build_s = build_s_;
        s.loop_s = loop_s_;
        s.all_parts_s = before_.loop_s + loop_s_;
        s.threads = options_.threads;
        s.isa = isa_;
        s.exit_code = static_cast<int>(exit_code_);
        return s;
    }

    /// What to do after a failed write.
    std::string what_continues() const {
        const std::optional<Step> saved = checkpoints_.last_at();
        if (!saved) return "; make room and run it again";
        return fmt::format(
            "; make room and run the same command again: it continues from the "
            "checkpoint at {:g} ms",
            to_ms(*saved));
    }

    double to_ms(Step step) const { return static_cast<double>(step) * spec_.dt; }

    const config::Specification spec_;
    const comm::Communicator& communicator_;
    const RunOptions& options_;
    const RunObserver& observer_;
    core::Clock::time_point start_ = core::Clock::now();
    DiskLimit disk_;
    std::string disk_problem_;  // on rank 0
    double flush_period_s_;
    StopSignals signals_;
    std::optional<Metadata> origin_;
    std::string isa_;
    engine::Engine engine_;
    RateWatch rates_;
    Checkpoints checkpoints_;
    std::unique_ptr<io::ResultWriter> writer_;
    std::unique_ptr<Recorder> recorder_;
    checkpoint::RunCounts before_;  // of earlier parts of this run
    std::vector<std::string> parts_;
    Step result_start_ = 0;
    Step first_step_ = 0;
    core::PhaseTimes own_times_;
    core::Clock::time_point loop_start_;
    core::Clock::time_point last_flush_;
    double build_s_ = 0.0;
    double loop_s_ = 0.0;
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
