#include "simulation/disk_use.hpp"

#include "model/tsodyks.hpp"
#include "simulation/expected_size.hpp"

namespace bgsim::simulation {
namespace {

using config::Specification;

/// What changes during a run: rows of cells and states of plasticity, whatever the ranks.
double checkpoint_bytes(const Specification& specification) {
    double bytes = 0.0;
    for (const auto& population : specification.populations) {
        bytes += blocks_of(population) * block_bytes(specification, population).dynamic;
    }
    for (const auto& p : specification.projections) {
        if (!p.plasticity) continue;
        bytes += sizeof(model::TsodyksState) *
                 static_cast<double>(specification.populations[p.source].size);
    }
    return bytes;
}

}  // namespace

DiskUse disk_use(const Specification& specification,
                 const std::vector<engine::AssumedRate>& rates) {
    const double seconds = static_cast<double>(specification.duration) * specification.dt * 1e-3;
    const auto steps = static_cast<double>(specification.duration);
    DiskUse use;
    for (PopulationId p = 0; p != specification.populations.size(); ++p) {
        if (!specification.recording.spikes[p]) continue;
        constexpr double time_and_cell = sizeof(double) + sizeof(std::uint64_t);
        use.spikes +=
            time_and_cell * rates[p].rate_hz * specification.populations[p].size * seconds;
    }
    for (const auto& state : specification.recording.states) {
        double cells = 0.0;
        for (const auto& [first, last] : state.neurons) cells += last - first + 1.0;
        use.states += sizeof(float) * cells * static_cast<double>(state.variables.size()) * steps /
                      static_cast<double>(state.every);
    }
    if (const auto& lfp = specification.recording.lfp) {
        use.states += sizeof(double) * static_cast<double>(lfp->populations.size()) * steps /
                      static_cast<double>(lfp->every);
    }
    if (const auto bin = specification.recording.rate_bin) {
        std::size_t n_series = specification.populations.size();
        for (const auto& population : specification.populations) {
            n_series += population.channels.size();
        }
        use.rates =
            sizeof(double) * static_cast<double>(n_series) * steps / static_cast<double>(*bin);
    }
    use.checkpoint = checkpoint_bytes(specification);
    return use;
}

}  // namespace bgsim::simulation
