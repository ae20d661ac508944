#include "io/export_sonata.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <system_error>

#include "io/objects.hpp"
#include "io/schema.hpp"
#include "io/skeleton.hpp"

namespace bgsim::io {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t numbers_per_piece = 1U << 18U;

/// Create `file`, let `fill` write into it, and put it in its place.
template <typename Fill>
void write_sonata(const fs::path& file, Fill fill) {
    silence_hdf5();
    const fs::path unfinished = file.string() + ".tmp";
    std::error_code error;
    try {
        File created(H5Fcreate(unfinished.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT),
                     "H5Fcreate");
        write_root(created.id());
        fill(created.id());
        if (!created.reset()) throw Hdf5Error("H5Fclose");
        fs::rename(unfinished, file);
    } catch (const InputError&) {  // of the result
        fs::remove(unfinished, error);
        throw;
    } catch (const std::exception& failure) {
        fs::remove(unfinished, error);
        throw SystemError(fmt::format("{}: cannot be written: {}", file.string(), failure.what()));
    }
}

/// A dataset of known length that is filled from its start, piece by piece.
class FilledDataset {
public:
    FilledDataset(hid_t file,
                  const std::string& path,
                  hid_t type,
                  std::uint64_t n_rows,
                  GrowingShape shape)
        : path_(path),
          type_(type),
          columns_(shape.columns),
          dataset_(create_growing(file, path, type, shape)) {
        const std::array<hsize_t, 2> extent = {n_rows, columns_.value_or(1)};
        require(H5Dset_extent(dataset_.id(), extent.data()),
                fmt::format("H5Dset_extent of '{}'", path));
    }

    hid_t id() const { return dataset_.id(); }

    template <typename T>
    void append(const std::vector<T>& values) {
        if (values.empty()) return;
        const hsize_t n_values = values.size();
        const std::array<hsize_t, 2> start = {next_row_, 0};
        const std::array<hsize_t, 2> count = {n_values / columns_.value_or(1),
                                              columns_.value_or(1)};
        const Dataspace memory(H5Screate_simple(1, &n_values, nullptr), "H5Screate_simple");
        const Dataspace space(H5Dget_space(dataset_.id()), "H5Dget_space");
        require(H5Sselect_hyperslab(space.id(), H5S_SELECT_SET, start.data(), nullptr, count.data(),
                                    nullptr),
                "H5Sselect_hyperslab");
        require(H5Dwrite(dataset_.id(), type_, memory.id(), space.id(), H5P_DEFAULT, values.data()),
                fmt::format("H5Dwrite of '{}'", path_));
        next_row_ += count[0];
    }

private:
    std::string path_;
    hid_t type_;
    std::optional<std::uint64_t> columns_;
    Dataset dataset_;
    std::uint64_t next_row_ = 0;
};

void write_nodes(hid_t file, const SonataNodes& nodes) {
    const std::string base = "/nodes/" + nodes.population;
    const std::vector<std::uint32_t> zeros(nodes.size);
    std::vector<std::uint64_t> ids(nodes.size);
    std::iota(ids.begin(), ids.end(), 0);
    create_group(file, base);
    write_array<std::int64_t>(file, base + "/node_type_id", std::vector<std::int64_t>(nodes.size));
    write_array<std::uint64_t>(file, base + "/node_id", ids);
    write_array<std::uint32_t>(file, base + "/node_group_id", zeros);
    write_array<std::uint64_t>(file, base + "/node_group_index", ids);
    create_group(file, base + "/0");
    create_group(file, base + "/0/@library");
    for (const auto& [name, text] : nodes.properties) {
        write_array<std::uint32_t>(file, fmt::format("{}/0/{}", base, name), zeros);
        write_texts(file, fmt::format("{}/0/@library/{}", base, name), {text});
    }
}

void write_spikes(hid_t file,
                  const ResultReader& reader,
                  const std::string& population,
                  const ExportWindow& window) {
    const double half_a_step_ms = 0.5 * reader.dt_ms();
    std::uint64_t next = reader.first_spike_after(population, window.from_ms + half_a_step_ms);
    const auto end = reader.first_spike_after(population, window.to_ms + half_a_step_ms);
    const std::uint64_t n_spikes = end - next;
    write_sorting(create_group(file, path::spikes(population)));
    const GrowingShape shape{.chunk_rows = std::clamp<std::uint64_t>(n_spikes, 1, 131072)};
    FilledDataset times(file, path::timestamps(population), hdf5_type<double>(), n_spikes, shape);
    FilledDataset ids(file, path::node_ids(population), hdf5_type<std::uint64_t>(), n_spikes,
                      shape);
    write_attribute(times.id(), "units", std::string("ms"));
    while (next < end) {
        const auto piece = reader.spikes(population, next, std::min(numbers_per_piece, end - next));
        times.append(piece.timestamps_ms);
        ids.append(piece.node_ids);
        next += piece.node_ids.size();
    }
}

/// The values of one variable among those of all.
std::vector<float> column_of(const std::vector<float>& values,
                             std::size_t variable,
                             std::size_t n) {
    std::vector<float> column;
    column.reserve(values.size() / n);
    for (std::size_t i = variable; i < values.size(); i += n) column.push_back(values[i]);
    return column;
}

void write_samples(FilledDataset& data, const ResultReader& reader, const SonataReport& report) {
    const std::size_t n_variables = report.recorded.variables.size();
    const std::uint64_t per_piece = std::max<std::uint64_t>(
        1,
        numbers_per_piece / std::max<std::size_t>(1, report.recorded.nodes.size() * n_variables));
    for (std::uint64_t done = 0; done < report.n_samples; done += per_piece) {
        data.append(column_of(reader.samples(report.recorded.population, report.first_sample + done,
                                             std::min(per_piece, report.n_samples - done)),
                              report.variable, n_variables));
    }
}

/// How many samples of a report come before `time_ms`.
std::uint64_t samples_before(const ReportSummary& report, double time_ms) {
    // Both are whole numbers of steps; what is below a thousandth of a sample is rounding.
    const double n = std::ceil((time_ms - report.start_ms) / report.every_ms - 1e-3);
    return std::min(report.n_samples, static_cast<std::uint64_t>(std::max(0.0, n)));
}

}  // namespace

std::vector<SonataReport> sonata_reports(const ResultReader& reader, const ExportWindow& window) {
    const TimeGrid grid(reader.dt_ms());
    std::vector<SonataReport> reports;
    for (const auto& recorded : reader.reports()) {
        const std::uint64_t first = samples_before(recorded, window.from_ms);
        const std::uint64_t end = std::max(first, samples_before(recorded, window.to_ms));
        const auto time_of = [&](std::uint64_t sample) {
            const double ms = recorded.start_ms + static_cast<double>(sample) * recorded.every_ms;
            return grid.time_of(std::llround(ms / reader.dt_ms()));
        };
        for (std::size_t v = 0; v != recorded.variables.size(); ++v) {
            reports.push_back({.name = recorded.population + '.' + recorded.variables[v],
                               .recorded = recorded,
                               .variable = v,
                               .first_sample = first,
                               .n_samples = end - first,
                               .start_ms = time_of(first),
                               .stop_ms = time_of(end)});
        }
    }
    return reports;
}

void write_sonata_nodes(const fs::path& file, const std::vector<SonataNodes>& nodes) {
    write_sonata(file, [&](hid_t id) {
        create_group(id, "/nodes");
        for (const auto& population : nodes) write_nodes(id, population);
    });
}

void write_sonata_spikes(const fs::path& file,
                         const ResultReader& reader,
                         const ExportWindow& window) {
    write_sonata(file, [&](hid_t id) {
        create_group(id, "/spikes");
        for (const auto& population : reader.populations()) {
            if (population.has_spikes) write_spikes(id, reader, population.name, window);
        }
    });
}

void write_sonata_report(const fs::path& file,
                         const ResultReader& reader,
                         const SonataReport& report) {
    const std::uint64_t n_nodes = report.recorded.nodes.size();
    const std::uint64_t chunk_columns = std::clamp<std::uint64_t>(n_nodes, 1, 16384);
    write_sonata(file, [&](hid_t id) {
        const std::string& population = report.recorded.population;
        create_group(id, "/report");
        create_group(id, path::report(population));
        write_mapping(
            id, population,
            {.nodes = report.recorded.nodes,
             .start_stop_step_ms = {report.start_ms, report.stop_ms, report.recorded.every_ms}});
        const GrowingShape shape{
            .chunk_rows = std::clamp<std::uint64_t>(numbers_per_piece / chunk_columns, 1,
                                                    std::max<std::uint64_t>(1, report.n_samples)),
            .columns = n_nodes,
            .chunk_columns = chunk_columns};
        FilledDataset data(id, path::report_data(population), hdf5_type<float>(), report.n_samples,
                           shape);
        write_attribute(data.id(), "units", report.recorded.units.at(report.variable));
        write_attribute(data.id(), "variable", report.recorded.variables.at(report.variable));
        write_samples(data, reader, report);
    });
}

}  // namespace bgsim::io
