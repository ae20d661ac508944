#include "engine/worker.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/conditions.hpp"
#include "engine/deliver.hpp"
#include "engine/fired_cells.hpp"
#include "engine/share.hpp"

namespace bgsim::engine {
namespace {

/// Indices of `items` in the order of their names: the order in which sums are taken must not
/// depend on the order of the file.
template <typename Item>
std::vector<std::size_t> by_name(const std::vector<Item>& items) {
    std::vector<std::size_t> order(items.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) { return std::string_view(items[i].name); });
    return order;
}

template <typename Real>
class WorkerOf final : public Worker {
public:
    explicit WorkerOf(const WorkerSetup& setup)
        : specification_(setup.specification),
          n_columns_(setup.n_columns.begin(), setup.n_columns.end()),
          interval_steps_(static_cast<std::size_t>(setup.interval_steps)),
          batch_(PopulationStore<Real>::n_slots(setup.interval_steps)),
          fired_(batch_, interval_steps_) {
        std::size_t i = 0;
        while (i != setup.blocks.size()) {
            const PopulationId population = setup.blocks[i].population;
            std::vector<std::uint32_t> own;
            const auto first = static_cast<std::uint32_t>(i) + setup.first_block;
            for (; i != setup.blocks.size() && setup.blocks[i].population == population; ++i) {
                own.push_back(setup.blocks[i].index);
            }
            add_share(setup, population, std::move(own), first);
        }
    }

    void run(const Interval& interval,
             const SharedSpikes& shared,
             SampleBuffers& samples) override {
        spikes_.clear();
        if (const auto& lfp = specification_.recording.lfp) {
            n_lfp_samples_ = n_samples(interval, lfp->every);
            lfp_.assign(lfp->populations.size() * n_lfp_samples_, 0);
        }
        core::Stopwatch watch;
        for (auto& share : shares_) deliver_to(share, interval, shared);
        watch.lap(times_, core::Phase::deliver);
        for (auto& share : shares_) {
            prepare(share, interval, shared.activity);
            for (std::size_t b = 0; b < share.cells.blocks().size(); b += batch_) {
                const std::size_t end = std::min(b + batch_, share.cells.blocks().size());
                drive_blocks(share, b, end, interval);
                watch.lap(times_, core::Phase::drive);
                for (std::size_t i = b; i != end; ++i) {
                    integrate_block(share, i, i - b, interval, samples);
                }
                watch.lap(times_, core::Phase::integrate);
                for (std::size_t i = b; i != end; ++i) emit(share, i, i - b, interval);
                watch.lap(times_, core::Phase::emit);
            }
        }
    }

    std::span<const std::uint64_t> lfp() const override { return lfp_; }
    std::span<const OwnSpike> spikes() const override { return spikes_; }
    const std::optional<NumericalFault>& fault() const override { return fault_; }
    const core::PhaseTimes& times() const override { return times_; }
    WorkerCounts counts() const override {
        WorkerCounts counts = events_;
        for (const auto& share : shares_) {
            counts.state_bytes += share.cells.bytes() + share.arrivals.bytes();
            for (const auto& train : share.trains) counts.state_bytes += train.bytes();
            for (const auto& p : share.projections) {
                counts.synapses += p.n_synapses;
                counts.synapse_bytes += p.rows.bytes();
                counts.state_bytes += p.stored.bytes();
                if (p.generated) counts.state_bytes += p.generated->bytes();
            }
        }
        return counts;
    }
    std::vector<BlockState> block_states() override {
        std::vector<BlockState> states;
        for (auto& share : shares_) {
            for (std::size_t b = 0; b != share.cells.blocks().size(); ++b) {
                const std::span<Real> rows = share.cells.changing_rows(b);
                if (rows.empty()) continue;
                states.push_back({share.population, share.cells.blocks()[b], rows});
            }
        }
        return states;
    }

private:
    void add_share(const WorkerSetup& setup,
                   PopulationId population,
                   std::vector<std::uint32_t> own,
                   std::uint32_t first) {
        shares_.push_back({.population = population,
                           .first_block = first,
                           .cells = PopulationStore<Real>(specification_, population, own,
                                                          setup.interval_steps, setup.isa),
                           .arrivals = Arrivals<Real>(
                               own.size(), specification_.populations[population].ports.size(),
                               setup.interval_steps, batch_),
                           .projections = {},
                           .trains = {},
                           .currents = CurrentDrive(specification_),
                           .noises = {},
                           .source = {},
                           .columns = std::vector<std::vector<SampleColumn>>(own.size()),
                           .lfp = {}});
        Share<Real>& share = shares_.back();
        const auto& cells = specification_.populations[population];
        if (cells.model.empty()) share.source.emplace(specification_, cells, own);
        if (const auto& lfp = specification_.recording.lfp) {
            const auto place = std::ranges::find(lfp->populations, population);
            if (place != lfp->populations.end()) {
                share.lfp.emplace(cells);
                share.lfp_place = static_cast<std::size_t>(place - lfp->populations.begin());
            }
        }
        for (const std::size_t id : by_name(specification_.projections)) {
            const auto& p = specification_.projections[id];
            if (p.target != population) continue;
            add_projection(share, id);
        }
        for (const std::size_t id : by_name(specification_.inputs)) {
            const auto& input = specification_.inputs[id];
            if (input.target != population) continue;
            if (input.waveform.kind == config::Waveform::Kind::noise) {
                share.noises.emplace_back(specification_, input, own,
                                          share.cells.layout().noise_row(share.noises.size()));
            } else if (input.kind == config::Input::Kind::current) {
                share.currents.add(input, own);
            } else {
                share.trains.emplace_back(specification_, input, own);
            }
        }
        place_columns(setup.columns, own, share);
    }

    void add_projection(Share<Real>& share, std::size_t id) {
        const auto& p = specification_.projections[id];
        OwnProjection<Real> own{
            .id = id,
            .route = share.arrivals.route_to(destinations_of(p, share.cells.layout())),
            .source = p.source,
            .dopamine = specification_.dopamine_course.empty() ? 0.0 : p.dopamine,
            .n_synapses = 0,
            .rows = {},
            .generated = {}};
        const auto blocks = share.cells.blocks();
        if (p.is_procedural) {
            own.generated = std::make_unique<GeneratedRows<Real>>(specification_, p, blocks);
            own.n_synapses = network::count_edges(network::edge_request(specification_, p, blocks));
        } else {
            own.rows = network::build_rows(specification_, p, blocks);
            own.n_synapses = own.rows.targets.size();
        }
        share.projections.push_back(std::move(own));
    }

    static void place_columns(std::span<const SampleColumn> columns,
                              std::span<const std::uint32_t> own,
                              Share<Real>& share) {
        for (const SampleColumn& column : columns) {
            if (column.population != share.population) continue;
            const std::uint32_t index = column.neuron / block_size;
            const auto block = std::ranges::lower_bound(own, index);
            if (block == own.end() || *block != index) continue;
            share.columns[static_cast<std::size_t>(block - own.begin())].push_back(column);
        }
    }

    void deliver_to(Share<Real>& share, const Interval& interval, const SharedSpikes& shared) {
        for (OwnProjection<Real>& p : share.projections) {
            const SpikeHistory& spikes = shared.histories[p.source];
            const auto factors = factors_of(p, shared);
            events_.synaptic_events +=
                p.generated
                    ? p.generated->deliver(spikes, factors, p.route, interval, share.arrivals)
                    : p.stored.deliver(p.rows, spikes, factors, p.route, interval, share.arrivals);
        }
    }

    /// What each spike of the source releases: plasticity, and dopamine when it was fired.
    std::span<const double> factors_of(const OwnProjection<Real>& p, const SharedSpikes& shared) {
        const auto& release = shared.releases[p.id];
        const auto released = release ? release->factors() : std::span<const double>{};
        if (p.dopamine == 0.0) return released;
        const auto spikes = shared.histories[p.source].entries();
        factors_.assign(spikes.size(), 1.0);
        std::ranges::copy(released, factors_.begin());
        for (std::size_t i = 0; i != spikes.size(); ++i) {
            factors_[i] *= 1.0 + p.dopamine * phi_during(specification_, spikes[i].step);
        }
        return factors_;
    }

    /// Take the rates and currents of the steps of `interval`.
    void prepare(Share<Real>& share, const Interval& interval, const ActivityHistories& activity) {
        for (auto& train : share.trains) train.prepare(interval, activity);
        if (share.source) share.source->prepare(interval, activity);
        fill_currents(share, interval);
    }

    static bool differs_between_cells(const Share<Real>& share) {
        return share.currents.differs_between_cells() || !share.noises.empty();
    }

    /// If the current is the same for all cells of a population, one row per step serves all
    /// blocks.
    void fill_currents(const Share<Real>& share, const Interval& interval) {
        if (share.currents.empty() || differs_between_cells(share)) return;
        current_.resize(interval_steps_ * block_size);
        for (int s = 0; s != interval.n_steps; ++s) {
            const auto I = static_cast<Real>(share.currents.during(interval.first + s));
            std::fill_n(current_.begin() + static_cast<std::ptrdiff_t>(s) * block_size, block_size,
                        I);
        }
    }

    /// External current of a block [step][lane], or null.
    const Real* currents_of(Share<Real>& share, std::size_t block, const Interval& interval) {
        if (share.currents.empty() && share.noises.empty()) return nullptr;
        if (!differs_between_cells(share)) return current_.data();
        current_.resize(interval_steps_ * block_size);
        for (int s = 0; s != interval.n_steps; ++s) {
            share.currents.fill(interval.first + s, block,
                                current_.data() + static_cast<std::size_t>(s) * block_size);
        }
        for (const auto& noise : share.noises) {
            noise.add(share.cells, block, interval, current_.data());
        }
        return current_.data();
    }

    /// Fill the input of the blocks [first, end), which share a list of arrivals.
    void drive_blocks(Share<Real>& share,
                      std::size_t first,
                      std::size_t end,
                      const Interval& interval) {
        const auto input = share.cells.input(0);
        share.arrivals.fill(first / batch_, input.data(), input.size());
        for (std::size_t block = first; block != end; ++block) {
            for (const auto& train : share.trains) {
                events_.external_events += train.add(share.cells, block, interval, block - first);
            }
        }
    }

    /// Steps are taken in one go; only a block with recorded cells pauses where samples are due.
    void integrate_block(Share<Real>& share,
                         std::size_t block,
                         std::size_t slot,
                         const Interval& interval,
                         SampleBuffers& samples) {
        std::uint8_t* const fired = fired_.of(slot);
        if (share.source) {
            fired_.say(slot, share.source->fire(share.cells.blocks()[block], interval, fired));
            return;
        }
        const Real* const current = currents_of(share, block, interval);
        model::BlockOutcome outcome;
        int done = 0;
        const auto advance_to = [&](int step) {
            if (step == done) return;
            outcome.add(share.cells.advance(block, done, step, current, fired, slot));
            done = step;
        };
        share.cells.enter(block, interval.first);
        Step change = share.cells.next_change(interval.first);
        const auto& columns = share.columns[block];  // of one report: the same period for all
        DueSteps state(interval, columns.empty() ? 0 : columns.front().every);
        DueSteps lfp(interval, share.lfp ? specification_.recording.lfp->every : 0);
        while (std::min({state.next(), lfp.next(), change}) < interval.end()) {
            const Step now = std::min({state.next(), lfp.next(), change});
            advance_to(static_cast<int>(now - interval.first));
            if (now == change) {
                share.cells.enter(block, now);
                change = share.cells.next_change(now);
            }
            if (state.pass(now)) take_samples(share, block, interval, now, samples);
            if (lfp.pass(now)) add_lfp(share, block, interval, now);
        }
        advance_to(interval.n_steps);
        fired_.say(slot, outcome.has_fired);
        if (!outcome.is_finite && !fault_) find_fault(share, block, interval);
    }

    void take_samples(Share<Real>& share,
                      std::size_t block,
                      const Interval& interval,
                      Step now,
                      SampleBuffers& samples) {
        for (const SampleColumn& c : share.columns[block]) {
            const Step first = next_sample(interval.first, c.every);
            const auto sample = static_cast<std::size_t>((now - first) / c.every);
            const auto value =
                static_cast<float>(share.cells.row(block, c.row)[c.neuron % block_size]);
            const auto gain =
                c.port < 0 ? 1.0F
                           : static_cast<float>(share.cells.gain(static_cast<std::size_t>(c.port)));
            samples[c.report][sample * n_columns_[c.report] + c.column] = gain * value;
        }
    }

    void add_lfp(Share<Real>& share, std::size_t block, const Interval& interval, Step now) {
        const Step every = specification_.recording.lfp->every;
        const auto sample =
            static_cast<std::size_t>((now - next_sample(interval.first, every)) / every);
        lfp_[share.lfp_place * n_lfp_samples_ + sample] += share.lfp->sum(share.cells, block);
    }

    void find_fault(Share<Real>& share, std::size_t block, const Interval& interval) {
        const Real* V_m = share.cells.row(block, 0);
        for (NeuronIndex lane = 0; lane != share.cells.n_neurons(block); ++lane) {
            if (std::isfinite(V_m[lane])) continue;
            fault_ = NumericalFault{.population = share.population,
                                    .neuron = share.cells.blocks()[block] * block_size + lane,
                                    .V_m = static_cast<double>(V_m[lane]),
                                    .before = interval.end()};
            return;
        }
    }

    /// Take the spikes of a block, which has `slot`.
    void emit(const Share<Real>& share,
              std::size_t block,
              std::size_t slot,
              const Interval& interval) {
        const NeuronIndex first = share.cells.blocks()[block] * block_size;
        const auto place = share.first_block + static_cast<std::uint32_t>(block);
        fired_.take(slot, interval.n_steps, share.cells.n_neurons(block),
                    [&](int step, NeuronIndex lane) {
                        spikes_.push_back({.spike = {.population = share.population,
                                                     .neuron = first + lane,
                                                     .step = interval.first + step + 1},
                                           .block = place});
                    });
    }

    const config::Specification& specification_;
    std::vector<std::size_t> n_columns_;
    std::size_t interval_steps_;
    std::vector<Share<Real>> shares_;
    std::size_t batch_;               // blocks that are driven, integrated, looked at together
    FiredCells fired_;                // of the batch
    std::vector<Real> current_;       // [step][lane]
    std::vector<double> factors_;     // [spike of a history]
    std::size_t n_lfp_samples_ = 0;   // of the interval
    std::vector<std::uint64_t> lfp_;  // [population of the recording][sample]
    std::vector<OwnSpike> spikes_;
    std::optional<NumericalFault> fault_;
    core::PhaseTimes times_;
    WorkerCounts events_;
};

}  // namespace

std::unique_ptr<Worker> make_worker(const WorkerSetup& setup) {
    if (setup.specification.precision == config::Precision::single) {
        return std::make_unique<WorkerOf<float>>(setup);
    }
    return std::make_unique<WorkerOf<double>>(setup);
}

}  // namespace bgsim::engine
