#include "config/ports.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "config/dopamine.hpp"
#include "config/section.hpp"
#include "config/spelling.hpp"
#include "config/values.hpp"
#include "core/units.hpp"

namespace bgsim::config {

namespace {

using model::Constraint;

const std::vector<std::string> port_keys = {
    "type",     "shape",  "tau",  "tau_rise", "tau_decay",  "E_rev", "nmda_block",
    "dopamine", "source", "note", "notes",    "confidence", "why",   "reference"};
const std::vector<std::string> types = {"conductance", "current", "delta"};
const std::vector<std::string> shapes = {"exponential", "alpha", "difference"};

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
        read_times(port);
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
            port.type = static_cast<Port::Type>(type.value_or(0));
        }
        const Node* const node = section_.find("shape");
        if (node == nullptr) return;
        const auto shape = read_choice(*node, "shape", shapes, diagnostics_);
        has_shape_ = shape.has_value();
        ok_ = ok_ && has_shape_;
        port.shape = static_cast<Port::Shape>(shape.value_or(0));
    }

    /// `tau` of an exponential or alpha; `tau_rise` and `tau_decay` of a difference.
    void read_times(Port& port) {
        if (port.type == Port::Type::delta) {
            for (const std::string_view key : {"shape", "tau", "tau_rise", "tau_decay"}) {
                refuse(key, port);
            }
            return;
        }
        if (!has_shape_) return;
        if (port.shape != Port::Shape::difference) {
            for (const std::string_view key : {"tau_rise", "tau_decay"}) {
                refuse_time(key, "'tau' alone", port);
            }
            port.tau = read_time("tau", "tau: 10 ms");
            return;
        }
        refuse_time("tau", "'tau_rise' and 'tau_decay'", port);
        port.tau_rise = read_time("tau_rise", "tau_rise: 1 ms");
        port.tau = read_time("tau_decay", "tau_decay: 10 ms");
        if (!ok_ || port.tau_rise < port.tau) return;
        ok_ = false;
        diagnostics_.error(section_.find("tau_rise")->location,
                           fmt::format("'tau_rise' ({} ms) must be shorter than 'tau_decay' ({} "
                                       "ms) in '{}'",
                                       plain(port.tau_rise), plain(port.tau), section_.path()),
                           "change one of them; 'shape: alpha' is what equal ones tend to");
    }

    double read_time(std::string_view key, std::string_view example) {
        const Node* const node = section_.require(key, example);
        const Wanted wanted{.unit = "ms", .constraint = Constraint::positive};
        const auto tau =
            node != nullptr ? read_quantity(*node, key, wanted, diagnostics_) : std::nullopt;
        ok_ = ok_ && tau;
        return tau.value_or(0.0);
    }

    void refuse_time(std::string_view key, std::string_view instead, const Port& port) {
        const Node* const node = section_.find(key);
        if (node == nullptr) return;
        ok_ = false;
        const std::string& shape = shapes[static_cast<std::size_t>(port.shape)];
        diagnostics_.error(node->location,
                           fmt::format("'{}' has no meaning for the shape '{}' ('{}' found)", key,
                                       shape, preview(*node)),
                           fmt::format("'{}' takes {}", shape, instead));
    }

    void read_reversal(Port& port) {
        if (!has_type_) return;
        if (port.type != Port::Type::conductance) {
            refuse("E_rev", port);
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
        if (port.type != Port::Type::conductance) {
            refuse("nmda_block", port);
            return;
        }
        const Node* const node = section_.find("nmda_block");
        if (node == nullptr) return;
        port.nmda_block = read_block(*node, diagnostics_);
        ok_ = ok_ && port.nmda_block;
    }

    void read_gain(Port& port) {
        const auto effect = dopamine_effect_in(section_.node(), section_.path(), context_);
        ok_ = ok_ && effect;
        port.gain = effect.value_or(DopamineEffect{}).factor;
        port.dopamine = effect.value_or(DopamineEffect{}).beta;
    }

    /// Record a key that makes no sense for the type of `port`.
    void refuse(std::string_view key, const Port& port) {
        const Node* const node = section_.find(key);
        if (node == nullptr) return;
        ok_ = false;
        const bool is_kinetic = key != "E_rev" && key != "nmda_block";
        diagnostics_.error(
            node->location,
            fmt::format("'{}' has no meaning for a port of type {} ('{}' found)", key,
                        types[static_cast<std::size_t>(port.type)], preview(*node)),
            is_kinetic ? "remove it (V_m jumps at once), or write 'type: conductance' or 'current'"
                       : "remove it, or write 'type: conductance'");
    }

    const Section& section_;
    Context& context_;
    Diagnostics& diagnostics_;
    bool has_type_ = true;
    bool has_shape_ = true;
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
    std::string name = "delta";
    if (port.type != Port::Type::delta) {
        const bool rises = port.shape == Port::Shape::difference;
        name = rises ? fmt::format("tau{}-{}ms", plain(port.tau_rise), plain(port.tau))
                     : fmt::format("tau{}ms", plain(port.tau));
    }
    if (port.shape == Port::Shape::alpha) name += "_alpha";
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

Wanted wanted_weight(const Port& port) {
    const bool conducts = port.type == Port::Type::conductance;
    return {.unit = unit_of_weight(port),
            .constraint = conducts ? Constraint::non_negative : Constraint::any,
            .example = 1.0};
}

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
