#include "importing/ports.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "bgsim/error.hpp"

namespace bgsim::importing {
namespace {

void add(std::vector<Port>& ports, const Receptor& receptor, const std::string& connection) {
    const auto found = std::ranges::find_if(
        ports, [&](const Port& port) { return port.kinetics.has_kinetics_of(receptor); });
    if (found != ports.end()) {
        found->connections.push_back(connection);
    } else {
        ports.push_back({"", receptor, {connection}});
    }
}

/// Number those of a type of which there are several.
void name(std::vector<Port>& ports) {
    for (Port& port : ports) {
        const std::string& type = port.kinetics.type;
        const auto same_type = [&](const Port& other) { return other.kinetics.type == type; };
        if (std::ranges::count_if(ports, same_type) == 1) {
            port.name = type;
            continue;
        }
        const auto n_named = std::ranges::count_if(
            ports, [&](const Port& other) { return same_type(other) && !other.name.empty(); });
        port.name = fmt::format("{}_{}", type, n_named + 1);
    }
}

std::string kinetics(const Port& port) {
    return fmt::format("{:g} ms, {:g} mV ({})", port.kinetics.tau_ms, port.kinetics.E_rev_mV,
                       fmt::join(port.connections, ", "));
}

}  // namespace

Ports::Ports(const Network& network) {
    for (const Connection& connection : network.connections) {
        for (const Receptor& receptor : connection.receptors) {
            add(ports_[connection.post], receptor, connection.name);
        }
    }
    for (auto& [population, ports] : ports_) name(ports);
}

const std::vector<Port>& Ports::of(const std::string& population) const {
    const auto found = ports_.find(population);
    return found == ports_.end() ? none_ : found->second;
}

const std::string& Ports::name_of(const std::string& population, const Receptor& receptor) const {
    const auto& ports = of(population);
    const auto found = std::ranges::find_if(
        ports, [&](const Port& port) { return port.kinetics.has_kinetics_of(receptor); });
    BGSIM_EXPECT(found != ports.end());
    return found->name;
}

std::vector<std::string> Ports::remarks() const {
    std::vector<std::string> remarks;
    for (const auto& [population, ports] : ports_) {
        for (const std::string type : {"AMPA", "NMDA", "GABA"}) {
            std::vector<std::string> different;
            for (const Port& port : ports) {
                if (port.kinetics.type == type) different.push_back(kinetics(port));
            }
            if (different.size() < 2) continue;
            remarks.push_back(
                fmt::format("{} of {} has {} kinetics, all kept: {}; the project uses one of them "
                            "for all, that of its last connection",
                            type, population, different.size(), fmt::join(different, "; ")));
        }
    }
    return remarks;
}

}  // namespace bgsim::importing
