#include "config/projections.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "config/arrow.hpp"
#include "config/connect.hpp"
#include "config/distribution.hpp"
#include "config/dopamine.hpp"
#include "config/ports.hpp"
#include "config/section.hpp"
#include "config/spelling.hpp"
#include "config/values.hpp"
#include "core/units.hpp"

namespace bgsim::config {

namespace {

using model::Constraint;

const std::vector<std::string> projection_keys = {
    "port",        "ports", "connect", "weight", "delay", "ceiling", "short_term_plasticity",
    "connectivity"};
/// In the order of `Connectivity`.
const std::vector<std::string> connectivities = {"auto", "stored", "procedural"};
const std::vector<std::string> plasticity_keys = {"model", "U", "tau_rec", "tau_fac", "tau_psc"};

/// Reads one projection, whose source and target are known.
class ProjectionReader {
public:
    ProjectionReader(const Section& section, Projection projection, Context& context)
        : section_(section),
          projection_(std::move(projection)),
          context_(context),
          diagnostics_(context.diagnostics) {}

    Projection read() {
        const Node* const ports = section_.find("ports");
        const Port* const port = ports == nullptr ? read_port() : first_of(*ports);
        if (const Node* const node =
                section_.require("connect", "connect: {rule: fixed_indegree, k: 100}")) {
            projection_.rule =
                read_connect(*node, projection_, context_).value_or(ConnectionRule{});
        }
        if (ports == nullptr) {
            read_weight(port);
        } else if (port != nullptr) {
            read_weights(*ports, *port);
        }
        read_delay();
        if (const Node* const node = section_.find("ceiling")) read_ceiling(*node, port);
        if (const Node* const node = section_.find("short_term_plasticity")) {
            read_plasticity(*node, port);
        }
        read_connectivity();
        return std::move(projection_);
    }

private:
    const Port* read_port() {
        const Node* const node = section_.require("port", "port: AMPA");
        if (node == nullptr) return nullptr;
        std::optional<std::uint32_t> index;
        if (node->is_map()) {
            index = port_like(*node, projection_.target, section_.path() + ".port", context_);
        } else if (node->is_scalar()) {
            index = context_.require_port(projection_.target, node->text, node->location);
        } else {
            report_kind(*node, "port", "the name of a port, or a map", "{tau: 6 ms, E_rev: -65 mV}",
                        diagnostics_);
        }
        if (!index) return nullptr;
        projection_.port = *index;
        return &context_.specification.populations[projection_.target].ports[*index];
    }

    /// The first of several ports that the same synapses act on, which is found where `port` stands
    /// otherwise.
    const Port* first_of(const Node& ports) {
        for (const std::string key : {"port", "weight"}) {
            const Node* const superfluous = section_.find(key);
            if (superfluous == nullptr) continue;
            diagnostics_.error(superfluous->location,
                               fmt::format("'{}' has both 'ports' and '{}'", section_.path(), key),
                               "keep one of them; where an earlier file has the other, remove it "
                               "with 'port: ~' and 'weight: ~', or 'ports: ~'");
            return nullptr;
        }
        if (!ports.is_map() || ports.entries.empty()) {
            report_kind(ports, section_.path() + ".ports", "a map from ports to weights",
                        "{AMPA: 1 nS, NMDA: 20 %}", diagnostics_);
            return nullptr;
        }
        const Entry& first = ports.entries.front();
        const auto index = context_.require_port(projection_.target, first.key, first.location);
        if (!index) return nullptr;
        projection_.port = *index;
        return &target().ports[*index];
    }

    const Population& target() const {
        return context_.specification.populations[projection_.target];
    }

    /// The weight of the first port, which those of the others follow.
    void read_weights(const Node& ports, const Port& first) {
        const Entry& entry = ports.entries.front();
        const auto weight = config::read_weight(entry.value, entry.key, section_.path() + ".ports",
                                                wanted_weight(first), context_);
        for (std::size_t i = 1; i != ports.entries.size(); ++i) {
            const Entry& other = ports.entries[i];
            const auto index = context_.require_port(projection_.target, other.key, other.location);
            if (!index || !weight) continue;
            const auto share = read_share(other, target().ports[*index], entry.key, weight->value);
            if (share) projection_.twins.push_back({*index, *share});
        }
        take(weight);
    }

    /// A share of the weight of the first port; or a weight, if that is a plain one too.
    std::optional<double> read_share(const Entry& entry,
                                     const Port& port,
                                     const std::string& first,
                                     const Distribution& weight) {
        const auto quantity = core::parse_quantity(entry.value.text);
        const bool is_share = quantity.fault == core::QuantityFault::none &&
                              quantity.unit.dimension.is_none() && entry.value.is_scalar();
        if (is_share) {
            return read_quantity(
                entry.value, entry.key,
                {.unit = "", .constraint = Constraint::non_negative, .example = 0.2}, diagnostics_);
        }
        if (!entry.value.is_scalar() || !weight.is_constant() || weight.first == 0.0) {
            diagnostics_.error(
                entry.value.location,
                fmt::format("the weight of '{}' must follow that of '{}' ('{}' found)", entry.key,
                            first, preview(entry.value)),
                fmt::format("write its share of the weight of '{}', for example '{}: 20 %'", first,
                            entry.key));
            return std::nullopt;
        }
        const auto own = read_quantity(entry.value, entry.key, wanted_weight(port), diagnostics_);
        if (!own) return std::nullopt;
        return *own / weight.first;
    }

    void read_weight(const Port* port) {
        const Wanted wanted = wanted_weight(port != nullptr ? *port : Port{});
        const Node* const node = section_.require("weight", "weight: 1 " + wanted.unit);
        if (node == nullptr || port == nullptr) return;
        take(config::read_weight(*node, "weight", section_.path(), wanted, context_));
    }

    void take(const std::optional<Weight>& weight) {
        if (!weight) return;
        projection_.weight = weight->value;
        projection_.dopamine = weight->beta;
    }

    void read_delay() {
        const Node* const node = section_.require("delay", "delay: 2.5 ms");
        if (node == nullptr) return;
        if (node->is_scalar()) {
            const auto steps = context_.read_steps(*node, "delay", 1);
            if (!steps) return;
            projection_.delay =
                constant(read_quantity(*node, "delay", {.unit = "ms"}, diagnostics_).value_or(0.0));
            projection_.min_delay = projection_.max_delay = *steps;
            return;
        }
        const auto delay = read_distribution(*node, "delay", {.unit = "ms"}, diagnostics_);
        if (!delay || !context_.has_grid || !has_bounds(*node, *delay)) return;
        projection_.delay = *delay;
        const auto [low, high] = support(*delay);
        const double dt = context_.specification.dt;
        projection_.min_delay = std::max<Step>(1, nearest_step(low, dt));
        projection_.max_delay = std::max<Step>(1, nearest_step(high, dt));
        check_spread(*node);
    }

    /// A stored delay has 16 bits.
    void check_spread(const Node& node) {
        constexpr Step widest = 0xffff;
        const Step spread = projection_.max_delay - projection_.min_delay;
        if (spread <= widest) return;
        diagnostics_.error(
            node.location,
            fmt::format("'delay' spreads over {} steps of dt, more than {} ('{}' found)", spread,
                        widest, preview(node)),
            "narrow its limits, or use a larger 'time.dt'");
    }

    bool has_bounds(const Node& node, const Distribution& delay) {
        const auto [low, high] = support(delay);
        if (!std::isfinite(high) || !std::isfinite(low)) {
            const double upper = delay.first + 3.0 * delay.second;
            const double lower =
                std::max(context_.specification.dt, delay.first - 3.0 * delay.second);
            diagnostics_.error(
                node.location,
                fmt::format("'delay' is drawn without bounds ('{}' found)", preview(node)),
                fmt::format("add for example 'limits: [{} ms, {} ms]'", plain(lower),
                            plain(upper)));
            return false;
        }
        if (low >= 0.0) return true;
        diagnostics_.error(
            node.location,
            fmt::format("'delay' can be as short as {} ms ('{}' found)", plain(low), preview(node)),
            "delays are at least dt; raise the lower end");
        return false;
    }

    /// Its own, or that of all; of all, `procedural` is for those that can be.
    void read_connectivity() {
        const Node* const own = section_.find("connectivity");
        const Node* const node = own != nullptr ? own : context_.root.find("connectivity");
        if (node == nullptr) return;
        const auto choice = read_choice(*node, "connectivity", connectivities, diagnostics_);
        projection_.connectivity = static_cast<Connectivity>(choice.value_or(0));
        if (projection_.connectivity != Connectivity::procedural || can_be_procedural()) return;
        projection_.connectivity = Connectivity::stored;
        if (own == nullptr) return;
        diagnostics_.error(own->location,
                           fmt::format("the synapses of '{}' cannot be generated anew for each "
                                       "spike",
                                       projection_.name),
                           "use pairwise_bernoulli, fixed_outdegree, or fixed_indegree with "
                           "'multapses: yes' and without channels or a kernel; or 'stored'");
    }

    bool can_be_procedural() const {
        const ConnectionRule& rule = projection_.rule;
        if (rule.kind == ConnectionRule::Kind::fixed_total) return false;
        if (rule.kind != ConnectionRule::Kind::fixed_indegree) return true;
        return rule.multapses && rule.channel_weights.empty() && !rule.kernel &&
               rule.number <= ConnectionRule::most_slots_per_target;
    }

    /// Of a port that rises only later, what arrives does not say how far.
    void read_ceiling(const Node& node, const Port* port) {
        projection_.ceiling = read_quantity(
            node, "ceiling", {.unit = "nS", .constraint = Constraint::positive}, diagnostics_);
        if (section_.find("ports") != nullptr) {
            diagnostics_.error(node.location,
                               fmt::format("'{}' has a 'ceiling', which limits a single port, and "
                                           "'ports'",
                                           section_.path()),
                               "remove it, or write a projection with 'port' and 'weight'");
            return;
        }
        if (port == nullptr) return;
        const bool conducts = port->type == Port::Type::conductance;
        if (conducts && port->shape == Port::Shape::exponential) return;
        diagnostics_.error(
            node.location,
            fmt::format("'ceiling' limits conductances that jump and decay exponentially, the port "
                        "'{}' is {} ('{}' found)",
                        port->name,
                        conducts                            ? "one that rises"
                        : port->type == Port::Type::current ? "a current"
                                                            : "of type delta",
                        preview(node)),
            "remove it, or choose another port");
    }

    void read_plasticity(const Node& node, const Port* port) {
        const auto section = Section::open(node, section_.path() + ".short_term_plasticity",
                                           plasticity_keys, diagnostics_);
        if (!section) return;
        const std::vector<std::string> models = {"tsodyks"};
        if (const Node* const model = section->require("model", "model: tsodyks")) {
            read_choice(*model, "model", models, diagnostics_);
        }
        ShortTermPlasticity plasticity;
        plasticity.U = read_utilisation(*section);
        plasticity.tau_rec = read_time(*section, "tau_rec", Constraint::positive);
        plasticity.tau_fac = read_time(*section, "tau_fac", Constraint::non_negative);
        plasticity.tau_psc = read_tau_psc(*section, port);
        projection_.plasticity = plasticity;
    }

    /// That of the port unless given; delta ports have none.
    double read_tau_psc(const Section& section, const Port* port) {
        if (section.find("tau_psc") != nullptr) {
            return read_time(section, "tau_psc", Constraint::positive);
        }
        if (port == nullptr) return 0.0;
        if (port->type == Port::Type::delta && !section.has_unknown_keys()) {
            diagnostics_.error(
                section.location(),
                fmt::format("'tau_psc' is missing in '{}': the port '{}' is of type delta and has "
                            "no 'tau' to take it from",
                            section.path(), port->name),
                "add for example 'tau_psc: 3 ms'");
        }
        return port->tau;
    }

    double read_utilisation(const Section& section) {
        const Node* const node = section.require("U", "U: 0.3");
        if (node == nullptr) return 0.0;
        const auto U = read_quantity(*node, "U", {.unit = "", .example = 0.3}, diagnostics_);
        if (U && (*U <= 0.0 || *U > 1.0)) {
            diagnostics_.error(node->location,
                               fmt::format("the utilisation 'U' must be above 0 and at most 1 "
                                           "('{}' found)",
                                           preview(*node)),
                               "write for example '0.3'");
        }
        return U.value_or(0.0);
    }

    double read_time(const Section& section, std::string_view key, Constraint constraint) {
        const Node* const node = section.require(key, fmt::format("{}: 100 ms", key));
        if (node == nullptr) return 0.0;
        return read_quantity(*node, key, {.unit = "ms", .constraint = constraint}, diagnostics_)
            .value_or(0.0);
    }

    const Section& section_;
    Projection projection_;
    Context& context_;
    Diagnostics& diagnostics_;
};

void read_projection(const Entry& entry, Context& context) {
    context.check_name(entry, "projection");
    const auto arrow = parse_arrow(entry.key);
    if (!arrow) {
        context.diagnostics.error(entry.location,
                                  fmt::format("the name '{}' of a projection does not say what it "
                                              "joins",
                                              entry.key),
                                  "write 'SOURCE -> TARGET' or 'SOURCE -> TARGET (label)', with "
                                  "blanks around '->'");
        return;
    }
    const auto source = context.require_population(arrow->source, entry.location);
    const auto target =
        context.require_target(arrow->target, entry.location, "be the target of a projection");
    const auto section = Section::open(entry.value, "projections." + entry.key, projection_keys,
                                       context.diagnostics);
    if (!source || !target || !section) return;
    Projection projection;
    projection.name = entry.key;
    projection.source = *source;
    projection.target = *target;
    projection.location = entry.location;
    context.specification.projections.push_back(
        ProjectionReader(*section, std::move(projection), context).read());
}

}  // namespace

void read_projections(Context& context) {
    const Node* const node = context.root.find("projections");
    if (node == nullptr) return;
    if (!node->is_map()) {
        report_kind(*node, "projections", "a map", "projections: {STN -> SNr: {...}}",
                    context.diagnostics);
        return;
    }
    for (const Entry& entry : node->entries) read_projection(entry, context);
}

}  // namespace bgsim::config
