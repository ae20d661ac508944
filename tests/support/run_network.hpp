/// Running a small network in a test and keeping all of its spikes.
#pragma once

#include <algorithm>
#include <compare>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "comm/communicator.hpp"
#include "engine/engine.hpp"
#include "model/block_kernel.hpp"

namespace bgsim::test {

/// (population, step, neuron) as one number, which sorts like the three.
inline std::uint64_t spike_word(const Spike& s) {
    return static_cast<std::uint64_t>(s.population) << 56U |
           static_cast<std::uint64_t>(s.step) << 24U | s.neuron;
}

class SpikeCollector final : public engine::Output {
public:
    void spikes(std::span<const Spike> own) override {
        for (const Spike& s : own) words_.push_back(spike_word(s));
    }
    void sample(std::size_t, Step, std::span<const float> values) override {
        samples_.insert(samples_.end(), values.begin(), values.end());
    }
    void lfp(std::span<const std::uint64_t> sums) override {
        lfp_.insert(lfp_.end(), sums.begin(), sums.end());
    }
    const std::vector<std::uint64_t>& lfp_sums() const { return lfp_; }
    const std::vector<std::uint64_t>& words() const { return words_; }
    const std::vector<float>& samples() const { return samples_; }

private:
    std::vector<std::uint64_t> words_;
    std::vector<float> samples_;
    std::vector<std::uint64_t> lfp_;
};

struct Layout {
    comm::Communicator communicator;  ///< serial unless given
    int threads = 1;
    std::string isa = "auto";
};

/// All spikes of the network, sorted; on rank 0, empty elsewhere. Collective.
inline std::vector<std::uint64_t> all_spikes(const config::Specification& specification,
                                             const Layout& layout = {}) {
    engine::Engine engine(specification, layout.communicator, layout.threads,
                          model::choose_isa(layout.isa));
    SpikeCollector collector;
    while (!engine.is_done()) engine.advance(0, collector);
    comm::RankBuckets<std::uint64_t> to_root(layout.communicator.size());
    to_root.items = collector.words();
    to_root.counts[0] = to_root.items.size();
    auto words = layout.communicator.all_to_all(to_root).items;
    std::ranges::sort(words);
    return words;
}

using Train = std::vector<std::pair<Step, NeuronIndex>>;

/// What a network did, without regard to the order of its populations.
struct Activity {
    std::map<std::string, Train> trains;  ///< spikes (step, neuron) of each population
    std::vector<float> samples;           ///< recorded state

    friend bool operator==(const Activity&, const Activity&) = default;
};

/// Run serially.
inline Activity activity_of(const config::Specification& specification) {
    engine::Engine engine(specification, {}, 1, model::choose_isa("auto"));
    SpikeCollector collector;
    while (!engine.is_done()) engine.advance(0, collector);
    Activity activity;
    activity.samples = collector.samples();
    for (const auto& p : specification.populations) activity.trains[p.name];
    for (const std::uint64_t word : collector.words()) {
        activity.trains[specification.populations[word >> 56U].name].emplace_back(
            static_cast<Step>(word >> 24U & 0xffff'ffffU),
            static_cast<NeuronIndex>(word & 0xff'ffffU));
    }
    for (auto& [name, train] : activity.trains) std::ranges::sort(train);
    return activity;
}

}  // namespace bgsim::test
