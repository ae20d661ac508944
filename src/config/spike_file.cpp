#include "config/spike_file.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "config/values.hpp"
#include "core/content_sum.hpp"

namespace bgsim::config {

namespace {

/// Tells whether a file still holds the same spikes.
std::string digest_of(const RecordedSpikes& spikes) {
    core::ContentSum sum;
    for (std::size_t i = 0; i != spikes.times_ms.size(); ++i) {
        sum.add(2 * i, std::bit_cast<std::uint64_t>(spikes.times_ms[i]));
        sum.add(2 * i + 1, spikes.neurons[i]);
    }
    return fmt::format("{:016x}", sum.value());
}

/// What happened to spikes on their way to the grid.
struct Changes {
    std::size_t moved = 0;    ///< to the nearest step
    std::size_t merged = 0;   ///< the cell fires in that step already
    std::size_t late = 0;     ///< after the end
    std::size_t of_none = 0;  ///< of cells that --scale removed
};

/// Reads the spikes of one population.
class SpikeFileReader {
public:
    SpikeFileReader(const Section& section, PopulationId id, Context& context)
        : section_(section),
          node_(*section.find("file")),
          population_(context.specification.populations[id]),
          has_size_(context.status[id].has_size),
          context_(context),
          diagnostics_(context.diagnostics) {}

    SpikeFile read() {
        const auto name = read_text(node_, "file", diagnostics_);
        const Node* const other = section_.find("population");
        const auto recorded_as =
            other != nullptr ? read_text(*other, "population", diagnostics_) : population_.name;
        if (!name || !recorded_as) return {};
        std::error_code ignored;
        const auto file = context_.file_named_by(node_);
        const auto whole = std::filesystem::absolute(file, ignored).lexically_normal();
        SpikeFile result{.file = whole.string(), .spikes = {}};
        replace("file", result.file);
        if (!context_.read_spikes) return result;
        const auto recorded = recorded_spikes(
            {.file = file, .population = *recorded_as, .may_be_only = other == nullptr});
        if (!recorded || !is_as_expected(*recorded)) return result;
        replace("digest", digest_of(*recorded));
        if (!has_size_ || !context_.has_grid) return result;
        result.spikes = on_steps(*recorded);
        note_changes(recorded->times_ms.size());
        return result;
    }

private:
    std::optional<RecordedSpikes> recorded_spikes(const SpikeSelection& selection) {
        try {
            return context_.read_spikes(selection);
        } catch (const UnreadableSpikes& error) {
            if (error.code() == ExitCode::missing_input) {
                diagnostics_.missing_file(node_.location, error.what(), error.remedy());
            } else {
                diagnostics_.error(node_.location, error.what(), error.remedy());
            }
            return std::nullopt;
        }
    }

    bool is_as_expected(const RecordedSpikes& recorded) {
        const Node* const expected = section_.find("digest");
        const std::string digest = digest_of(recorded);
        if (expected == nullptr || expected->text == digest) return true;
        diagnostics_.error(expected->location,
                           fmt::format("the spikes of '{}' have the digest {}, not '{}'",
                                       node_.text, digest, preview(*expected)),
                           "put the former file back, or remove 'digest' to take what is there");
        return false;
    }

    /// The resolved configuration can be run from anywhere, but with no other spikes.
    void replace(const std::string& key, const std::string& value) {
        const SourceLocation& at = node_.location;
        context_.replacements.push_back({section_.path(), {}, {{key, at, make_scalar(value, at)}}});
    }

    /// @return nothing after a mistake: the first one is recorded
    std::vector<std::uint64_t> on_steps(const RecordedSpikes& recorded) {
        std::vector<std::uint64_t> spikes;
        spikes.reserve(recorded.times_ms.size());
        for (std::size_t i = 0; i != recorded.times_ms.size(); ++i) {
            if (!add(recorded.times_ms[i], recorded.neurons[i], spikes)) {
                const auto& [what, remedy] = fault_;
                diagnostics_.error(
                    node_.location,
                    fmt::format("'{}', spike {} of cell {} at {} ms: {}", node_.text, i + 1,
                                recorded.neurons[i], recorded.times_ms[i], what),
                    remedy);
                return {};
            }
        }
        std::ranges::sort(spikes);
        const auto end = std::unique(spikes.begin(), spikes.end());
        changes_.merged = static_cast<std::size_t>(spikes.end() - end);
        spikes.erase(end, spikes.end());
        return spikes;
    }

    bool refuse(std::string what, std::string remedy) {
        fault_ = {std::move(what), std::move(remedy)};
        return false;
    }

    bool add(double time_ms, std::uint64_t neuron, std::vector<std::uint64_t>& spikes) {
        if (!std::isfinite(time_ms) || time_ms < 0.0) {
            return refuse("this is no time of a run", "times are numbers in ms from 0 on");
        }
        if (neuron >= population_.size) {
            const bool is_scaled = context_.size_changes.contains(population_.name);
            if (is_scaled) ++changes_.of_none;
            return is_scaled || refuse(fmt::format("'{}' has only {} cells, numbered from 0",
                                                   population_.name, population_.size),
                                       "choose a larger size, or spikes of another population");
        }
        const double dt = context_.specification.dt;
        const Step step = std::max<Step>(1, nearest_step(time_ms, dt));
        if (step > context_.specification.duration) {
            ++changes_.late;
            return true;
        }
        if (step > std::numeric_limits<std::uint32_t>::max()) {
            return refuse("this is beyond 2^32 steps", "choose a larger dt, or shift the times");
        }
        if (on_grid(time_ms, dt) != step) ++changes_.moved;
        spikes.push_back(packed_spike(step, static_cast<NeuronIndex>(neuron)));
        return true;
    }

    void note_changes(std::size_t n_spikes) {
        const double dt = context_.specification.dt;
        note(changes_.moved, n_spikes,
             fmt::format("were moved to the nearest multiple of dt = {}, at least one dt",
                         with_unit(dt, "ms")));
        note(changes_.merged, n_spikes, "are of cells that fire in the same step already");
        note(changes_.of_none, n_spikes, "are of cells that are left out by --scale");
        note(changes_.late, n_spikes, "come after the end of the run");
        if (n_spikes != 0) return;
        context_.specification.notes.push_back(
            fmt::format("'{}': there are no spikes of it in '{}'", population_.name, node_.text));
    }

    void note(std::size_t n, std::size_t of, const std::string& what) {
        if (n == 0) return;
        context_.specification.notes.push_back(fmt::format(
            "'{}': {} of {} spikes of '{}' {}", population_.name, n, of, node_.text, what));
    }

    const Section& section_;
    const Node& node_;
    const Population& population_;
    bool has_size_;
    Context& context_;
    Diagnostics& diagnostics_;
    Changes changes_;
    std::pair<std::string, std::string> fault_;  // what and remedy
};

}  // namespace

SpikeFile read_spike_file(const Section& section, PopulationId id, Context& context) {
    return SpikeFileReader(section, id, context).read();
}

}  // namespace bgsim::config
