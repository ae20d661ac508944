#include "io/result_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "bgsim/error.hpp"
#include "io/objects.hpp"
#include "io/schema.hpp"

namespace bgsim::io {

struct ResultReader::Implementation {
    std::string name;
    File file;
    double dt_ms = 0.0;
    double start_ms = 0.0;
    double planned_ms = 0.0;
    double complete_until_ms = 0.0;
    std::vector<PopulationSummary> populations;
};

namespace {

[[noreturn]] void refuse(const std::string& file, const std::string& why) {
    throw InputError(fmt::format("{}: {}", file, why), ExitCode::missing_input);
}

/// Do `action`; what HDF5 finds wrong becomes an error in the user's file.
template <typename Action>
auto reading(const std::string& file, Action action) {
    try {
        return action();
    } catch (const Hdf5Error& error) {
        refuse(file, fmt::format("cannot be read: {}", error.what()));
    }
}

Dataset open_dataset(const File& file, const std::string& name) {
    return {H5Dopen2(file.id(), name.c_str(), H5P_DEFAULT), fmt::format("H5Dopen of '{}'", name)};
}

File open_result(const std::filesystem::path& name) {
    if (!std::filesystem::exists(name)) refuse(name.string(), "there is no such file");
    if (H5Fis_hdf5(name.c_str()) <= 0) {
        refuse(name.string(),
               "is no result of bgsim: it is no HDF5 file, or its run ended before anything was "
               "written");
    }
    const PropertyList access = access_beside_others();
    File file(H5Fopen(name.c_str(), H5F_ACC_RDONLY, access.id()), "H5Fopen");
    if (!exists(file.id(), path::run)) {
        refuse(name.string(),
               fmt::format("is no result of bgsim: it has no group '{}'", path::run));
    }
    return file;
}

std::vector<PopulationSummary> read_populations(const File& file) {
    const auto names = read_texts(file.id(), path::population_names);
    const auto sizes = read_array<std::uint64_t>(file.id(), path::population_sizes);
    const auto has_spikes = read_array<std::uint8_t>(file.id(), path::has_spikes);
    const auto n_spikes = read_array<std::uint64_t>(file.id(), path::n_spikes);
    std::vector<PopulationSummary> populations;
    for (std::size_t i = 0; i != names.size(); ++i) {
        populations.push_back({names[i], sizes.at(i), has_spikes.at(i) != 0, n_spikes.at(i)});
    }
    if (!exists(file.id(), path::all_channels)) return populations;
    for (const auto& name : children(file.id(), path::all_channels)) {
        const auto divided = std::ranges::find(populations, name, &PopulationSummary::name);
        if (divided == populations.end()) continue;
        divided->channels = read_texts(file.id(), path::channels(name));
    }
    return populations;
}

/// Rows [first, first + count) of a dataset; `extent` is that of the dataset.
template <typename T>
std::vector<T> read_rows(const Dataset& dataset,
                         std::vector<std::uint64_t> extent,
                         std::uint64_t first,
                         std::uint64_t count) {
    std::vector<hsize_t> start(extent.size(), 0);
    std::vector<hsize_t> block(extent.begin(), extent.end());
    start.front() = first;
    block.front() = count;
    hsize_t n = 1;
    for (const hsize_t length : block) n *= length;
    std::vector<T> values(n);
    if (n == 0) return values;
    const Dataspace space(H5Dget_space(dataset.id()), "H5Dget_space");
    const Dataspace memory(H5Screate_simple(1, &n, nullptr), "H5Screate_simple");
    require(H5Sselect_hyperslab(space.id(), H5S_SELECT_SET, start.data(), nullptr, block.data(),
                                nullptr),
            "H5Sselect_hyperslab");
    require(
        H5Dread(dataset.id(), hdf5_type<T>(), memory.id(), space.id(), H5P_DEFAULT, values.data()),
        "H5Dread");
    return values;
}

/// Samples lie at multiples of `every_ms` before `until_ms`; a small part of a step absorbs
/// rounding.
std::uint64_t n_samples_before(double until_ms, double start_ms, double every_ms) {
    return static_cast<std::uint64_t>(
        std::max(0.0, std::ceil((until_ms - start_ms) / every_ms - 1e-6)));
}

ReportSummary read_report(const File& file, const std::string& population, double until_ms) {
    const Dataset data = open_dataset(file, path::report_data(population));
    const auto time = read_array<double>(file.id(), path::report_time(population));
    ReportSummary report;
    report.population = population;
    report.nodes =
        read_array<std::uint64_t>(file.id(), path::report_mapping(population) + "/node_ids");
    report.variables = read_attribute_texts(data.id(), "variables");
    report.units = read_attribute_texts(data.id(), "variable_units");
    report.start_ms = time.at(0);
    report.every_ms = time.at(2);
    report.n_samples = std::min(extent_of(data).front(),
                                n_samples_before(until_ms, report.start_ms, report.every_ms));
    return report;
}

}  // namespace

ResultReader::ResultReader(const std::filesystem::path& file)
    : implementation_(std::make_unique<Implementation>()) {
    silence_hdf5();
    Implementation& self = *implementation_;
    self.name = file.string();
    reading(self.name, [&] {
        self.file = open_result(file);
        self.dt_ms = read_scalar<double>(self.file.id(), path::dt);
        self.start_ms = read_scalar<double>(self.file.id(), path::start);
        self.planned_ms = read_scalar<double>(self.file.id(), path::planned);
        self.complete_until_ms = read_scalar<double>(self.file.id(), path::complete_until);
        self.populations = read_populations(self.file);
    });
}

ResultReader::~ResultReader() = default;

const std::string& ResultReader::file() const { return implementation_->name; }
double ResultReader::dt_ms() const { return implementation_->dt_ms; }
double ResultReader::start_ms() const { return implementation_->start_ms; }
double ResultReader::planned_ms() const { return implementation_->planned_ms; }
double ResultReader::complete_until_ms() const { return implementation_->complete_until_ms; }

const std::vector<PopulationSummary>& ResultReader::populations() const {
    return implementation_->populations;
}

const PopulationSummary& ResultReader::population(const std::string& name) const {
    const auto& all = implementation_->populations;
    const auto found = std::ranges::find(all, name, &PopulationSummary::name);
    if (found != all.end()) return *found;
    std::vector<std::string> names;
    for (const auto& population : all) names.push_back(population.name);
    throw InputError(fmt::format("{}: has no population '{}'; it has: {}", implementation_->name,
                                 name, fmt::join(names, ", ")));
}

SpikeTrainSlice ResultReader::spikes(const std::string& name,
                                     std::uint64_t first,
                                     std::uint64_t count) const {
    const PopulationSummary& source = population(name);
    if (!source.has_spikes || first >= source.n_spikes) return {};
    const std::uint64_t n = std::min(count, source.n_spikes - first);
    return reading(implementation_->name, [&] {
        const Dataset times = open_dataset(implementation_->file, path::timestamps(name));
        const Dataset ids = open_dataset(implementation_->file, path::node_ids(name));
        return SpikeTrainSlice{read_rows<double>(times, {source.n_spikes}, first, n),
                               read_rows<std::uint64_t>(ids, {source.n_spikes}, first, n)};
    });
}

std::uint64_t ResultReader::first_spike_after(const std::string& name, double time_ms) const {
    const PopulationSummary& source = population(name);
    if (!source.has_spikes || source.n_spikes == 0) return 0;
    return reading(implementation_->name, [&] {
        const Dataset times = open_dataset(implementation_->file, path::timestamps(name));
        std::uint64_t low = 0;
        std::uint64_t high = source.n_spikes;
        while (low != high) {
            const std::uint64_t middle = low + (high - low) / 2;
            const double time = read_rows<double>(times, {source.n_spikes}, middle, 1).front();
            (time > time_ms ? high : low) = time > time_ms ? middle : middle + 1;
        }
        return low;
    });
}

std::optional<double> ResultReader::rate_bin_ms() const {
    const File& file = implementation_->file;
    if (!exists(file.id(), "/rates")) return std::nullopt;
    return reading(implementation_->name, [&]() -> std::optional<double> {
        const auto names = children(file.id(), "/rates");
        if (names.empty()) return std::nullopt;
        return read_attribute<double>(open_dataset(file, path::rates(names.front())).id(),
                                      "bin_ms");
    });
}

std::vector<double> ResultReader::rates_hz(const std::string& name) const {
    population(name);
    return reading(implementation_->name, [&] {
        return read_array<double>(implementation_->file.id(), path::rates(name));
    });
}

std::vector<double> ResultReader::rates_hz(const std::string& name,
                                           const std::string& channel) const {
    population(name);
    return reading(implementation_->name, [&] {
        return read_array<double>(implementation_->file.id(), path::channel_rates(name, channel));
    });
}

std::optional<LfpSummary> ResultReader::lfp() const {
    const File& file = implementation_->file;
    if (!exists(file.id(), "/lfp")) return std::nullopt;
    return reading(implementation_->name, [&]() -> std::optional<LfpSummary> {
        LfpSummary lfp{.populations = children(file.id(), "/lfp")};
        if (lfp.populations.empty()) return std::nullopt;
        const Dataset data = open_dataset(file, path::lfp(lfp.populations.front()));
        lfp.start_ms = read_attribute<double>(data.id(), "start_ms");
        lfp.every_ms = read_attribute<double>(data.id(), "every_ms");
        lfp.n_samples = std::min(
            extent_of(data).front(),
            n_samples_before(implementation_->complete_until_ms, lfp.start_ms, lfp.every_ms));
        return lfp;
    });
}

std::vector<double> ResultReader::lfp_samples(const std::string& name,
                                              std::uint64_t first,
                                              std::uint64_t count) const {
    const auto summary = lfp();
    if (!summary || first >= summary->n_samples) return {};
    return reading(implementation_->name, [&] {
        const Dataset data = open_dataset(implementation_->file, path::lfp(name));
        return read_rows<double>(data, extent_of(data), first,
                                 std::min(count, summary->n_samples - first));
    });
}

std::vector<ReportSummary> ResultReader::reports() const {
    const File& file = implementation_->file;
    if (!exists(file.id(), "/report")) return {};
    return reading(implementation_->name, [&] {
        std::vector<ReportSummary> all;
        for (const auto& name : children(file.id(), "/report")) {
            all.push_back(read_report(file, name, implementation_->complete_until_ms));
        }
        return all;
    });
}

std::vector<float> ResultReader::samples(const std::string& name,
                                         std::uint64_t first,
                                         std::uint64_t count) const {
    return reading(implementation_->name, [&]() -> std::vector<float> {
        const File& file = implementation_->file;
        const auto report = read_report(file, name, implementation_->complete_until_ms);
        if (first >= report.n_samples) return {};
        const Dataset data = open_dataset(file, path::report_data(name));
        return read_rows<float>(data, extent_of(data), first,
                                std::min(count, report.n_samples - first));
    });
}

std::vector<std::pair<std::string, std::string>> ResultReader::provenance() const {
    return reading(implementation_->name, [&] {
        std::vector<std::pair<std::string, std::string>> all;
        for (const auto& key : children(implementation_->file.id(), "/provenance")) {
            all.emplace_back(key, provenance(key).value_or(""));
        }
        return all;
    });
}

std::optional<std::string> ResultReader::provenance(const std::string& key) const {
    return reading(implementation_->name, [&]() -> std::optional<std::string> {
        const hid_t file = implementation_->file.id();
        if (!exists(file, "/provenance") || !exists(file, path::provenance(key))) {
            return std::nullopt;
        }
        return read_texts(file, path::provenance(key)).at(0);
    });
}

}  // namespace bgsim::io
