#include "io/spike_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <optional>
#include <set>
#include <string_view>

#include "core/csv.hpp"
#include "io/objects.hpp"
#include "io/result_reader.hpp"
#include "io/schema.hpp"

namespace bgsim::io {
namespace {

using Record = std::vector<std::string>;

std::string in_quotes(const SpikeSelection& selection) {
    return '\'' + selection.file.string() + '\'';
}

[[noreturn]] void refuse_population(const SpikeSelection& selection,
                                    const std::vector<std::string>& names) {
    throw UnreadableSpikes(fmt::format("{} has no spikes of a population '{}'",
                                       in_quotes(selection), selection.population),
                           names.empty() ? std::string("choose another file")
                                         : fmt::format("name one that it has: 'population: {}'",
                                                       fmt::join(names, "' or '")));
}

/// The one that is meant, of those that a file has.
std::string chosen(const SpikeSelection& selection, const std::vector<std::string>& names) {
    if (std::ranges::find(names, selection.population) != names.end()) return selection.population;
    if (selection.may_be_only && names.size() == 1) return names.front();
    refuse_population(selection, names);
}

/// Of a run that is not finished the spikes until its last write.
RecordedSpikes from_result(const SpikeSelection& selection) {
    const ResultReader reader(selection.file);
    std::vector<std::string> names;
    for (const auto& population : reader.populations()) {
        if (population.has_spikes) names.push_back(population.name);
    }
    const std::string name = chosen(selection, names);
    auto all = reader.spikes(name, 0, reader.population(name).n_spikes);
    return {std::move(all.timestamps_ms), std::move(all.node_ids)};
}

RecordedSpikes from_sonata(const File& file, const SpikeSelection& selection) {
    const bool has_spikes = exists(file.id(), "spikes");
    const std::string name =
        chosen(selection, has_spikes ? children(file.id(), "/spikes") : std::vector<std::string>{});
    const Group group(H5Gopen2(file.id(), path::spikes(name).c_str(), H5P_DEFAULT), "H5Gopen");
    for (const char* dataset : {"timestamps", "node_ids"}) {
        if (exists(group.id(), dataset)) continue;
        throw UnreadableSpikes(
            fmt::format("{} has no dataset '{}/{}'", in_quotes(selection), path::spikes(name),
                        dataset),
            "it needs 'timestamps' [ms] and 'node_ids', as the SONATA format says");
    }
    RecordedSpikes spikes{read_array<double>(file.id(), path::timestamps(name)),
                          read_array<std::uint64_t>(file.id(), path::node_ids(name))};
    if (spikes.times_ms.size() == spikes.neurons.size()) return spikes;
    throw UnreadableSpikes(
        fmt::format("{} has {} times, but {} cells in '{}'", in_quotes(selection),
                    spikes.times_ms.size(), spikes.neurons.size(), path::spikes(name)),
        "write the file again");
}

RecordedSpikes from_hdf5(const SpikeSelection& selection) {
    silence_hdf5();
    try {
        const PropertyList access = access_beside_others();
        const File file(H5Fopen(selection.file.c_str(), H5F_ACC_RDONLY, access.id()), "H5Fopen");
        if (exists(file.id(), path::run)) return from_result(selection);
        return from_sonata(file, selection);
    } catch (const UnreadableSpikes&) {
        throw;
    } catch (const Error& error) {  // of HDF5, or of a result that is damaged
        throw UnreadableSpikes(
            fmt::format("{} cannot be read: {}", in_quotes(selection), error.what()),
            "write the file again", ExitCode::missing_input);
    }
}

/// A table of spikes, perhaps of several populations.
class SpikeTable {
public:
    SpikeTable(std::istream& stream, const SpikeSelection& selection)
        : reader_(stream), selection_(selection) {
        const auto names = reader_.next();
        if (!names) refuse("is empty", remedy_for_names);
        time_ = column(*names, {"time_ms", "time", "t"});
        cell_ = column(*names, {"cell", "neuron", "node_id"});
        population_ = find(*names, {"population"});
    }

    RecordedSpikes read() {
        while (const auto record = reader_.next()) {
            if (record->size() <= std::max(time_, cell_) ||
                (population_ && record->size() <= *population_)) {
                refuse_line(fmt::format("there are only {} columns", record->size()),
                            "complete the line");
            }
            add(*record);
        }
        if (!population_) return parts_.empty() ? RecordedSpikes{} : parts_.front().spikes;
        std::vector<std::string> names;
        for (const Part& part : parts_) names.push_back(part.population);
        const std::string name = chosen(selection_, names);
        return std::move(std::ranges::find(parts_, name, &Part::population)->spikes);
    }

private:
    static constexpr const char* remedy_for_names =
        "the first line names the columns, for example 'time_ms,cell'";

    struct Part {
        std::string population;
        RecordedSpikes spikes;
    };

    static std::optional<std::size_t> find(const Record& names,
                                           std::initializer_list<std::string_view> meant) {
        const auto found = std::ranges::find_if(
            names, [&](const std::string& name) { return std::ranges::count(meant, name) != 0; });
        if (found == names.end()) return std::nullopt;
        return static_cast<std::size_t>(found - names.begin());
    }

    std::size_t column(const Record& names, std::initializer_list<std::string_view> meant) const {
        const auto found = find(names, meant);
        if (!found) {
            refuse(fmt::format("has no column '{}'", fmt::join(meant, "' or '")), remedy_for_names);
        }
        return *found;
    }

    void add(const Record& record) {
        const std::string& cell = record[cell_];
        std::uint64_t neuron = 0;
        const char* const end = cell.data() + cell.size();
        const auto read = std::from_chars(cell.data(), end, neuron);
        if (read.ec != std::errc{} || read.ptr != end) {
            refuse_line(fmt::format("'{}' is no number of a cell", cell),
                        "cells are numbered from 0");
        }
        const auto time = core::csv_number(record[time_]);
        if (!time) {
            refuse_line(fmt::format("'{}' is no time", record[time_]), "times are numbers in ms");
        }
        RecordedSpikes& spikes = part_of(population_ ? record[*population_] : std::string());
        spikes.times_ms.push_back(*time);
        spikes.neurons.push_back(neuron);
    }

    /// Lines of one population mostly follow each other.
    RecordedSpikes& part_of(const std::string& population) {
        if (last_ < parts_.size() && parts_[last_].population == population) {
            return parts_[last_].spikes;
        }
        const auto found = std::ranges::find(parts_, population, &Part::population);
        last_ = static_cast<std::size_t>(found - parts_.begin());
        if (found == parts_.end()) parts_.push_back({population, {}});
        return parts_[last_].spikes;
    }

    [[noreturn]] void refuse(const std::string& what, const std::string& remedy) const {
        throw UnreadableSpikes(fmt::format("{} {}", in_quotes(selection_), what), remedy);
    }
    [[noreturn]] void refuse_line(const std::string& what, const std::string& remedy) const {
        throw UnreadableSpikes(
            fmt::format("{}, line {}: {}", in_quotes(selection_), reader_.line(), what), remedy);
    }

    core::CsvReader reader_;
    const SpikeSelection& selection_;
    std::size_t time_ = 0;
    std::size_t cell_ = 0;
    std::optional<std::size_t> population_;
    std::vector<Part> parts_;
    std::size_t last_ = 0;
};

}  // namespace

RecordedSpikes read_spike_file(const SpikeSelection& selection) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(selection.file, ignored)) {
        throw UnreadableSpikes(
            fmt::format("the file {} {}", in_quotes(selection),
                        std::filesystem::exists(selection.file, ignored) ? "is no regular file"
                                                                         : "does not exist"),
            "paths are relative to the file that names them", ExitCode::missing_input);
    }
    if (H5Fis_hdf5(selection.file.c_str()) > 0) return from_hdf5(selection);
    std::ifstream stream(selection.file, std::ios::binary);
    if (!stream) {
        throw UnreadableSpikes(fmt::format("the file {} cannot be opened", in_quotes(selection)),
                               "check its permissions", ExitCode::missing_input);
    }
    return SpikeTable(stream, selection).read();
}

}  // namespace bgsim::io
