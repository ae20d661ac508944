/// What a neuron model tells about itself; everything that must know models by name reads this.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace bgsim::model {

/// Which values a parameter may take.
enum class Constraint { any, positive, non_negative };

/// One parameter or state variable: how YAML, JSON, HDF5 and `bgsim models` call it.
struct FieldDescription {
    std::string name;     ///< symbol, for example "C_m"
    std::string unit;     ///< for example "pF"; "1" if it has none
    std::string meaning;  ///< a few words
    Constraint constraint = Constraint::any;
    std::optional<double> fallback;  ///< [unit] value if it is not given; none: it must be given
    bool may_be_infinite = false;    ///< `.inf` is accepted ("no limit")
};

/// `lower` must be smaller than `upper`; both name parameters of the same model.
struct OrderConstraint {
    std::string lower;
    std::string upper;
};

/// All state variables of a cell at rest at a membrane potential [mV], from its parameters; both in
/// the order of the model's tables.
using SteadyState =
    std::function<std::vector<double>(const std::vector<double>& parameters, double V_m)>;

/// A family of neuron models.
struct ModelDescription {
    std::string name;       ///< as in "model": "qif" (compared without regard to case)
    std::string title;      ///< one line
    std::string equations;  ///< plain text, several lines
    std::string source;     ///< publication
    std::vector<FieldDescription> parameters;
    std::vector<FieldDescription> state;
    std::vector<OrderConstraint> orders;
    std::vector<std::string> solvers;  ///< the first is the default
    std::string starts_at = "E_L";     ///< parameter at which V_m starts; empty: at its fallback
    SteadyState steady_state = {};     ///< how the others start; none: at their fallback
    /// Longest step of each solver [ms] where steps of the network are cut into shorter ones.
    std::vector<double> largest_step_ms = {};
};

/// All models that this program knows.
using ModelCatalogue = std::vector<ModelDescription>;

}  // namespace bgsim::model
