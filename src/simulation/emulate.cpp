#include "simulation/emulate.hpp"

#include "bgsim/error.hpp"
#include "core/host.hpp"
#include "engine/engine.hpp"
#include "model/block_kernel.hpp"
#include "simulation/recorder.hpp"

namespace bgsim::simulation {
namespace {

engine::Emulation emulation_of(const PlanRequest& request,
                               const std::vector<engine::AssumedRate>& rates,
                               int rank) {
    engine::Emulation emulation{.rank = rank, .ranks = request.layout.ranks};
    for (const engine::AssumedRate& rate : rates) emulation.rates_hz.push_back(rate.rate_hz);
    return emulation;
}

void predict(EmulatedRank& emulated,
             const config::Specification& specification,
             const std::vector<engine::AssumedRate>& rates) {
    const Division division(specification, emulated.request.layout);
    const auto rank = static_cast<std::size_t>(emulated.rank);
    // Nothing is written, so spikes are counted and forgotten.
    emulated.predicted_memory =
        rank_memory(specification, division, {.rates = rates, .buffered_s = 0.0})[rank];
    emulated.predicted = rank_times(specification, division, rates, emulated.rank);
    emulated.network_s =
        network_s(specification, division, rates,
                  {.ranks_per_node = ranks_on_a_node(emulated.request)}, emulated.rank);
}

}  // namespace

EmulatedRank emulate(const config::Specification& undecided, const PlanRequest& request, int rank) {
    const config::Specification specification = as_planned(undecided, request);
    const auto rates = engine::assumed_rates(specification, request.otherwise_hz);
    EmulatedRank emulated{.rank = rank, .request = request};
    emulated.model_s = static_cast<double>(specification.duration) * specification.dt * 1e-3;
    predict(emulated, specification, rates);
    const auto start = core::Clock::now();
    engine::Engine engine(specification, comm::Communicator(), request.layout.threads,
                          model::choose_isa("auto"), emulation_of(request, rates, rank));
    emulated.measured[core::Phase::build] = core::seconds_since(start);
    Recorder recorder(specification, nullptr);
    while (!engine.is_done()) engine.advance(0, recorder);
    if (engine.fault()) {
        throw NumericalError(
            "a membrane potential is not a number; `bgsim run` at a small --scale "
            "says which cell's");
    }
    emulated.measured += engine.times();
    for (std::size_t i = 0; i != emulated.measured.seconds.size(); ++i) {
        if (i != static_cast<std::size_t>(core::Phase::build)) {
            emulated.loop_s += emulated.measured.seconds[i];
        }
    }
    emulated.peak_memory_bytes = core::peak_memory_bytes();
    emulated.counts = engine.counts();
    return emulated;
}

}  // namespace bgsim::simulation
