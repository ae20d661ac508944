#include "protocol/read_psp.hpp"

#include <utility>

#include "config/section.hpp"
#include "config/values.hpp"
#include "core/units.hpp"

namespace bgsim::protocol {
namespace {

using config::Diagnostics;
using config::Node;
using config::Section;

void read_train(const Node& node, Psp& psp, Diagnostics& diagnostics) {
    constexpr std::uint64_t most_spikes = 10'000;
    const auto train =
        Section::open(node, "psp.train", {"spikes", "rate", "recovery"}, diagnostics);
    if (!train) return;
    if (const Node* const spikes = train->require("spikes", "spikes: 10")) {
        psp.n_spikes =
            config::read_integer(*spikes, "spikes", 2, diagnostics, most_spikes).value_or(2);
    }
    if (const Node* const rate = train->require("rate", "rate: 20 Hz")) {
        const auto rate_hz = config::read_quantity(
            *rate, "rate",
            {.unit = "Hz", .constraint = model::Constraint::positive, .example = 20.0},
            diagnostics);
        if (rate_hz) psp.interval_ms = core::ms_per_s / *rate_hz;
    }
    if (const Node* const recovery = train->find("recovery")) {
        psp.recovery_ms = config::read_quantity(
            *recovery, "recovery",
            {.unit = "ms", .constraint = model::Constraint::positive, .example = 500.0},
            diagnostics);
    }
}

/// The keys; values are checked with the network.
std::optional<Node> read_plasticity(const Node& node, Diagnostics& diagnostics) {
    const auto section =
        Section::open(node, "short_term_plasticity",
                      {"model", "U", "tau_rec", "tau_fac", "tau_psc"}, diagnostics);
    if (!section) return std::nullopt;
    bool is_complete = !section->has_unknown_keys();
    for (const auto& [key, example] :
         {std::pair{"U", "U: 0.3"}, {"tau_rec", "tau_rec: 100 ms"}, {"tau_fac", "tau_fac: 0 ms"}}) {
        if (section->require(key, example) == nullptr) is_complete = false;
    }
    return is_complete ? std::optional(node) : std::nullopt;
}

}  // namespace

std::optional<Psp> read_psp(const Node& node, Diagnostics& diagnostics) {
    const auto section = Section::open(
        node, "psp", {"port", "weight", "train", "short_term_plasticity"}, diagnostics);
    if (!section) return std::nullopt;
    Psp psp;
    const Node* const port = section->require("port", "port: AMPA_1");
    if (const Node* const train = section->find("train")) read_train(*train, psp, diagnostics);
    if (const Node* const weight = section->find("weight")) psp.weight = *weight;
    if (const Node* const plasticity = section->find("short_term_plasticity")) {
        psp.plasticity = read_plasticity(*plasticity, diagnostics);
    }
    if (port == nullptr || !config::read_text(*port, "port", diagnostics)) return std::nullopt;
    psp.port = *port;
    return psp;
}

}  // namespace bgsim::protocol
