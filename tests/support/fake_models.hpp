/// A catalogue with the tables of two families, for tests that need no dynamics.
#pragma once

#include <filesystem>
#include <limits>

#include "bgsim/model/description.hpp"

namespace bgsim::test {

/// Configurations of networks of these models.
inline const std::filesystem::path example_data = BGSIM_SOURCE_DIR "/tests/unit/config/data";

inline model::ModelDescription fake_qif() {
    using enum model::Constraint;
    model::ModelDescription qif;
    qif.name = "qif";
    qif.parameters = {{"C_m", "pF", "membrane capacitance", positive, {}, false},
                      {"k", "nS/mV", "curvature", positive, {}, false},
                      {"E_L", "mV", "resting potential", any, {}, false},
                      {"V_th", "mV", "threshold", any, {}, false},
                      {"a", "1/ms", "rate of recovery", positive, {}, false},
                      {"V_b", "mV", "voltage of recovery", any, {}, false},
                      {"b_1", "nS", "slope below V_b", any, {}, false},
                      {"b_2", "nS", "slope above V_b", any, {}, false},
                      {"b_3", "pA/mV^3", "cubic coefficient", any, 0.0, false},
                      {"V_reset", "mV", "reset potential", any, {}, false},
                      {"d", "pA", "jump of recovery", any, {}, false},
                      {"V_peak", "mV", "cut-off", any, {}, false},
                      {"I_e", "pA", "constant current", any, 0.0, false},
                      {"t_ref", "ms", "refractory time", non_negative, 0.0, false}};
    qif.state = {{"V_m", "mV", "membrane potential", any, {}, false},
                 {"u", "pA", "recovery current", any, {}, false}};
    qif.orders = {{"V_reset", "V_peak"}, {"V_th", "V_peak"}};
    qif.solvers = {"rk4", "euler"};
    return qif;
}

inline model::ModelDescription fake_adex() {
    using enum model::Constraint;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    model::ModelDescription adex;
    adex.name = "adex";
    adex.parameters = {{"C_m", "pF", "membrane capacitance", positive, {}, false},
                       {"g_L", "nS", "leak conductance", positive, {}, false},
                       {"E_L", "mV", "leak reversal", any, {}, false},
                       {"V_th", "mV", "threshold", any, {}, false},
                       {"Delta_T", "mV", "slope factor", positive, {}, false},
                       {"tau_w", "ms", "time constant of w", positive, {}, false},
                       {"V_a", "mV", "voltage of adaptation", any, {}, false},
                       {"a_1", "nS", "adaptation below V_a", any, {}, false},
                       {"a_2", "nS", "adaptation above V_a", any, {}, false},
                       {"b", "pA", "jump of w", any, {}, false},
                       {"V_reset", "mV", "reset potential", any, {}, false},
                       {"V_peak", "mV", "cut-off", any, {}, false},
                       {"reset_slope", "mV/pA", "slope of the reset", any, 0.0, false},
                       {"reset_max", "mV", "highest reset", any, infinity, true},
                       {"I_e", "pA", "constant current", any, 0.0, false},
                       {"t_ref", "ms", "refractory time", non_negative, 0.0, false}};
    adex.state = {{"V_m", "mV", "membrane potential", any, {}, false},
                  {"w", "pA", "adaptation current", any, {}, false}};
    adex.orders = {{"V_reset", "V_peak"}, {"V_th", "V_peak"}};
    adex.solvers = {"rk4", "euler"};
    return adex;
}

inline model::ModelCatalogue fake_models() { return {fake_qif(), fake_adex()}; }

}  // namespace bgsim::test
