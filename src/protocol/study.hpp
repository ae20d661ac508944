/// A plan with its cells: checked, and ready to be simulated.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "bgsim/config/cell_catalogue.hpp"
#include "bgsim/config/load.hpp"
#include "bgsim/model/description.hpp"
#include "protocol/cell.hpp"
#include "protocol/network_tree.hpp"
#include "protocol/plan.hpp"

namespace bgsim::protocol {

/// Where cells and models come from.
struct StudySources {
    std::filesystem::path configuration;          ///< cells are searched from its folder
    std::vector<std::filesystem::path> params{};  ///< folders searched first
    const model::ModelCatalogue& models;
};

/// Used on rank 0.
class Study {
public:
    /// Read `root`, a configuration with a section `protocol`, and load its cells.
    /// @param diagnostics  may hold what was found wrong before
    /// @throws InputError with all mistakes
    Study(const config::Node& root, StudySources sources, config::Diagnostics& diagnostics);

    const Plan& plan() const { return plan_; }
    std::span<const Cell> cells() const { return cells_; }
    /// What the file of a cell says about it.
    /// @throws InputError with all mistakes of the file
    config::CellDescription describe(const Cell& cell) const;
    /// What the user should know.
    const std::vector<std::string>& notes() const { return notes_; }

    /// The current into a cell all the time [pA].
    double held_current(const Cell& cell) const;
    /// The current into a cell until it is changed [pA].
    double current_before(const Cell& cell) const;
    /// The current into a cell when it gets `current`, in the user's unit [pA].
    double current_during(const Cell& cell, double current) const;

    /// Cells whose current is changed: without a current of their own where the plan replaces it.
    void add_driven(NetworkTree& tree, const Cell& cell, std::size_t size) const;

    /// Record what is wrong with `tree`.
    void check(const NetworkTree& tree, config::Diagnostics& diagnostics) const;
    /// @throws InputError if `tree` is no valid configuration
    config::Specification load(const NetworkTree& tree) const;

private:
    void load_cells(config::Diagnostics& diagnostics);
    void note_dopamine(const config::Specification& specification);
    void check_currents(config::Diagnostics& diagnostics) const;

    StudySources sources_;
    Plan plan_;
    std::vector<Cell> cells_;
    std::vector<std::string> notes_;
};

}  // namespace bgsim::protocol
