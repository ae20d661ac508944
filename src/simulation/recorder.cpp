#include "simulation/recorder.hpp"

#include <utility>

#include "bgsim/random.hpp"
#include "core/content_sum.hpp"

namespace bgsim::simulation {
SpikeDigest::SpikeDigest(const std::vector<config::Population>& populations) {
    for (const auto& p : populations) name_hashes_.push_back(hash_text(p.name));
}

void SpikeDigest::add(const Spike& spike) {
    const std::uint64_t cell = core::mixed_bits(name_hashes_[spike.population] ^ spike.neuron);
    sum_ += core::mixed_bits(cell ^ static_cast<std::uint64_t>(spike.step));
}

Recorder::Recorder(const config::Specification& specification, io::ResultWriter* writer)
    : discard_(specification.discard),
      writer_(writer),
      digest_(specification.populations),
      counts_(specification.populations.size(), 0),
      recent_(specification.populations.size(), 0) {}

void Recorder::continue_from(const checkpoint::RunCounts& counts) {
    n_spikes_ = counts.spikes;
    digest_.add_to_sum(counts.spike_digest);
    counts_ = counts.counted;
    recent_ = counts.recent;
}

void Recorder::spikes(std::span<const Spike> own) {
    n_spikes_ += own.size();
    for (const Spike& s : own) {
        digest_.add(s);
        ++recent_[s.population];
        if (s.step > discard_) ++counts_[s.population];
    }
    if (writer_ != nullptr) writer_->record(own);
}

void Recorder::sample(std::size_t report, Step /*step*/, std::span<const float> values) {
    if (writer_ != nullptr) writer_->record_sample(report, values);
}

void Recorder::lfp(std::span<const std::uint64_t> sums) {
    if (writer_ != nullptr) writer_->record_lfp(sums);
}

std::vector<std::uint64_t> Recorder::take_recent() {
    std::vector<std::uint64_t> empty(recent_.size(), 0);
    return std::exchange(recent_, std::move(empty));
}

}  // namespace bgsim::simulation
