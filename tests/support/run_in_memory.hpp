/// From a configuration as text to its spikes and samples, without files of results.
#pragma once

#include <string>
#include <vector>

#include "bgsim/config/load.hpp"
#include "engine/engine.hpp"
#include "model/block_kernel.hpp"
#include "model/neuron_models.hpp"
#include "support/temporary_folder.hpp"

namespace bgsim::test {

/// The specification that `yaml` stands for; cells come from the source tree's params/.
inline config::Specification specification_from(const std::string& yaml) {
    const test::TemporaryFolder folder;
    folder.write("test.yaml", yaml);
    config::Overrides overrides;
    overrides.params = {BGSIM_SOURCE_DIR "/params"};
    return config::load(folder / "test.yaml", overrides, model::catalogue());
}

/// Keeps everything an engine puts out.
class MemoryOutput final : public engine::Output {
public:
    void spikes(std::span<const Spike> own) override {
        spikes_.insert(spikes_.end(), own.begin(), own.end());
    }
    void sample(std::size_t report, Step step, std::span<const float> values) override {
        if (samples_.size() <= report) samples_.resize(report + 1);
        samples_[report].steps.push_back(step);
        samples_[report].values.emplace_back(values.begin(), values.end());
    }

    void lfp(std::span<const std::uint64_t> sums) override {
        lfp_.emplace_back(sums.begin(), sums.end());
    }
    /// Spike times of one population [ms].
    std::vector<double> spike_times(PopulationId population, double dt) const {
        std::vector<double> times;
        for (const Spike& s : spikes_) {
            if (s.population == population) times.push_back(static_cast<double>(s.step) * dt);
        }
        return times;
    }

    struct Samples {
        std::vector<Step> steps;
        std::vector<std::vector<float>> values;  ///< [sample][column]
    };
    const Samples& samples(std::size_t report) const { return samples_.at(report); }
    const std::vector<std::vector<std::uint64_t>>& lfp_sums() const { return lfp_; }  ///< [sample]

private:
    std::vector<Spike> spikes_;
    std::vector<Samples> samples_;
    std::vector<std::vector<std::uint64_t>> lfp_;
};

/// Run on this process alone, with one thread.
inline MemoryOutput run_in_memory(const config::Specification& specification) {
    MemoryOutput output;
    engine::Engine engine(specification, comm::Communicator(), 1, model::choose_isa("auto"));
    while (!engine.is_done()) engine.advance(0, output);
    return output;
}

}  // namespace bgsim::test
