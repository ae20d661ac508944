/// Writes the configuration of the network that a protocol needs.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/tree.hpp"
#include "protocol/cell.hpp"
#include "protocol/plan.hpp"

namespace bgsim::protocol {

/// "12.5 pA", so that it is read back exactly.
std::string quantity(double value, const std::string& unit);

/// A map, with the entries to be assigned one after the other.
config::Node empty_map();

/// A current into some cells of a population [pA].
struct Injection {
    std::string population;
    std::string name;                                  ///< unique among those into this population
    std::string neurons;                               ///< "3", "0-9"; empty: all
    double before_pA = 0.0;                            ///< until the first change
    std::vector<std::pair<double, double>> changes{};  ///< from this time [ms] on, this current
    std::vector<std::pair<double, double>> ramp{};     ///< straight between these, instead
};

/// Samples of state variables of one population.
struct Sampling {
    std::string population;
    std::vector<std::string> variables;
    double every_ms = 0.1;
    std::string neurons{};  ///< empty: all
};

/// One spike source joined to one population, all to all.
struct Synapse {
    std::string source;
    std::string target;
    config::Node port;
    config::Node weight;
    std::optional<config::Node> plasticity{};
};

/// The tree of a configuration, in the language of docs/configuration.md.
class NetworkTree {
public:
    /// Seed, dopamine, precision and names as the plan says; `experiment` if it names none.
    NetworkTree(const Plan& plan, const std::string& experiment);

    void set_time(double duration_ms, double discard_ms);

    /// `size` copies of `cell` named `name`, which take what the plan says of its cells.
    void add_cells(const Cell& cell, const std::string& name, std::size_t size);

    bool has_population(const std::string& name) const;

    /// Replace a parameter or initial value of a population that was added.
    void set(const std::string& population,
             const char* section,
             const std::string& name,
             const std::string& value);
    void set_solver(const std::string& population, const std::string& solver);

    /// A cell that fires at `times_ms`.
    void add_source(const std::string& name, const std::vector<double>& times_ms);

    void add(const Injection& injection);
    void add(const Sampling& sampling);
    void add(const Synapse& synapse);

    const config::Node& root() const { return root_; }
    double dt_ms() const { return dt_ms_; }

private:
    config::Node& section(const std::string& name);

    config::Node root_;
    config::Node cell_options_;
    double dt_ms_;
};

}  // namespace bgsim::protocol
