#include "config/connect.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "config/channels.hpp"
#include "config/section.hpp"
#include "config/topography.hpp"
#include "config/values.hpp"

namespace bgsim::config {

namespace {

using Kind = ConnectionRule::Kind;

const std::vector<std::string> all_keys = {"rule",     "k",        "N",        "p",     "multapses",
                                           "autapses", "dopamine", "channels", "kernel"};
/// In the order of `ConnectionRule::Kind`.
const std::vector<std::string> rules = {"pairwise_bernoulli", "fixed_indegree", "fixed_outdegree",
                                        "fixed_total",        "one_to_one",     "all_to_all"};

std::vector<std::string> keys_of(Kind kind) {
    switch (kind) {
        case Kind::pairwise_bernoulli:
            return {"rule", "autapses", "p", "channels", "kernel"};
        case Kind::fixed_indegree:
            return {"rule", "autapses", "k", "multapses", "dopamine", "channels", "kernel"};
        case Kind::fixed_outdegree:
            return {"rule", "autapses", "k", "multapses", "dopamine", "channels"};
        case Kind::fixed_total:
            return {"rule", "autapses", "N", "dopamine"};
        case Kind::all_to_all:
            return {"rule", "autapses", "channels"};
        case Kind::one_to_one:
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
        rule_.kind = static_cast<Kind>(*choice);
        refuse_keys_of_other_rules(*name);
        read_flag_into("autapses", rule_.autapses);
        read_flag_into("multapses", rule_.multapses);
        read_topography();
        if (rule_.kind == Kind::pairwise_bernoulli) read_probability();
        if (rule_.kind == Kind::fixed_indegree || rule_.kind == Kind::fixed_outdegree) {
            read_number("k");
        }
        if (rule_.kind == Kind::fixed_total) {
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
            const bool is_known = std::ranges::find(all_keys, entry.key) != all_keys.end();
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
        channels_ = find_own("channels");
        kernel_ = find_own("kernel");
        if (!context_.knows_topography(projection_)) return;
        if (kernel_ != nullptr) rule_.kernel = read_kernel(*kernel_, projection_, context_);
        if (channels_ == nullptr) return;
        const auto weights = read_channel_weights(*channels_, projection_, context_);
        rule_.channel_weights = weights.value_or(std::vector<double>{});
        check_channels_fit();
    }

    void check_channels_fit() {
        if (!rule_.channel_weights.empty() && kernel_ != nullptr) {
            diagnostics_.error(
                kernel_->location,
                fmt::format("'{}' has both 'channels' and 'kernel'", section_.path()),
                "keep one of them, or write two projections");
        }
        const auto is_share = [](double entry) { return entry != 0.0 && entry != 1.0; };
        if (rule_.kind == Kind::all_to_all &&
            std::ranges::any_of(rule_.channel_weights, is_share)) {
            diagnostics_.error(channels_->location,
                               fmt::format("with all_to_all, 'channels' tells who is joined, by 0 "
                                           "or 1 ('{}' found)",
                                           preview(*channels_)),
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
                channels_->location,
                fmt::format("'p' ({}) times the largest entry of 'channels' ({}) is above 1",
                            preview(*node), plain(largest_weight())),
                "lower one of them");
            return;
        }
        const double factor = 1.0 / size_ratio(source_);
        if (factor != 1.0) keep_indegree("p", std::min(most, *p * factor), *p * factor > most);
    }

    void read_number(const std::string& key) {
        const Node* const node = section_.require(key, key + (key == "k" ? ": 100" : ": 10000"));
        if (node == nullptr) return;
        constexpr std::uint64_t largest = 1'000'000'000'000'000;
        const auto number = read_integer(*node, key, 0, diagnostics_, largest);
        if (!number) return;
        number_ = node;
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
        const double factor = 1.0 + *beta * context_.phi();
        const double result = std::round(static_cast<double>(number) * factor);
        constexpr double largest = 1e18;
        if (factor >= 0.0 && result <= largest) return static_cast<std::uint64_t>(result);
        diagnostics_.error(node->location,
                           fmt::format("dopamine would multiply the number of synapses by {} (1 + "
                                       "beta * phi with beta = {}, phi = {})",
                                       plain(factor), plain(*beta), plain(context_.phi())),
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
        write_back(key, key == "p" ? fmt::format("{}", value) : fmt::format("{}", rule_.number));
        if (is_lowered) note_lowered("the in-degree", "all cells of the source");
    }

    /// The resolved configuration shows what was simulated.
    void write_back(const std::string& key, const std::string& text) {
        Node* const connect =
            context_.root.find("projections")->find(projection_.name)->find("connect");
        connect->find(key)->text = text;
        if (key != "p") erase(*connect, "dopamine");
    }

    void note_lowered(std::string_view what, const std::string& to) {
        context_.specification.notes.push_back(
            fmt::format("projection '{}': --scale lowered {} to {}", projection_.name, what, to));
    }

    void check_sizes() {
        if (rule_.kind == Kind::one_to_one && source_.size != target_.size) {
            diagnostics_.error(section_.location(),
                               fmt::format("one_to_one needs populations of equal size ('{}' has "
                                           "{} cells, '{}' has {})",
                                           source_.name, source_.size, target_.name, target_.size),
                               "change a size, or use another rule");
        }
        if (rule_.kind == Kind::fixed_total && excludes_itself() && target_.size == 1 &&
            rule_.number > 0) {
            diagnostics_.error(section_.location(),
                               fmt::format("'{}' has one cell, which finds no partner without "
                                           "autapses",
                                           target_.name),
                               "enlarge the population, or write 'autapses: yes'");
        }
        if (rule_.kind == Kind::fixed_indegree) check_degree(source_, target_, "in-degree");
        if (rule_.kind == Kind::fixed_outdegree) check_degree(target_, source_, "out-degree");
    }

    /// `partners`: the population among which k cells are chosen for each cell of `choosers`.
    void check_degree(const Population& partners,
                      const Population& choosers,
                      std::string_view what) {
        if (number_ == nullptr) return;
        if (!rule_.channel_weights.empty()) return check_channels(partners, choosers, what);
        const std::uint64_t available = partners.size - (excludes_itself() ? 1U : 0U);
        const bool is_possible =
            rule_.multapses ? available > 0 || rule_.number == 0 : rule_.number <= available;
        if (is_possible) return;
        if (context_.size_changes.contains(partners.name)) return lower_degree(what, available);
        diagnostics_.error(
            number_->location,
            fmt::format("the {} k = {} is larger than the number of cells to choose from ({} in "
                        "'{}'{})",
                        what, rule_.number, available, partners.name,
                        excludes_itself() ? ", without the cell itself" : ""),
            "lower k, enlarge the population, or allow 'multapses: yes'");
    }

    /// With --scale.
    void lower_degree(std::string_view what, std::uint64_t number) {
        note_lowered(fmt::format("the {} from {}", what, rule_.number), std::to_string(number));
        rule_.number = number;
        write_back("k", std::to_string(number));
    }

    void check_channels(const Population& partners,
                        const Population& choosers,
                        std::string_view what) {
        const auto sizes = channel_sizes(partners);
        if (const auto own = channel_without_partners(rule_, sizes)) {
            diagnostics_.error(
                channels_->location,
                fmt::format(
                    "'channels' leaves no cells to choose for {} of '{}': its entries are 0",
                    name_of_channel(choosers, *own), choosers.name),
                fmt::format("give it an entry above 0; it has a {} in the table",
                            what == "in-degree" ? "row" : "column"));
            return;
        }
        const auto lacking = shortage(rule_, sizes, excludes_itself());
        if (!lacking) return;
        if (context_.size_changes.contains(partners.name)) {
            return lower_degree(what, largest_number(rule_, sizes, excludes_itself()));
        }
        diagnostics_.error(
            number_->location,
            fmt::format("of the {} k = {}, {} must be in {} of '{}', which has {} to choose from{}",
                        what, rule_.number, lacking->wanted,
                        name_of_channel(partners, lacking->channel), partners.name,
                        lacking->available, excludes_itself() ? " without the cell itself" : ""),
            "lower k, enlarge the population, or allow 'multapses: yes'");
    }

    static std::string name_of_channel(const Population& population, std::size_t channel) {
        if (population.channels.empty()) return "all cells";
        return fmt::format("channel '{}'", population.channels[channel]);
    }

    const Section& section_;
    const Projection& projection_;
    Context& context_;
    Diagnostics& diagnostics_;
    const Population& source_;
    const Population& target_;
    const Node* number_ = nullptr;
    const Node* channels_ = nullptr;
    const Node* kernel_ = nullptr;
    ConnectionRule rule_;
};

}  // namespace

std::optional<ConnectionRule> read_connect(const Node& node,
                                           const Projection& projection,
                                           Context& context) {
    const auto section = Section::open(node, fmt::format("projections.{}.connect", projection.name),
                                       all_keys, context.diagnostics);
    if (!section) return std::nullopt;
    return ConnectReader(*section, projection, context).read();
}

}  // namespace bgsim::config
