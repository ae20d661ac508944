/// A network of the Brian2 project, as its files say.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bgsim/config/specification.hpp"

namespace bgsim::importing {

/// A value of a cell's file under the name that it has here.
struct Value {
    std::string name;
    double number = 0.0;
    std::string unit;
    std::string origin;  ///< its key in the file, with what was done to it
};

/// One file of `params/`.
struct Cell {
    std::string name;  ///< of the file, without folder and ending; each once
    std::filesystem::path file;
    std::string source_model;  ///< "QIF"
    std::string model;         ///< "qif"
    std::vector<Value> parameters{};
    std::vector<Value> initial{};
    std::vector<std::string> notes{};
};

struct Population {
    std::string name;
    std::uint64_t size = 0;
    std::size_t cell = 0;  ///< index into the cells
};

/// Cells that fire at random and drive one population.
struct PoissonSource {
    std::string name;
    std::uint64_t size = 0;
    std::string target;
    double rate_hz = 0.0;
    config::SourceLocation location;
};

struct Receptor {
    std::string type;  ///< "AMPA", "NMDA" or "GABA"
    double g0_nS = 0.0;
    double tau_ms = 0.0;
    double E_rev_mV = 0.0;
    double delay_ms = 0.0;
    std::optional<double> beta{};  ///< 1 if it is not given
    std::optional<double> N_beta{};
    std::optional<double> ceiling_nS{};  ///< with beta; see `with_shared_receptors`

    bool has_kinetics_of(const Receptor& other) const {
        return type == other.type && tau_ms == other.tau_ms && E_rev_mV == other.E_rev_mV;
    }
};

struct Connection {
    std::string name;
    std::string pre{};
    std::string post{};
    double p = 0.0;
    double weight = 1.0;
    std::vector<Receptor> receptors{};
    config::SourceLocation location{};
};

/// Other rates of external inputs for some time.
struct Stimulus {
    double start_ms = 0.0;
    double duration_ms = 0.0;
    std::vector<std::pair<std::string, double>> rates_hz{};  ///< by population that is driven
};

struct Network {
    std::filesystem::path file;
    std::vector<Cell> cells{};
    std::vector<Population> populations{};
    std::vector<PoissonSource> sources{};
    std::vector<Connection> connections{};
    double duration_ms = 0.0;
    double discard_ms = 0.0;
    std::optional<Stimulus> stimulus{};
    bool has_shared_receptors = false;
    std::vector<std::string> remarks{};  ///< what was read in a way that the user should know

    bool is_source(const std::string& name) const;
    bool is_population(const std::string& name) const;
};

}  // namespace bgsim::importing
