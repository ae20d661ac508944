#include "config/blockers.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "config/section.hpp"
#include "config/values.hpp"

namespace bgsim::config {

namespace {

const std::vector<std::string> blocker_keys = {"populations", "ports",  "scale", "from",
                                               "to",          "source", "note"};

/// One name, or a list of names.
std::vector<const Node*> names_in(const Node& node) {
    std::vector<const Node*> names;
    if (node.is_scalar()) names.push_back(&node);
    for (const Node& item : node.items) names.push_back(&item);
    return names;
}

/// Reads one blocker, which acts on each of its populations.
class BlockerReader {
public:
    BlockerReader(const Section& section, const Entry& entry, Context& context)
        : section_(section), context_(context), diagnostics_(context.diagnostics) {
        blocker_.name = entry.key;
        blocker_.location = entry.location;
    }

    void read() {
        const Node* const populations = section_.require("populations", "populations: [GPe_TI]");
        const Node* const ports = section_.require("ports", "ports: [AMPA]");
        read_scale();
        read_times();
        if (populations == nullptr || ports == nullptr) return;
        for (const Node* const name : list(*populations, "populations", "[GPe_TI]")) {
            add(*name, list(*ports, "ports", "[AMPA]"));
        }
    }

private:
    std::vector<const Node*> list(const Node& node,
                                  std::string_view key,
                                  std::string_view example) {
        auto names = names_in(node);
        if (names.empty()) {
            report_kind(node, key, "a name or a list of names", example, diagnostics_);
        }
        return names;
    }

    void read_scale() {
        const Node* const node = section_.find("scale");
        if (node == nullptr) return;
        const Wanted wanted{
            .unit = "", .constraint = model::Constraint::non_negative, .example = 0.2};
        blocker_.scale = read_quantity(*node, "scale", wanted, diagnostics_).value_or(0.0);
    }

    void read_times() {
        const Specification& s = context_.specification;
        const Node* const from = section_.find("from");
        const Node* const to = section_.find("to");
        blocker_.to = s.duration;
        if (from != nullptr) blocker_.from = context_.read_steps(*from, "from", 0).value_or(0);
        if (to != nullptr) blocker_.to = context_.read_steps(*to, "to", 0).value_or(s.duration);
        if (!context_.has_grid || s.duration == 0) return;
        const auto in_ms = [&](Step steps) {
            return with_unit(static_cast<double>(steps) * s.dt, "ms");
        };
        if (blocker_.from >= s.duration) {
            diagnostics_.error(
                from->location,
                fmt::format("'{}' would begin at {}, but the run ends at {}", section_.path(),
                            in_ms(blocker_.from), in_ms(s.duration)),
                "begin earlier, lengthen 'time.duration', or remove the blocker");
        } else if (blocker_.to <= blocker_.from) {
            diagnostics_.error(
                to->location,
                fmt::format("'{}' would end at {}, not after its beginning at {}", section_.path(),
                            in_ms(blocker_.to), in_ms(blocker_.from)),
                "let 'to' be later than 'from'");
        }
    }

    void add(const Node& name, const std::vector<const Node*>& ports) {
        const auto population = context_.require_target(
            name.is_scalar() ? name.text : preview(name), name.location, "have receptors");
        if (!population) return;
        Blocker blocker = blocker_;
        blocker.population = *population;
        for (const Node* const port : ports) {
            const auto index = context_.require_port(
                *population, port->is_scalar() ? port->text : preview(*port), port->location);
            if (index) blocker.ports.push_back(*index);
        }
        context_.specification.blockers.push_back(std::move(blocker));
    }

    const Section& section_;
    Context& context_;
    Diagnostics& diagnostics_;
    Blocker blocker_;
};

}  // namespace

void read_blockers(Context& context) {
    const Node* const node = context.root.find("blockers");
    if (node == nullptr) return;
    if (!node->is_map()) {
        report_kind(*node, "blockers", "a map",
                    "blockers: {NBQX: {populations: [GPe_TI], ports: [AMPA]}}",
                    context.diagnostics);
        return;
    }
    for (const Entry& entry : node->entries) {
        const auto section =
            Section::open(entry.value, "blockers." + entry.key, blocker_keys, context.diagnostics);
        if (section) BlockerReader(*section, entry, context).read();
    }
}

}  // namespace bgsim::config
