/// What a protocol must know about a cell before it can be put into a network.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "bgsim/model/description.hpp"
#include "config/diagnostics.hpp"
#include "config/tree.hpp"
#include "protocol/currents.hpp"

namespace bgsim::protocol {

struct StateVariable {
    std::string name;
    std::string unit;
};

struct Cell {
    std::string label;       ///< as the user calls it
    std::string population;  ///< the same as the name of a population
    config::Node reference;  ///< after `cell:`
    std::string model;
    std::string current_unit;           ///< what `I_e` is counted in: "pA", "mV/ms" or "uA/cm^2"
    double picoamperes_per_unit = 1.0;  ///< of current_unit: C_m or area / 100; 0 if it varies
    double capacitance_pF = 100.0;      ///< of the whole cell; of the mean one if it varies
    double I_e = 0.0;                   ///< [current_unit]
    double E_L = 0.0;                   ///< [mV] where the model has it, else 0
    std::vector<StateVariable> states;
    std::vector<config::Port> ports;
};

/// What `population`, of a network that was loaded, says about its cell.
Cell cell_of(const config::Population& population, const model::ModelDescription& model);

/// `value` in `unit` as a current into the cell [pA]. The unit fits.
double in_picoamperes(double value, std::string_view unit, const Cell& cell);

/// Record that `currents` are in a unit in which `cell` does not count, if so.
void check_unit(const Currents& currents, const Cell& cell, config::Diagnostics& diagnostics);

}  // namespace bgsim::protocol
