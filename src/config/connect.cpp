#include "config/connect.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "config/degree.hpp"
#include "config/section.hpp"
#include "config/topography.hpp"
#include "config/values.hpp"
#include "core/units.hpp"

namespace bgsim::config {

namespace {

using RuleKind = ConnectionRule::Kind;

const std::vector<std::string> keys_of_all_rules = {
    "rule", "k", "N", "p", "multapses", "autapses", "dopamine", "channels", "kernel"};
/// In the order of `ConnectionRule::Kind`.
const std::vector<std::string> rules = {"pairwise_bernoulli", "fixed_indegree", "fixed_outdegree",
                                        "fixed_total",        "one_to_one",     "all_to_all"};

std::vector<std::string> keys_of(RuleKind kind) {
    switch (kind) {
        case RuleKind::pairwise_bernoulli:
            return {"rule", "autapses", "p", "channels", "kernel"};
        case RuleKind::fixed_indegree:
            return {"rule", "autapses", "k", "multapses", "dopamine", "channels", "kernel"};
        case RuleKind::fixed_outdegree:
            return {"rule", "autapses", "k", "multapses", "dopamine", "channels"};
        case RuleKind::fixed_total:
            return {"rule", "autapses", "N", "dopamine"};
        case RuleKind::all_to_all:
            return {"rule", "autapses", "channels"};
        case RuleKind::one_to_one:
            break;
    }
    return {"rule", "autapses"};
}

/// Reads the rule of one projection.
class ConnectReader {
public:
    ConnectReader(const Section& section, const Projection& projection, Context& context)
        : section_(section),
          projection_(projection),
          context_(context),
          diagnostics_(context.diagnostics),
          source_(context.specification.populations[projection.source]),
          target_(context.specification.populations[projection.target]) {}

    std::optional<ConnectionRule> read() {
        const Node* const name = section_.require("rule", "rule: fixed_indegree");
        if (name == nullptr) return std::nullopt;
        const auto choice = read_choice(*name, "rule", rules, diagnostics_);
        if (!choice) return std::nullopt;
        rule_.kind = static_cast<RuleKind>(*choice);
        refuse_keys_of_other_rules(*name);
        read_flag_into("autapses", rule_.autapses);
        read_flag_into("multapses", rule_.multapses);
        read_topography();
        if (rule_.kind == RuleKind::pairwise_bernoulli) read_probability();
        if (rule_.kind == RuleKind::fixed_indegree || rule_.kind == RuleKind::fixed_outdegree) {
            if (is_fractional_indegree()) {
                read_fractional_indegree(*section_.find("k"));
            } else {
                read_number("k");
            }
        }
        if (rule_.kind == RuleKind::fixed_total) {
            rule_.multapses = true;
            read_number("N");
        }
        if (has_sizes()) check_sizes();
        return rule_;
    }

private:
    bool has_sizes() const {
        return context_.status[projection_.source].has_size &&
               context_.status[projection_.target].has_size;
    }

    bool excludes_itself() const {
        return projection_.source == projection_.target && !rule_.autapses;
    }

    void refuse_keys_of_other_rules(const Node& rule) {
        const auto allowed = keys_of(rule_.kind);
        for (const Entry& entry : section_.node().entries) {
            const bool is_known =
                std::ranges::find(keys_of_all_rules, entry.key) != keys_of_all_rules.end();
            if (!is_known || std::ranges::find(allowed, entry.key) != allowed.end()) continue;
            diagnostics_.error(
                entry.location,
                fmt::format("'{}' has no meaning for the rule '{}'", entry.key,
                            rules[static_cast<std::size_t>(rule_.kind)]),
                entry.value.layer < rule.layer
                    ? fmt::format("remove what the earlier file gives: '{}: ~'", entry.key)
                    : "remove it");
        }
    }

    void read_flag_into(std::string_view key, bool& flag) {
        const Node* const node = section_.find(key);
        if (node != nullptr) flag = read_flag(*node, key, diagnostics_).value_or(flag);
    }

    /// The value of a key of this rule; null pointer if it is absent, or of another rule.
    const Node* find_own(std::string_view key) const {
        const auto allowed = keys_of(rule_.kind);
        return std::ranges::find(allowed, key) != allowed.end() ? section_.find(key) : nullptr;
    }

    void read_topography() {
        nodes_.channels = find_own("channels");
        nodes_.kernel = find_own("kernel");
        if (!context_.knows_topography(projection_)) return;
        if (nodes_.kernel != nullptr)
            rule_.kernel = read_kernel(*nodes_.kernel, projection_, context_);
        if (nodes_.channels == nullptr) return;
        const auto weights = read_channel_weights(*nodes_.channels, projection_, context_);
        rule_.channel_weights = weights.value_or(std::vector<double>{});
        check_channels_fit();
    }

    void check_channels_fit() {
        if (!rule_.channel_weights.empty() && nodes_.kernel != nullptr) {
            diagnostics_.error(
                nodes_.kernel->location,
                fmt::format("'{}' has both 'channels' and 'kernel'", section_.path()),
                "keep one of them, or write two projections");
        }
        const auto is_share = [](double entry) { return entry != 0.0 && entry != 1.0; };
        if (rule_.kind == RuleKind::all_to_all &&
            std::ranges::any_of(rule_.channel_weights, is_share)) {
            diagnostics_.error(nodes_.channels->location,
                               fmt::format("with all_to_all, 'channels' tells who is joined, by 0 "
                                           "or 1 ('{}' found)",
                                           preview(*nodes_.channels)),
                               "use 0 and 1 only, or the rule pairwise_bernoulli");
        }
    }

    /// The largest factor on the probability.
    double largest_weight() const {
        return rule_.channel_weights.empty() ? 1.0
                                             : *std::ranges::max_element(rule_.channel_weights);
    }

    void read_probability() {
        const Node* const node = section_.require("p", "p: 0.1");
        if (node == nullptr) return;
        const auto p = read_quantity(*node, "p", {.unit = "", .example = 0.1}, diagnostics_);
        if (!p) return;
        if (*p < 0.0 || *p > 1.0) {
            diagnostics_.error(node->location,
                               fmt::format("the probability 'p' must lie between 0 and 1 ('{}' "
                                           "found)",
                                           preview(*node)),
                               "write for example '0.1'");
            return;
        }
        rule_.probability = *p;
        const double most = std::min(1.0, 1.0 / largest_weight());
        if (*p > most) {
            diagnostics_.error(
                nodes_.channels->location,
                fmt::format("'p' ({}) times the largest entry of 'channels' ({}) is above 1",
                            preview(*node), plain(largest_weight())),
                "lower one of them");
            return;
        }
        const double factor = 1.0 / size_ratio(source_);
        if (factor != 1.0) keep_indegree("p", std::min(most, *p * factor), *p * factor > most);
    }

    bool is_fractional_indegree() const {
        const Node* const node = section_.find("k");
        if (node == nullptr || rule_.kind != RuleKind::fixed_indegree || !node->is_scalar()) {
            return false;
        }
        const auto k = core::parse_quantity(node->text);
        return k.fault == core::QuantityFault::none && !k.has_unit && k.value > 0.0 &&
               k.value < largest_fractional && k.value != std::floor(k.value);
    }

    /// The whole part for each target, and pairs at random until the mean is met.
    void read_fractional_indegree(const Node& node) {
        const double k = core::parse_quantity(node.text).value;
        if (!rule_.multapses) {
            diagnostics_.error(
                node.location,
                fmt::format("a mean in-degree of k = {} leaves some synapses to random pairs, "
                            "which may repeat a pair",
                            preview(node)),
                fmt::format("allow 'multapses: yes', or write 'k: {}'", std::llround(k)));
            return;
        }
        for (const Node* const key : {nodes_.channels, nodes_.kernel}) {
            if (key == nullptr || (key == nodes_.channels && rule_.channel_weights.empty()))
                continue;
            diagnostics_.error(
                node.location,
                fmt::format("'{}' needs a whole k ('{}' found): some synapses of a "
                            "mean in-degree are between random pairs",
                            key == nodes_.kernel ? "kernel" : "channels", preview(node)),
                fmt::format("write 'k: {}'", std::llround(k)));
        }
        nodes_.number = &node;
        const auto whole = std::floor(k);
        rule_.number = static_cast<std::uint64_t>(whole);
        if (const Node* const dopamine = section_.find("dopamine")) {
            diagnostics_.error(dopamine->location,
                               "dopamine rounds the in-degree, so 'k' must be a whole number",
                               fmt::format("write 'k: {}', or remove 'dopamine'", std::llround(k)));
        }
        rule_.extra = static_cast<std::uint64_t>(
            std::llround((k - whole) * static_cast<double>(target_.size)));
    }

    void read_number(const std::string& key) {
        const Node* const node = section_.require(key, key + (key == "k" ? ": 100" : ": 10000"));
        if (node == nullptr) return;
        constexpr std::uint64_t largest = 1'000'000'000'000'000;
        const auto number = read_integer(*node, key, 0, diagnostics_, largest);
        if (!number) return;
        nodes_.number = node;
        rule_.number = with_dopamine(*number);
        if (key == "N" && size_ratio(target_) != 1.0) {
            keep_indegree("N", std::round(static_cast<double>(rule_.number) * size_ratio(target_)),
                          false);
        }
    }

    std::uint64_t with_dopamine(std::uint64_t number) {
        const Node* const node = section_.find("dopamine");
        if (node == nullptr) return number;
        const auto beta =
            read_quantity(*node, "dopamine", {.unit = "", .example = 0.5}, diagnostics_);
        if (!beta) return number;
        const double factor = 1.0 + *beta * context_.specification.phi();
        const double result = std::round(static_cast<double>(number) * factor);
        constexpr double largest = 1e18;
        if (factor >= 0.0 && result <= largest) return static_cast<std::uint64_t>(result);
        diagnostics_.error(
            node->location,
            fmt::format("dopamine would multiply the number of synapses by {} (1 + "
                        "beta * phi with beta = {}, phi = {})",
                        plain(factor), plain(*beta), plain(context_.specification.phi())),
            "choose a smaller beta, or a dopamine level nearer to the baseline");
        return number;
    }

    /// Size after --scale per size before.
    double size_ratio(const Population& population) const {
        const auto change = context_.size_changes.find(population.name);
        if (change == context_.size_changes.end()) return 1.0;
        return static_cast<double>(change->second.after) /
               static_cast<double>(change->second.before);
    }

    /// With --scale, the number of synapses per cell stays: change what it follows from.
    void keep_indegree(const std::string& key, double value, bool is_lowered) {
        if (key == "p") rule_.probability = value;
        if (key == "N") rule_.number = static_cast<std::uint64_t>(value);
        write_back(projection_, key,
                   key == "p" ? fmt::format("{}", value) : fmt::format("{}", rule_.number),
                   context_);
        if (is_lowered) {
            note_lowered(projection_, "the in-degree", "all cells of the source", context_);
        }
    }

    void check_sizes() {
        if (rule_.kind == RuleKind::one_to_one && source_.size != target_.size) {
            diagnostics_.error(section_.location(),
                               fmt::format("one_to_one needs populations of equal size ('{}' has "
                                           "{} cells, '{}' has {})",
                                           source_.name, source_.size, target_.name, target_.size),
                               "change a size, or use another rule");
        }
        if (rule_.kind == RuleKind::fixed_total && excludes_itself() && target_.size == 1 &&
            rule_.number > 0) {
            diagnostics_.error(section_.location(),
                               fmt::format("'{}' has one cell, which finds no partner without "
                                           "autapses",
                                           target_.name),
                               "enlarge the population, or write 'autapses: yes'");
        }
        if (rule_.kind == RuleKind::fixed_indegree || rule_.kind == RuleKind::fixed_outdegree) {
            check_degree(rule_, projection_, nodes_, context_);
        }
    }

    static constexpr double largest_fractional =
        static_cast<double>(ConnectionRule::most_slots_per_target);

    const Section& section_;
    const Projection& projection_;
    Context& context_;
    Diagnostics& diagnostics_;
    const Population& source_;
    const Population& target_;
    ConnectNodes nodes_;
    ConnectionRule rule_;
};

}  // namespace

std::optional<ConnectionRule> read_connect(const Node& node,
                                           const Projection& projection,
                                           Context& context) {
    const auto section = Section::open(node, fmt::format("projections.{}.connect", projection.name),
                                       keys_of_all_rules, context.diagnostics);
    if (!section) return std::nullopt;
    return ConnectReader(*section, projection, context).read();
}

}  // namespace bgsim::config
