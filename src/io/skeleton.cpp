#include "io/skeleton.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "io/objects.hpp"
#include "io/schema.hpp"

namespace bgsim::io {

namespace {

/// Rows of a chunk of a one-dimensional dataset that will hold about `expected` numbers of 8 bytes:
/// 4 KiB to 1 MiB, so that neither silent populations nor large ones cost much.
std::uint64_t chunk_rows_for(double expected) {
    const double bounded = std::clamp(expected / 8.0, 512.0, 131072.0);
    return std::bit_ceil(static_cast<std::uint64_t>(bounded));
}

void write_run(hid_t file, const ResultLayout& layout) {
    const TimeGrid grid(layout.dt);
    std::vector<std::string> names;
    std::vector<std::uint64_t> sizes;
    std::vector<std::uint8_t> has_spikes;
    for (const auto& population : layout.populations) {
        names.push_back(population.name);
        sizes.push_back(population.size);
        has_spikes.push_back(population.spikes ? 1 : 0);
    }
    const std::vector<std::uint64_t> none(names.size(), 0);
    create_group(file, path::run);
    write_scalar(file, path::dt, layout.dt);
    write_scalar(file, path::start, grid.time_of(layout.start));
    write_scalar(file, path::planned, grid.time_of(layout.n_steps));
    write_scalar(file, path::complete_until, grid.time_of(layout.start));
    write_texts(file, path::population_names, names);
    write_array<std::uint64_t>(file, path::population_sizes, sizes);
    write_array<std::uint8_t>(file, path::has_spikes, has_spikes);
    write_array<std::uint64_t>(file, path::n_spikes, none);
    for (const auto& population : layout.populations) {
        if (population.channels.empty()) continue;
        if (!exists(file, path::all_channels)) create_group(file, path::all_channels);
        write_texts(file, path::channels(population.name), population.channels);
    }
}

/// SONATA's enumeration of orders; its base must be an unsigned byte.
Datatype sorting_type() {
    Datatype type(H5Tenum_create(H5T_STD_U8LE), "H5Tenum_create");
    std::uint8_t value = 0;
    for (const char* name : {"none", "by_id", "by_time"}) {
        require(H5Tenum_insert(type.id(), name, &value), "H5Tenum_insert");
        ++value;
    }
    return type;
}

}  // namespace

void write_root(hid_t file) {
    write_attribute(file, "magic", sonata_magic);
    write_attribute<std::uint32_t>(file, "version", std::span(sonata_version));
}

void write_sorting(const Group& group) {
    constexpr std::uint8_t by_time = 2;
    const Datatype type = sorting_type();
    const Dataspace scalar(H5Screate(H5S_SCALAR), "H5Screate");
    const Attribute attribute(
        H5Acreate2(group.id(), "sorting", type.id(), scalar.id(), H5P_DEFAULT, H5P_DEFAULT),
        "H5Acreate of 'sorting'");
    require(H5Awrite(attribute.id(), type.id(), &by_time), "H5Awrite of 'sorting'");
}

void write_mapping(hid_t file, const std::string& population, const ReportMapping& shape) {
    const std::string mapping = path::report_mapping(population);
    const std::size_t n_elements = shape.nodes.size() * shape.n_variables;
    std::vector<std::uint64_t> pointers(shape.nodes.size() + 1);
    for (std::size_t i = 0; i != pointers.size(); ++i) pointers[i] = i * shape.n_variables;
    std::vector<std::uint32_t> element_ids(n_elements);
    for (std::size_t i = 0; i != n_elements; ++i) {
        element_ids[i] = static_cast<std::uint32_t>(i % shape.n_variables);
    }
    create_group(file, mapping);
    const Dataset nodes = write_array<std::uint64_t>(file, mapping + "/node_ids", shape.nodes);
    write_attribute(nodes.id(), "sorted", std::uint8_t{1});
    write_array<std::uint64_t>(file, mapping + "/index_pointers", pointers);
    // Some readers look for the singular, some for the plural.
    require(H5Lcreate_hard(file, (mapping + "/index_pointers").c_str(), file,
                           (mapping + "/index_pointer").c_str(), H5P_DEFAULT, H5P_DEFAULT),
            "H5Lcreate_hard of 'index_pointer'");
    write_array<std::uint32_t>(file, mapping + "/element_ids", element_ids);
    write_array<float>(file, mapping + "/element_pos", std::vector<float>(n_elements));
    const Dataset time = write_array<double>(file, path::report_time(population),
                                             std::span(shape.start_stop_step_ms));
    write_attribute(time.id(), "units", std::string("ms"));
}

namespace {

void create_spikes(hid_t file, const RecordedPopulation& population, double duration_ms) {
    constexpr double guessed_rate_per_ms = 0.005;
    const Group group = create_group(file, path::spikes(population.name));
    write_sorting(group);
    write_attribute(group.id(), "size", population.size);
    const GrowingShape shape{.chunk_rows = chunk_rows_for(static_cast<double>(population.size) *
                                                          duration_ms * guessed_rate_per_ms)};
    const Dataset timestamps =
        create_growing(file, path::timestamps(population.name), hdf5_type<double>(), shape);
    write_attribute(timestamps.id(), "units", std::string("ms"));
    create_growing(file, path::node_ids(population.name), hdf5_type<std::uint64_t>(), shape);
}

void create_report(hid_t file, const StateReport& report, const ResultLayout& layout) {
    BGSIM_EXPECT(!report.variables.empty() && report.units.size() == report.variables.size());
    constexpr std::uint64_t chunk_elements = 262144;  // 1 MiB
    create_group(file, path::report(report.population));
    const std::uint64_t columns = report.nodes.size() * report.variables.size();
    const std::uint64_t chunk_columns = std::clamp<std::uint64_t>(columns, 1, 16384);
    const auto planned = static_cast<std::uint64_t>(layout.n_steps / report.every + 1);
    const GrowingShape shape{
        .chunk_rows = std::clamp<std::uint64_t>(chunk_elements / chunk_columns, 1, planned),
        .columns = columns,
        .chunk_columns = chunk_columns};
    const Dataset data =
        create_growing(file, path::report_data(report.population), hdf5_type<float>(), shape);
    const bool agree =
        std::ranges::count(report.units, report.units.front()) == std::ranges::ssize(report.units);
    write_attribute(data.id(), "units", agree ? report.units.front() : std::string("mixed"));
    write_attribute(data.id(), "variables", report.variables);
    write_attribute(data.id(), "variable_units", report.units);
    write_mapping(file, report.population,
                  {.nodes = report.nodes,
                   .n_variables = report.variables.size(),
                   .start_stop_step_ms = {0.0, 0.0, TimeGrid(layout.dt).time_of(report.every)}});
}

void create_rates(hid_t file, const ResultLayout& layout) {
    create_group(file, "/rates");
    const auto n_bins =
        std::floor(static_cast<double>(layout.n_steps) / static_cast<double>(*layout.rate_bin));
    const auto create = [&](const std::string& name) {
        const Dataset rates =
            create_growing(file, name, hdf5_type<double>(), {.chunk_rows = chunk_rows_for(n_bins)});
        write_attribute(rates.id(), "units", std::string("Hz"));
        write_attribute(rates.id(), "bin_ms", TimeGrid(layout.dt).time_of(*layout.rate_bin));
    };
    for (const auto& population : layout.populations) create(path::rates(population.name));
    for (const auto& population : layout.populations) {
        if (population.channels.empty()) continue;
        if (!exists(file, path::all_channel_rates)) create_group(file, path::all_channel_rates);
        create_group(file, path::channel_rates(population.name));
        for (const auto& channel : population.channels) {
            create(path::channel_rates(population.name, channel));
        }
    }
}

void create_lfp(hid_t file, const ResultLayout& layout) {
    const TimeGrid grid(layout.dt);
    const LfpLayout& lfp = *layout.lfp;
    create_group(file, "/lfp");
    const double n_samples =
        std::floor(static_cast<double>(layout.n_steps) / static_cast<double>(lfp.every));
    for (const PopulationId id : lfp.populations) {
        const Dataset data =
            create_growing(file, path::lfp(layout.populations[id].name), hdf5_type<double>(),
                           {.chunk_rows = chunk_rows_for(n_samples)});
        write_attribute(data.id(), "units", std::string("pA"));
        write_attribute(data.id(), "every_ms", grid.time_of(lfp.every));
        const Step first = (layout.start + lfp.every - 1) / lfp.every * lfp.every;
        write_attribute(data.id(), "start_ms", grid.time_of(first));
    }
}

}  // namespace

void create_skeleton(const std::filesystem::path& name, const ResultLayout& layout) {
    File file(H5Fcreate(name.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT), "H5Fcreate");
    write_root(file.id());
    write_run(file.id(), layout);
    create_group(file.id(), "/spikes");
    const double duration_ms = TimeGrid(layout.dt).time_of(layout.n_steps);
    for (const auto& population : layout.populations) {
        if (population.spikes) create_spikes(file.id(), population, duration_ms);
    }
    if (!layout.reports.empty()) create_group(file.id(), "/report");
    for (const auto& report : layout.reports) create_report(file.id(), report, layout);
    if (layout.rate_bin) create_rates(file.id(), layout);
    if (layout.lfp) create_lfp(file.id(), layout);
    create_group(file.id(), "/provenance");
    for (const auto& [key, text] : layout.provenance) {
        write_text(file.id(), path::provenance(key), text);
    }
    if (!file.reset()) throw Hdf5Error("H5Fclose");
}

}  // namespace bgsim::io
