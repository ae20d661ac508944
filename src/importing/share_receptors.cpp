#include "importing/share_receptors.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "config/spelling.hpp"

namespace bgsim::importing {
namespace {

/// The receptors of one type of one population.
using Shared = std::map<std::pair<std::string, std::string>, Receptor>;

/// Constants of the project's code [nS].
struct Saturation {
    double floor;
    double highest;
};

Saturation saturation_of(const std::string& type) {
    constexpr double safety = 1.5;
    if (type == "AMPA") return {1.0, safety * 4.6};
    if (type == "NMDA") return {0.5, safety * 2.3};
    return {1.0, safety * 5.5};
}

/// By their names, as the project does it.
bool is_external(const Connection& connection) {
    const std::string name = config::lower_case(connection.name);
    return name.starts_with("ext") || name.starts_with("cortex");
}

/// What the conductance of a receptor is at most when a spike of the connection has arrived: its
/// time constant times g0 [nS], within constants.
double ceiling_of(const Receptor& own) {
    const Saturation saturation = saturation_of(own.type);
    return std::min(std::max(own.tau_ms * own.g0_nS, saturation.floor), saturation.highest);
}

Shared last_kinetics(const Network& network) {
    Shared shared;
    for (const Connection& connection : network.connections) {
        for (const Receptor& receptor : connection.receptors) {
            Receptor& last = shared[{connection.post, receptor.type}];
            const auto beta = receptor.beta ? receptor.beta : last.beta;
            last = receptor;
            last.beta = beta;
        }
    }
    return shared;
}

std::string described(const Receptor& receptor) {
    const std::string beta = receptor.beta ? fmt::format("beta {:g}", *receptor.beta) : "no beta";
    return fmt::format("{:g} ms, {:g} mV, {}", receptor.tau_ms, receptor.E_rev_mV, beta);
}

bool is_as(const Receptor& own, const Receptor& shared) {
    return own.has_kinetics_of(shared) && own.beta.value_or(1.0) == shared.beta.value_or(1.0);
}

void add_shared_remarks(const Shared& shared, Network& network) {
    for (const auto& [key, last] : shared) {
        const auto& [post, type] = key;
        std::vector<std::string> others;
        for (const Connection& connection : network.connections) {
            for (const Receptor& own : connection.receptors) {
                if (connection.post != post || own.type != type || is_as(own, last)) continue;
                others.push_back(fmt::format("{} ({})", connection.name, described(own)));
            }
        }
        if (others.empty()) continue;
        network.remarks.push_back(
            fmt::format("{} of {} has the last values of its connections, {}, also for: {}", type,
                        post, described(last), fmt::join(others, "; ")));
    }
}

}  // namespace

Network with_shared_receptors(Network network) {
    const Shared shared = last_kinetics(network);
    add_shared_remarks(shared, network);
    network.has_shared_receptors = true;
    std::vector<std::string> unlimited;
    for (Connection& connection : network.connections) {
        const bool is_limited = !is_external(connection);
        const bool is_input = network.is_source(connection.pre);
        if (is_limited && is_input) unlimited.push_back(connection.name);
        for (Receptor& own : connection.receptors) {
            const Receptor& last = shared.at({connection.post, own.type});
            const double ceiling = last.beta.value_or(1.0) * ceiling_of(own);
            // Without an effect of the receptor there is nothing to limit.
            if (is_limited && !is_input && ceiling > 0.0) own.ceiling_nS = ceiling;
            own.tau_ms = last.tau_ms;
            own.E_rev_mV = last.E_rev_mV;
            own.beta = last.beta;
        }
    }
    if (!unlimited.empty()) {
        network.remarks.push_back(fmt::format(
            "inputs have no ceiling here; the project limits those whose names do not begin with "
            "'Ext' or 'Cortex': {}",
            fmt::join(unlimited, ", ")));
    }
    return network;
}

}  // namespace bgsim::importing
