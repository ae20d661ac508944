#include "simulation/recorder.hpp"

#include <utility>

#include "bgsim/random.hpp"

namespace bgsim::simulation {
namespace {

/// A bijection whose output bits each depend on all input bits (Steele, Lea & Flood 2014,
/// doi:10.1145/2714064.2660195).
std::uint64_t mix(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

}  // namespace

SpikeDigest::SpikeDigest(const std::vector<config::Population>& populations) {
    for (const auto& p : populations) name_hashes_.push_back(hash_text(p.name));
}

void SpikeDigest::add(const Spike& spike) {
    const std::uint64_t cell = mix(name_hashes_[spike.population] ^ spike.neuron);
    sum_ += mix(cell ^ static_cast<std::uint64_t>(spike.step));
}

Recorder::Recorder(const config::Specification& specification, io::ResultWriter* writer)
    : discard_(specification.discard),
      writer_(writer),
      digest_(specification.populations),
      counts_(specification.populations.size(), 0),
      recent_(specification.populations.size(), 0) {}

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

std::vector<std::uint64_t> Recorder::take_recent() {
    std::vector<std::uint64_t> empty(recent_.size(), 0);
    return std::exchange(recent_, std::move(empty));
}

}  // namespace bgsim::simulation
