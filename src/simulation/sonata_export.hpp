/// A result as a SONATA circuit and simulation, which libsonata and bluepysnap open.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "bgsim/model/description.hpp"
#include "io/export_sonata.hpp"

namespace bgsim::simulation {

/// What of a result is written; the reader must outlive it.
class SonataExport {
public:
    /// @throws InputError (66) if the result does not hold its configuration, (78) if that is not
    ///         understood any more
    SonataExport(const io::ResultReader& reader,
                 const io::ExportWindow& window,
                 const model::ModelCatalogue& models);

    /// circuit_config.json, simulation_config.json, node_sets.json, nodes.h5, spikes.h5, and
    /// `<population>.<variable>.h5` for each recorded variable.
    std::vector<std::filesystem::path> files(const std::filesystem::path& folder) const;

    /// Write them into the existing folder; what is there is replaced. They name each other by
    /// paths within the folder. @throws SystemError (74)
    void write(const std::filesystem::path& folder) const;

private:
    std::string circuit_config() const;
    std::string node_sets() const;
    std::string simulation_config() const;

    const io::ResultReader* reader_;
    io::ExportWindow window_;
    config::Specification specification_;
    std::vector<io::SonataNodes> nodes_;
    std::vector<io::SonataReport> reports_;
};

}  // namespace bgsim::simulation
