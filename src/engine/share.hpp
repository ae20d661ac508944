/// What a worker holds of one population.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "engine/arrivals.hpp"
#include "engine/deliver.hpp"
#include "engine/drive.hpp"
#include "engine/generated_rows.hpp"
#include "engine/interval.hpp"
#include "engine/noise_drive.hpp"
#include "engine/population_store.hpp"
#include "engine/row_layout.hpp"
#include "engine/sampling.hpp"
#include "engine/spike_source.hpp"
#include "engine/synaptic_current.hpp"
#include "engine/worker.hpp"
#include "network/rows.hpp"

namespace bgsim::engine {

inline std::vector<Destination> destinations_of(const config::Projection& projection,
                                                const RowLayout& layout) {
    const auto port = [&](std::uint32_t p, double share) {
        return Destination{
            .port = layout.port_order[p], .share = share, .bound = layout.bound_order[p]};
    };
    std::vector<Destination> to = {port(projection.port, 1.0)};
    if (projection.ceiling) to.front().ceiling = *projection.ceiling;
    for (const auto& twin : projection.twins) to.push_back(port(twin.port, twin.share));
    return to;
}

/// The synapses of a projection onto own cells.
template <typename Real>
struct OwnProjection {
    std::size_t id = 0;
    std::uint32_t route = 0;
    PopulationId source = 0;
    double dopamine = 0.0;  // beta of the weight, if it changes with time
    std::uint64_t n_synapses = 0;
    network::Rows rows;  // one of the two
    StoredDelivery stored = {};
    std::unique_ptr<GeneratedRows<Real>> generated;
};

/// Steps of an interval at which samples are due, one after the other.
class DueSteps {
public:
    /// @param every  0: never
    DueSteps(const Interval& interval, Step every)
        : next_(every == 0 ? interval.end() : next_sample(interval.first, every)), every_(every) {}

    Step next() const { return next_; }  ///< the end of the interval, or later, if there is none

    /// Whether `now` is one of them, which is then done.
    bool pass(Step now) {
        if (now != next_) return false;
        next_ += every_;
        return true;
    }

private:
    Step next_;
    Step every_;
};

/// Own cells of one population, with all that comes to them.
template <typename Real>
struct Share {
    PopulationId population = 0;
    std::uint32_t first_block = 0;
    PopulationStore<Real> cells;
    Arrivals<Real> arrivals;
    std::vector<OwnProjection<Real>> projections;
    std::vector<PoissonDrive> trains;
    CurrentDrive currents;
    std::vector<NoiseDrive> noises;
    std::optional<SpikeSource> source;               // of cells without a model
    std::vector<std::vector<SampleColumn>> columns;  // [block]
    std::optional<SynapticCurrent> lfp;              // if it is recorded
    std::size_t lfp_place = 0;                       // among the populations of the recording
};

}  // namespace bgsim::engine
