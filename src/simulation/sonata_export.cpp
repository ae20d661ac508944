#include "simulation/sonata_export.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bgsim/config/load.hpp"
#include "bgsim/error.hpp"
#include "core/whole_file.hpp"

namespace bgsim::simulation {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* circuit_file = "circuit_config.json";
constexpr const char* simulation_file = "simulation_config.json";
constexpr const char* node_sets_file = "node_sets.json";
constexpr const char* nodes_file = "nodes.h5";
constexpr const char* spikes_file = "spikes.h5";

constexpr int sonata_config_version = 2;  ///< the first with the type of a population

/// The manifest makes the folder of the configuration the base of all paths.
Json begun() { return {{"version", sonata_config_version}, {"manifest", {{"$BASE_DIR", "."}}}}; }

std::string in_base(const std::string& file) { return "$BASE_DIR/" + file; }

config::Specification specification_of(const io::ResultReader& reader,
                                       const model::ModelCatalogue& models) {
    const auto configuration = reader.provenance("configuration");
    if (!configuration) {
        throw InputError(fmt::format("{}: has no /provenance/configuration, which says what its "
                                     "cells are; export it as csv",
                                     reader.file()),
                         ExitCode::missing_input);
    }
    return config::load_text(*configuration, reader.file(), {}, models);
}

std::string model_type(const config::Population& population) {
    return population.model.empty() ? "virtual" : "point_neuron";
}

io::SonataNodes nodes_of(const io::PopulationSummary& recorded,
                         const config::Specification& specification,
                         const std::string& file) {
    const auto found =
        std::ranges::find(specification.populations, recorded.name, &config::Population::name);
    if (found == specification.populations.end()) {
        throw InputError(
            fmt::format("{}: its configuration has no population '{}'", file, recorded.name),
            ExitCode::missing_input);
    }
    io::SonataNodes nodes{.population = recorded.name, .size = recorded.size, .properties = {}};
    nodes.properties.emplace_back("model_type", model_type(*found));
    nodes.properties.emplace_back("model_template",
                                  found->model.empty() ? "NULL" : "bgsim:" + found->model);
    if (!found->cell.empty()) nodes.properties.emplace_back("cell", found->cell);
    return nodes;
}

/// The node set of the cells of a report: a name of its own unless it is the whole population.
std::string node_set_of(const io::SonataReport& report, const io::ResultReader& reader) {
    const std::string& population = report.recorded.population;
    const bool all = report.recorded.nodes.size() == reader.population(population).size;
    return all ? population : population + ".recorded";
}

Json report_json(const io::SonataReport& report, const io::ResultReader& reader) {
    return {{"cells", node_set_of(report, reader)},
            {"type", "compartment"},
            {"sections", "soma"},
            {"compartments", "center"},
            {"variable_name", report.recorded.variables.at(report.variable)},
            {"unit", report.recorded.units.at(report.variable)},
            {"dt", report.recorded.every_ms},
            {"start_time", report.start_ms},
            {"end_time", report.stop_ms},
            {"file_name", report.name + ".h5"},
            {"enabled", true}};
}

std::string text_of(const Json& json) { return json.dump(2) + '\n'; }

}  // namespace

SonataExport::SonataExport(const io::ResultReader& reader,
                           const io::ExportWindow& window,
                           const model::ModelCatalogue& models)
    : reader_(&reader),
      window_(window),
      specification_(specification_of(reader, models)),
      reports_(io::sonata_reports(reader, window)) {
    for (const auto& population : reader.populations()) {
        nodes_.push_back(nodes_of(population, specification_, reader.file()));
    }
}

std::vector<std::filesystem::path> SonataExport::files(const std::filesystem::path& folder) const {
    std::vector<std::filesystem::path> all = {folder / circuit_file, folder / simulation_file,
                                              folder / node_sets_file, folder / nodes_file,
                                              folder / spikes_file};
    for (const auto& report : reports_) all.push_back(folder / (report.name + ".h5"));
    return all;
}

void SonataExport::write(const std::filesystem::path& folder) const {
    io::write_sonata_nodes(folder / nodes_file, nodes_);
    io::write_sonata_spikes(folder / spikes_file, *reader_, window_);
    for (const auto& report : reports_) {
        io::write_sonata_report(folder / (report.name + ".h5"), *reader_, report);
    }
    // Last, so that they name nothing that is not there.
    core::write_whole(folder / node_sets_file, node_sets());
    core::write_whole(folder / circuit_file, circuit_config());
    core::write_whole(folder / simulation_file, simulation_config());
}

std::string SonataExport::circuit_config() const {
    Json populations = Json::object();
    for (const auto& nodes : nodes_) {
        populations[nodes.population] = {{"type", nodes.properties.front().second}};
    }
    Json json = begun();
    json["node_sets_file"] = in_base(node_sets_file);
    json["networks"] = {
        {"nodes",
         Json::array({{{"nodes_file", in_base(nodes_file)}, {"populations", populations}}})},
        {"edges", Json::array()}};
    return text_of(json);
}

std::string SonataExport::node_sets() const {
    Json json = Json::object();
    for (const auto& nodes : nodes_) {
        json[nodes.population] = {{"population", Json::array({nodes.population})}};
    }
    for (const auto& report : reports_) {
        const std::string name = node_set_of(report, *reader_);
        if (json.contains(name)) continue;
        json[name] = {{"population", Json::array({report.recorded.population})},
                      {"node_id", report.recorded.nodes}};
    }
    return text_of(json);
}

std::string SonataExport::simulation_config() const {
    Json json = begun();
    json["network"] = in_base(circuit_file);
    json["run"] = {{"tstart", window_.from_ms},
                   {"tstop", window_.to_ms},
                   {"dt", reader_->dt_ms()},
                   {"random_seed", specification_.seed}};
    json["output"] = {{"output_dir", "$BASE_DIR"},
                      {"spikes_file", spikes_file},
                      {"spikes_sort_order", "by_time"}};
    for (const auto& report : reports_)
        json["reports"][report.name] = report_json(report, *reader_);
    json["metadata"] = {{"program", "bgsim"},
                        {"version", reader_->provenance("version").value_or("")},
                        {"commit", reader_->provenance("commit").value_or("")},
                        {"experiment", specification_.experiment}};
    return text_of(json);
}

}  // namespace bgsim::simulation
