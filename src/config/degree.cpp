#include "config/degree.hpp"

#include <fmt/format.h>

#include "config/channels.hpp"

namespace bgsim::config {

namespace {

std::string name_of_channel(const Population& population, std::size_t channel) {
    if (population.channels.empty()) return "all cells";
    return fmt::format("channel '{}'", population.channels[channel]);
}

class DegreeCheck {
public:
    DegreeCheck(ConnectionRule& rule,
                const Projection& projection,
                const ConnectNodes& nodes,
                Context& context)
        : rule_(rule),
          projection_(projection),
          nodes_(nodes),
          context_(context),
          draws_sources_(rule.kind == ConnectionRule::Kind::fixed_indegree),
          excludes_itself_(projection.source == projection.target && !rule.autapses),
          partners_(population(draws_sources_ ? projection.source : projection.target)),
          choosers_(population(draws_sources_ ? projection.target : projection.source)) {}

    void whole() {
        const std::uint64_t available = partners_.size - (excludes_itself_ ? 1U : 0U);
        const bool is_possible = rule_.multapses ? available > 0 || rule_.number + rule_.extra == 0
                                                 : rule_.number <= available;
        if (is_possible) return;
        if (is_scaled()) return lower(available);
        refuse(
            fmt::format("the {} k = {} is larger than the number of cells to choose from ({} in "
                        "'{}'{})",
                        what(), rule_.number, available, partners_.name,
                        excludes_itself_ ? ", without the cell itself" : ""));
    }

    void by_channel() {
        const auto sizes = channel_sizes(partners_);
        if (const auto own = channel_without_partners(rule_, sizes)) {
            context_.diagnostics.error(
                nodes_.channels->location,
                fmt::format(
                    "'channels' leaves no cells to choose for {} of '{}': its entries are 0",
                    name_of_channel(choosers_, *own), choosers_.name),
                fmt::format("give it an entry above 0; it has a {} in the table",
                            draws_sources_ ? "row" : "column"));
            return;
        }
        const auto lacking = shortage(rule_, sizes, excludes_itself_);
        if (!lacking) return;
        if (is_scaled()) return lower(largest_number(rule_, sizes, excludes_itself_));
        refuse(
            fmt::format("of the {} k = {}, {} must be in {} of '{}', which has {} to choose "
                        "from{}",
                        what(), rule_.number, lacking->wanted,
                        name_of_channel(partners_, lacking->channel), partners_.name,
                        lacking->available, excludes_itself_ ? " without the cell itself" : ""));
    }

private:
    const Population& population(PopulationId id) const {
        return context_.specification.populations[id];
    }
    std::string_view what() const { return draws_sources_ ? "in-degree" : "out-degree"; }
    bool is_scaled() const { return context_.size_changes.contains(partners_.name); }

    void lower(std::uint64_t number) {
        note_lowered(projection_, fmt::format("the {} from {}", what(), rule_.number),
                     std::to_string(number), context_);
        rule_.number = number;
        rule_.extra = 0;
        write_back(projection_, "k", std::to_string(number), context_);
    }

    void refuse(const std::string& what) {
        context_.diagnostics.error(nodes_.number->location, what,
                                   "lower k, enlarge the population, or allow 'multapses: yes'");
    }

    ConnectionRule& rule_;
    const Projection& projection_;
    const ConnectNodes& nodes_;
    Context& context_;
    bool draws_sources_;
    bool excludes_itself_;
    const Population& partners_;
    const Population& choosers_;
};

}  // namespace

void check_degree(ConnectionRule& rule,
                  const Projection& projection,
                  const ConnectNodes& nodes,
                  Context& context) {
    if (nodes.number == nullptr) return;
    DegreeCheck check(rule, projection, nodes, context);
    return rule.channel_weights.empty() ? check.whole() : check.by_channel();
}

void write_back(const Projection& projection,
                const std::string& key,
                const std::string& text,
                Context& context) {
    Node* const connect = context.root.find("projections")->find(projection.name)->find("connect");
    connect->find(key)->text = text;
    if (key != "p") erase(*connect, "dopamine");
}

void note_lowered(const Projection& projection,
                  std::string_view what,
                  const std::string& to,
                  Context& context) {
    context.specification.notes.push_back(
        fmt::format("projection '{}': --scale lowered {} to {}", projection.name, what, to));
}

}  // namespace bgsim::config
