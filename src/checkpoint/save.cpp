#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <system_error>
#include <vector>

#include "bgsim/error.hpp"
#include "checkpoint/checkpoint.hpp"
#include "checkpoint/layout.hpp"
#include "io/array_file.hpp"

namespace bgsim::checkpoint {
namespace {

using io::ArrayShape;
using io::NumberType;

/// Blocks that lie beside each other in the file are written in one go, up to this many numbers.
constexpr std::size_t numbers_at_once = 1U << 19U;

/// Of each population, on all ranks: the spikes that are kept for it.
std::vector<std::uint64_t> history_lengths(const engine::EngineState& state,
                                           const comm::Communicator& communicator) {
    std::vector<std::uint64_t> lengths;
    for (std::size_t p = 0; p != state.spikes.histories.size(); ++p) {
        const bool speaks = state.speaks_for_history[p];
        lengths.push_back(speaks ? state.spikes.histories[p].entries().size() : 0);
    }
    communicator.sum_in_place(lengths);
    return lengths;
}

std::vector<ArrayShape> shapes(const config::Specification& specification,
                               const std::vector<std::uint64_t>& lengths,
                               std::uint64_t metadata_bytes) {
    const bool is_single = specification.precision == config::Precision::single;
    std::vector<ArrayShape> all = {{path::metadata, NumberType::u8, metadata_bytes}};
    for (std::size_t p = 0; p != specification.populations.size(); ++p) {
        const auto& population = specification.populations[p];
        if (!population.model.empty()) {
            all.push_back({path::blocks(population.name),
                           is_single ? NumberType::f32 : NumberType::f64, n_blocks(population),
                           numbers_per_block(specification, static_cast<PopulationId>(p))});
        }
        all.push_back({path::neurons(population.name), NumberType::u32, lengths[p]});
        all.push_back({path::steps(population.name), NumberType::u64, lengths[p]});
    }
    for (std::size_t i = 0; i != specification.projections.size(); ++i) {
        const auto& projection = specification.projections[i];
        if (!projection.plasticity) continue;
        all.push_back({path::releases(i), NumberType::f64,
                       specification.populations[projection.source].size, numbers_per_release});
        all.push_back({path::factors(i), NumberType::f64, lengths[projection.source]});
    }
    return all;
}

template <typename Real>
void write_blocks(io::ArrayWriter& writer,
                  const config::Specification& specification,
                  const std::vector<engine::BlockState>& blocks) {
    std::vector<Real> gathered;
    for (std::size_t i = 0; i != blocks.size();) {
        const PopulationId population = blocks[i].population;
        const std::uint32_t first = blocks[i].index;
        gathered.clear();
        std::size_t end = i;
        while (end != blocks.size() && blocks[end].population == population &&
               blocks[end].index == first + (end - i) && gathered.size() < numbers_at_once) {
            const auto& rows = std::get<std::span<Real>>(blocks[end].rows);
            gathered.insert(gathered.end(), rows.begin(), rows.end());
            ++end;
        }
        writer.write<Real>(path::blocks(specification.populations[population].name), first,
                           gathered);
        i = end;
    }
}

void write_history(io::ArrayWriter& writer,
                   const std::string& population,
                   const engine::SpikeHistory& history) {
    std::vector<std::uint32_t> neurons;
    std::vector<std::uint64_t> steps;
    for (const auto& entry : history.entries()) {
        neurons.push_back(entry.neuron);
        steps.push_back(static_cast<std::uint64_t>(entry.step));
    }
    writer.write<std::uint32_t>(path::neurons(population), 0, neurons);
    writer.write<std::uint64_t>(path::steps(population), 0, steps);
}

void write_releases(io::ArrayWriter& writer,
                    std::size_t projection,
                    engine::ReleaseHistory& releases) {
    std::vector<double> states;
    for (const auto& s : releases.states()) states.insert(states.end(), {s.x, s.y, s.u, s.last_ms});
    writer.write<double>(path::releases(projection), 0, states);
    writer.write<double>(path::factors(projection), 0, releases.factors());
}

void write_state(io::ArrayWriter& writer,
                 const config::Specification& specification,
                 engine::EngineState& state) {
    if (specification.precision == config::Precision::single) {
        write_blocks<float>(writer, specification, state.blocks);
    } else {
        write_blocks<double>(writer, specification, state.blocks);
    }
    for (std::size_t p = 0; p != specification.populations.size(); ++p) {
        if (!state.speaks_for_history[p]) continue;
        write_history(writer, specification.populations[p].name, state.spikes.histories[p]);
    }
    for (std::size_t i = 0; i != specification.projections.size(); ++i) {
        if (state.speaks_for_releases[i]) write_releases(writer, i, *state.spikes.releases[i]);
    }
}

void sync_folder(const std::filesystem::path& file) {
    const std::string folder = file.has_parent_path() ? file.parent_path().string() : ".";
    const int descriptor =
        ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);  // NOLINT(*-vararg): POSIX
    if (descriptor < 0) return;
    ::fsync(descriptor);
    ::close(descriptor);
}

/// At every moment `file` is there and whole: the old one gets its second name before it loses the
/// first.
std::string problem_with_renaming(const std::filesystem::path& unfinished,
                                  const std::filesystem::path& file,
                                  const std::filesystem::path& previous) {
    std::error_code error;
    if (std::filesystem::exists(file, error)) {
        std::filesystem::remove(previous, error);
        std::filesystem::create_hard_link(file, previous, error);
        // Some file systems have no links; then there is a moment with the previous one alone.
        if (error) std::filesystem::rename(file, previous, error);
    }
    std::filesystem::rename(unfinished, file, error);
    if (error) return fmt::format("{}: cannot be renamed: {}", file.string(), error.message());
    sync_folder(file);
    return "";
}

}  // namespace

Metadata metadata_of(const config::Specification& specification) {
    Metadata metadata;
    metadata.dt = specification.dt;
    metadata.configuration = specification.resolved_yaml;
    for (const auto& p : specification.populations) {
        metadata.populations.push_back(p.name);
        metadata.layouts.push_back(describe_rows(p));
        metadata.noises.push_back(
            names_of_noise(specification, static_cast<PopulationId>(metadata.noises.size())));
    }
    for (const auto& p : specification.projections) metadata.projections.push_back(p.name);
    return metadata;
}

void save(const std::filesystem::path& file,
          const std::filesystem::path& previous,
          const Metadata& metadata,
          const config::Specification& specification,
          engine::EngineState state,
          const comm::Communicator& communicator) {
    const std::filesystem::path unfinished = file.string() + ".tmp";
    const auto lengths = history_lengths(state, communicator);
    const std::string bytes = communicator.broadcast(communicator.is_root() ? pack(metadata) : "");
    try {
        io::ArrayWriter writer(unfinished, communicator,
                               shapes(specification, lengths, bytes.size()));
        if (communicator.is_root()) {
            const std::vector<std::uint8_t> text(bytes.begin(), bytes.end());
            writer.write<std::uint8_t>(path::metadata, 0, text);
        }
        write_state(writer, specification, state);
        writer.finish();
    } catch (const SystemError&) {
        std::error_code ignored;
        if (communicator.is_root()) std::filesystem::remove(unfinished, ignored);
        throw;
    }
    const std::string problem = communicator.broadcast(
        communicator.is_root() ? problem_with_renaming(unfinished, file, previous) : "");
    if (!problem.empty()) throw SystemError(problem);
}

}  // namespace bgsim::checkpoint
