/// Currents as a user writes them: "0:20:300pA" on the command line, {from, by, to} in a file.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/diagnostics.hpp"
#include "config/tree.hpp"

namespace bgsim::protocol {

/// Currents in the unit of the user; whether a cell counts in it is found out later.
struct Currents {
    std::vector<double> values;
    std::string unit;  ///< "pA", "nA", "mV/ms", "uA/cm^2" and the like
    std::string name;  ///< the key, for messages
    config::SourceLocation location;
};

/// Whether `unit` is one in which currents of some cell are counted.
bool is_current_unit(std::string_view unit);

/// "50 pA", a list of such, or {from, by, to}; what is wrong is recorded.
std::optional<Currents> read_currents(const config::Node& node,
                                      const std::string& name,
                                      config::Diagnostics& diagnostics);

/// {from, to}: two currents that differ.
std::optional<Currents> read_ramp(const config::Node& node,
                                  const std::string& name,
                                  config::Diagnostics& diagnostics);

/// The map that the value of an option stands for: "0:20:300pA" is {from: 0 pA, by: 20 pA,
/// to: 300 pA}, with `keys` in their order. The last unit holds for what has none. With one part it
/// is that part. Nothing, and a record of it, if the number of parts differs.
std::optional<config::Node> split_option(std::string_view text,
                                         const std::vector<std::string>& keys,
                                         const config::SourceLocation& location,
                                         config::Diagnostics& diagnostics);

}  // namespace bgsim::protocol
