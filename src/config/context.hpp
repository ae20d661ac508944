/// What the readers of the sections share while a specification is built.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "bgsim/model/description.hpp"
#include "bgsim/recorded_spikes.hpp"
#include "config/cells.hpp"
#include "config/diagnostics.hpp"
#include "config/overrides.hpp"
#include "config/tree.hpp"

namespace bgsim::config {

/// What is known about a population beyond its specification; faults here silence messages that
/// would only follow from other mistakes.
struct PopulationStatus {
    bool has_size = false;
    bool has_ports = false;              ///< false if the cell could not be read
    bool has_topography = true;          ///< false if its channels or places could not be read
    bool only_sends = false;             ///< cells without a model, that fire by themselves
    std::set<std::string> faulty_ports;  ///< named, but with mistakes
    const model::ModelDescription* model = nullptr;
};

/// What stands in the resolved configuration for what was read from another file.
struct Replacement {
    std::string path;                  ///< of a map: "inputs.CTX -> STN.poisson"
    std::vector<std::string> removed;  ///< keys of it
    std::vector<Entry> added;
};

struct Context {
    const model::ModelCatalogue& models;
    Diagnostics& diagnostics;
    CellLibrary& cells;
    const SizeChanges& size_changes;             ///< what --scale did; empty without it
    const std::filesystem::path& configuration;  ///< its file
    const SpikeReader& read_spikes;              ///< none: recorded spikes are not wanted
    Node& root;                                  ///< the merged configuration
    Specification specification;
    std::vector<PopulationStatus> status;  ///< of each population
    std::vector<Replacement> replacements;
    /// In place of the given deviation of dopamine, where its level changes with time.
    std::optional<double> assumed_phi;
    bool has_grid = true;  ///< dt is valid

    /// phi, the deviation of dopamine from its baseline.
    double phi() const { return assumed_phi.value_or(specification.phi()); }

    /// The names of all populations.
    std::vector<std::string> population_names() const;

    /// The population called `name`; nothing if there is none.
    std::optional<PopulationId> find_population(const std::string& name) const;

    /// Like `find_population`, but records an unknown name.
    std::optional<PopulationId> require_population(const std::string& name,
                                                   const SourceLocation& location);

    /// Like `require_population`, for what needs cells with a model.
    /// @param role  what they are needed for, for example "be the target of an input"
    std::optional<PopulationId> require_target(const std::string& name,
                                               const SourceLocation& location,
                                               std::string_view role);

    /// Whether the channels and places of both sides were read without a mistake.
    bool knows_topography(const Projection& projection) const {
        return status[projection.source].has_topography && status[projection.target].has_topography;
    }

    /// The port of `population` that `node` names; nothing if there is none, or if it is faulty.
    /// An unknown name is recorded.
    std::optional<std::uint32_t> require_port(PopulationId population,
                                              const std::string& port,
                                              const SourceLocation& location);

    /// The file that `node` names: relative to the file in which it stands.
    std::filesystem::path file_named_by(const Node& node) const;

    /// A time that is a multiple of dt, in steps, at least `smallest`.
    std::optional<Step> read_steps(const Node& node, std::string_view name, Step smallest);

    /// Whether the name of a population, projection, input or port is allowed, as far as all have
    /// the same rules; if not, this is recorded.
    bool check_name(const Entry& entry, std::string_view kind);
};

/// `time_ms` in steps if it is a multiple of `dt`.
std::optional<Step> on_grid(double time_ms, double dt);

/// The nearest step to `time_ms`.
Step nearest_step(double time_ms, double dt);

}  // namespace bgsim::config
