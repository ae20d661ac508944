#include "config/ports.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "config/section.hpp"
#include "config/spelling.hpp"
#include "config/values.hpp"
#include "core/units.hpp"

namespace bgsim::config {

namespace {

using model::Constraint;

const std::vector<std::string> port_keys = {"type",     "shape",  "tau",  "E_rev", "nmda_block",
                                            "dopamine", "source", "note", "notes", "reference"};
const std::vector<std::string> types = {"conductance", "current"};
const std::vector<std::string> shapes = {"exponential"};

/// Jahr & Stevens (1990), J. Neurosci. 10, 3178-3182: 1 / (1 + [Mg] / 3.57 mM exp(-0.062 V / mV)).
NmdaBlock jahr_stevens(double Mg) {
    constexpr double half_block = 3.57;  // [mM]
    constexpr double slope = 0.062;      // [1/mV]
    return {std::log(Mg / half_block) / slope, 1.0 / slope};
}

std::optional<double> read_magnesium(const Node& node, Diagnostics& diagnostics) {
    const bool is_plain = node.is_scalar() && !core::parse_quantity(node.text).has_unit;
    const Wanted wanted{
        .unit = is_plain ? "" : "mM", .constraint = Constraint::positive, .example = 1.0};
    return read_quantity(node, "Mg", wanted, diagnostics);
}

std::optional<NmdaBlock> read_block(const Node& node, Diagnostics& diagnostics) {
    const auto section = Section::open(node, "nmda_block", {"V_act", "S_act", "Mg"}, diagnostics);
    if (!section) return std::nullopt;
    if (const Node* const Mg = section->find("Mg")) {
        if (node.entries.size() > 1) {
            diagnostics.error(node.location,
                              fmt::format("'nmda_block' is given by 'Mg' and by more ('{}' found)",
                                          preview(node)),
                              "keep 'Mg' alone, or 'V_act' and 'S_act'");
            return std::nullopt;
        }
        const auto concentration = read_magnesium(*Mg, diagnostics);
        if (!concentration) return std::nullopt;
        return jahr_stevens(*concentration);
    }
    const Node* const V_act = section->require("V_act", "V_act: -20 mV");
    const Node* const S_act = section->require("S_act", "S_act: 16 mV");
    if (V_act == nullptr || S_act == nullptr) return std::nullopt;
    const auto v = read_quantity(*V_act, "V_act", {.unit = "mV"}, diagnostics);
    const auto s = read_quantity(*S_act, "S_act",
                                 {.unit = "mV", .constraint = Constraint::positive}, diagnostics);
    if (!v || !s) return std::nullopt;
    return NmdaBlock{*v, *s};
}

/// Reads the keys of one port; `ok_` remembers whether all were right.
class PortReader {
public:
    PortReader(const Section& section, Context& context)
        : section_(section), context_(context), diagnostics_(context.diagnostics) {}

    std::optional<Port> read(const std::string& name) {
        Port port;
        port.name = name;
        read_type(port);
        read_tau(port);
        read_reversal(port);
        read_nmda_block(port);
        read_gain(port);
        if (!ok_) return std::nullopt;
        return port;
    }

private:
    void read_type(Port& port) {
        if (const Node* const node = section_.find("type")) {
            const auto type = read_choice(*node, "type", types, diagnostics_);
            has_type_ = type.has_value();
            ok_ = ok_ && has_type_;
            if (type == 1) port.type = Port::Type::current;
        }
        if (const Node* const node = section_.find("shape")) {
            if (!read_choice(*node, "shape", shapes, diagnostics_)) ok_ = false;
        }
    }

    void read_tau(Port& port) {
        const Node* const node = section_.require("tau", "tau: 10 ms");
        const Wanted wanted{.unit = "ms", .constraint = Constraint::positive};
        const auto tau =
            node != nullptr ? read_quantity(*node, "tau", wanted, diagnostics_) : std::nullopt;
        ok_ = ok_ && tau;
        port.tau = tau.value_or(0.0);
    }

    void read_reversal(Port& port) {
        if (!has_type_) return;
        if (port.type == Port::Type::current) {
            refuse("E_rev");
            return;
        }
        const Node* const node = section_.require("E_rev", "E_rev: 0 mV");
        const auto E_rev = node != nullptr
                               ? read_quantity(*node, "E_rev", {.unit = "mV"}, diagnostics_)
                               : std::nullopt;
        ok_ = ok_ && E_rev;
        port.E_rev = E_rev.value_or(0.0);
    }

    void read_nmda_block(Port& port) {
        if (port.type == Port::Type::current) {
            refuse("nmda_block");
            return;
        }
        const Node* const node = section_.find("nmda_block");
        if (node == nullptr) return;
        port.nmda_block = read_block(*node, diagnostics_);
        ok_ = ok_ && port.nmda_block;
    }

    void read_gain(Port& port) {
        const Node* const node = section_.find("dopamine");
        if (node == nullptr) return;
        const auto beta =
            read_quantity(*node, "dopamine", {.unit = "", .example = 0.5}, diagnostics_);
        ok_ = ok_ && beta;
        if (!beta) return;
        port.gain = 1.0 + *beta * context_.phi();
        if (port.gain >= 0.0) return;
        ok_ = false;
        diagnostics_.error(
            node->location,
            fmt::format("dopamine would multiply '{}' by {} (1 + beta * phi with beta = {}, phi = "
                        "{})",
                        section_.path(), plain(port.gain), plain(*beta), plain(context_.phi())),
            "choose a smaller beta, or a dopamine level nearer to the baseline");
    }

    /// Record a key that makes no sense for a current.
    void refuse(std::string_view key) {
        const Node* const node = section_.find(key);
        if (node == nullptr) return;
        ok_ = false;
        diagnostics_.error(
            node->location,
            fmt::format("'{}' has no meaning for a port of type current ('{}' found)", key,
                        preview(*node)),
            "remove it, or write 'type: conductance'");
    }

    const Section& section_;
    Context& context_;
    Diagnostics& diagnostics_;
    bool has_type_ = true;
    bool ok_ = true;
};

/// Record a port whose block differs from that of another port of the population.
void check_block(const Population& population,
                 const Port& port,
                 const SourceLocation& location,
                 Diagnostics& diagnostics) {
    if (!port.nmda_block) return;
    for (const Port& other : population.ports) {
        if (other.name == port.name || !other.nmda_block || other.nmda_block == port.nmda_block) {
            continue;
        }
        diagnostics.error(
            location,
            fmt::format("the ports '{}' and '{}' of '{}' have different values in "
                        "'nmda_block'",
                        other.name, port.name, population.name),
            fmt::format("all ports of a population share them: use V_act: {} mV, "
                        "S_act: {} mV for both",
                        plain(other.nmda_block->V_act), plain(other.nmda_block->S_act)));
        return;
    }
}

/// "tau6ms_E-65mV": what a port without a name is called in recordings.
std::string generated_name(const Port& port, const Population& population) {
    std::string name = fmt::format("tau{}ms", plain(port.tau));
    if (port.type == Port::Type::conductance) name += fmt::format("_E{}mV", plain(port.E_rev));
    if (port.nmda_block) name += "_NMDA";
    std::string unique = name;
    for (int n = 2;
         std::ranges::find(population.ports, unique, &Port::name) != population.ports.end(); ++n) {
        unique = fmt::format("{}_{}", name, n);
    }
    return unique;
}

}  // namespace

std::optional<Port> read_port(const Node& node,
                              const std::string& name,
                              const std::string& path,
                              Context& context) {
    const auto section = Section::open(node, path, port_keys, context.diagnostics);
    if (!section) return std::nullopt;
    return PortReader(*section, context).read(name);
}

void read_ports(const Node* node,
                PopulationId population,
                const std::string& path,
                Context& context) {
    if (node == nullptr) return;
    if (!node->is_map()) {
        report_kind(*node, path, "a map", "{AMPA: {tau: 12 ms, E_rev: 0 mV}}", context.diagnostics);
        return;
    }
    for (const Entry& entry : node->entries) {
        context.check_name(entry, "port");
        Population& owner = context.specification.populations[population];
        std::erase_if(owner.ports, [&](const Port& port) { return port.name == entry.key; });
        auto port = read_port(entry.value, entry.key, path + "." + entry.key, context);
        if (!port) {
            context.status[population].faulty_ports.insert(entry.key);
            continue;
        }
        context.status[population].faulty_ports.erase(entry.key);
        check_block(owner, *port, entry.location, context.diagnostics);
        owner.ports.push_back(std::move(*port));
    }
}

std::optional<std::uint32_t> port_like(const Node& node,
                                       PopulationId population,
                                       const std::string& path,
                                       Context& context) {
    auto wanted = read_port(node, "", path, context);
    if (!wanted) return std::nullopt;
    Population& owner = context.specification.populations[population];
    for (std::uint32_t i = 0; i != owner.ports.size(); ++i) {
        Port nameless = owner.ports[i];
        nameless.name.clear();
        if (nameless == *wanted) return i;
    }
    wanted->name = generated_name(*wanted, owner);
    check_block(owner, *wanted, node.location, context.diagnostics);
    owner.ports.push_back(std::move(*wanted));
    return static_cast<std::uint32_t>(owner.ports.size() - 1);
}

}  // namespace bgsim::config
