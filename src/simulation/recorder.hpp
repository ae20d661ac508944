/// Takes what the engine puts out: to the result file, and into counts, rates and the digest.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "checkpoint/metadata.hpp"
#include "engine/engine.hpp"
#include "io/result_writer.hpp"

namespace bgsim::simulation {

/// A hash over spikes that does not depend on their order: the sum over all spikes, modulo 2^64,
/// of a 64-bit mix of population name, neuron and step.
class SpikeDigest {
public:
    explicit SpikeDigest(const std::vector<config::Population>& populations);
    void add(const Spike& spike);
    void add_to_sum(std::uint64_t sum) { sum_ += sum; }
    std::uint64_t value() const { return sum_; }

private:
    std::vector<std::uint64_t> name_hashes_;
    std::uint64_t sum_ = 0;
};

/// Counts of this rank's own cells.
class Recorder final : public engine::Output {
public:
    /// @param writer may be null: nothing is written then
    Recorder(const config::Specification& specification, io::ResultWriter* writer);

    void spikes(std::span<const Spike> own) override;
    void sample(std::size_t report, Step step, std::span<const float> values) override;
    void lfp(std::span<const std::uint64_t> sums) override;

    /// Go on from the counts of all ranks in another process; on one rank only.
    void continue_from(const checkpoint::RunCounts& counts);

    std::uint64_t n_spikes() const { return n_spikes_; }
    std::uint64_t digest() const { return digest_.value(); }
    /// Spikes after `discard`, per population.
    const std::vector<std::uint64_t>& counts() const { return counts_; }
    const std::vector<std::uint64_t>& recent() const { return recent_; }
    /// Spikes since the last call, per population.
    std::vector<std::uint64_t> take_recent();

private:
    Step discard_;
    io::ResultWriter* writer_;
    SpikeDigest digest_;
    std::uint64_t n_spikes_ = 0;
    std::vector<std::uint64_t> counts_;
    std::vector<std::uint64_t> recent_;
};

}  // namespace bgsim::simulation
