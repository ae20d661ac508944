#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "bgsim/error.hpp"
#include "checkpoint/checkpoint.hpp"
#include "checkpoint/layout.hpp"
#include "io/array_file.hpp"

namespace bgsim::checkpoint {
namespace {

std::optional<std::size_t> place_of(const std::string& name, const std::vector<std::string>& all) {
    const auto found = std::ranges::find(all, name);
    if (found == all.end()) return std::nullopt;
    return static_cast<std::size_t>(found - all.begin());
}

/// Reads one checkpoint into one rank's engine.
class Restoration {
public:
    Restoration(const std::filesystem::path& file,
                const Metadata& metadata,
                const config::Specification& specification,
                engine::EngineState& state)
        : file_(file),
          reader_(file),
          metadata_(metadata),
          specification_(specification),
          state_(state) {}

    std::vector<std::string> run() {
        for (PopulationId p = 0; p != specification_.populations.size(); ++p) look_at(p);
        for (const engine::BlockState& block : state_.blocks) restore_block(block);
        for (PopulationId p = 0; p != specification_.populations.size(); ++p) restore_history(p);
        for (std::size_t i = 0; i != specification_.projections.size(); ++i) restore_releases(i);
        state_.now = metadata_.now;
        return std::move(notes_);
    }

private:
    bool is_saved(const config::Population& population) const {
        return place_of(population.name, metadata_.populations).has_value();
    }

    void look_at(PopulationId id) {
        const auto& population = specification_.populations[id];
        const auto place = place_of(population.name, metadata_.populations);
        if (!place) {
            notes_.push_back(
                fmt::format("{} is not in the checkpoint: it starts from its initial "
                            "values",
                            population.name));
            return;
        }
        const std::string rows = describe_rows(population);
        if (rows != metadata_.layouts[*place]) {
            refuse(population, fmt::format("its cells were '{}' and are now '{}'",
                                           metadata_.layouts[*place], rows));
        }
        for (const auto& name : names_of_noise(specification_, id)) {
            if (place_of(name, metadata_.noises[*place])) continue;
            notes_.push_back(
                fmt::format("the noise '{}' is not in the checkpoint: it begins anew", name));
        }
    }

    [[noreturn]] void refuse(const config::Population& population, const std::string& why) const {
        throw InputError(fmt::format("{}: the state of {} does not fit: {}; a run can branch only "
                                     "into a network with the same cells and ports",
                                     file_.string(), population.name, why),
                         ExitCode::cannot_create);
    }

    void restore_block(const engine::BlockState& block) {
        const auto& population = specification_.populations[block.population];
        const auto place = place_of(population.name, metadata_.populations);
        if (!place) return;
        const auto own = names_of_noise(specification_, block.population);
        const auto& saved = metadata_.noises[*place];
        std::visit(
            [&](auto rows) {
                if (own == saved) {
                    reader_.read(path::blocks(population.name), block.index, rows);
                } else {
                    restore_rows(block, {own, saved}, rows);
                }
            },
            block.rows);
    }

    /// Names of inputs, in the order of their rows.
    struct Noises {
        const std::vector<std::string>& own;
        const std::vector<std::string>& saved;
    };

    /// Of a block that has rows for other noise than it had.
    template <typename Real>
    void restore_rows(const engine::BlockState& block, const Noises& noises, std::span<Real> rows) {
        const auto& population = specification_.populations[block.population];
        const std::size_t n_common = rows.size() - noises.own.size() * block_size;
        std::vector<Real> saved(n_common + noises.saved.size() * block_size);
        reader_.read(path::blocks(population.name), block.index, std::span(saved));
        std::copy_n(saved.begin(), n_common, rows.begin());
        for (std::size_t i = 0; i != noises.own.size(); ++i) {
            const auto row = place_of(noises.own[i], noises.saved);
            if (!row) continue;
            std::copy_n(saved.begin() + static_cast<std::ptrdiff_t>(n_common + *row * block_size),
                        block_size,
                        rows.begin() + static_cast<std::ptrdiff_t>(n_common + i * block_size));
        }
    }

    void restore_history(PopulationId p) {
        const auto& population = specification_.populations[p];
        if (!is_saved(population)) return;
        const auto neurons = reader_.read<std::uint32_t>(path::neurons(population.name));
        const auto steps = reader_.read<std::uint64_t>(path::steps(population.name));
        std::vector<engine::SpikeHistory::Entry> entries;
        for (std::size_t i = 0; i != neurons.size(); ++i) {
            entries.push_back({neurons[i], static_cast<Step>(steps[i])});
        }
        state_.spikes.histories[p].restore(std::move(entries));
    }

    void restore_releases(std::size_t projection) {
        auto& releases = state_.spikes.releases[projection];
        if (!releases) return;
        const auto& p = specification_.projections[projection];
        const auto place = place_of(p.name, metadata_.projections);
        if (!place || !reader_.has(path::releases(*place))) {
            const auto& history = state_.spikes.histories[p.source];
            for (const auto& entry : history.entries()) {
                releases->append(entry.neuron, static_cast<double>(entry.step) * specification_.dt);
            }
            return;
        }
        const auto states = reader_.read<double>(path::releases(*place));
        BGSIM_EXPECT(states.size() == releases->states().size() * numbers_per_release);
        const double* s = states.data();
        for (auto& state : releases->states()) {
            state = {.x = s[0], .y = s[1], .u = s[2], .last_ms = s[3]};
            s += numbers_per_release;
        }
        releases->restore_factors(reader_.read<double>(path::factors(*place)));
    }

    const std::filesystem::path& file_;
    io::ArrayReader reader_;
    const Metadata& metadata_;
    const config::Specification& specification_;
    engine::EngineState& state_;
    std::vector<std::string> notes_;
};

}  // namespace

Metadata read_metadata(const std::filesystem::path& file) {
    const io::ArrayReader reader(file);
    if (!reader.has(path::metadata)) {
        throw InputError(fmt::format("{}: is no checkpoint of bgsim", file.string()),
                         ExitCode::missing_input);
    }
    const auto bytes = reader.read<std::uint8_t>(path::metadata);
    return unpack(std::string(bytes.begin(), bytes.end()), file.string());
}

Metadata verify(const std::filesystem::path& file) {
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) {
        throw InputError(fmt::format("{}: there is no such checkpoint", file.string()),
                         ExitCode::missing_input);
    }
    if (const auto damage = io::damage_of_arrays(file); !damage.empty()) {
        throw InputError(fmt::format("{}: this checkpoint is damaged: {}", file.string(), damage),
                         ExitCode::missing_input);
    }
    return read_metadata(file);
}

std::vector<std::string> restore(const std::filesystem::path& file,
                                 const Metadata& metadata,
                                 const config::Specification& specification,
                                 engine::EngineState state) {
    return Restoration(file, metadata, specification, state).run();
}

}  // namespace bgsim::checkpoint
