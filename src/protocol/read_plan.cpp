#include "protocol/read_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "config/context.hpp"
#include "config/section.hpp"
#include "config/values.hpp"
#include "protocol/read_psp.hpp"

namespace bgsim::protocol {
namespace {

using config::Diagnostics;
using config::Node;
using config::Section;

const std::vector<std::string> sections = {"experiment", "description", "seed",    "time",
                                           "precision",  "dopamine",    "protocol"};
/// Handed on to the configuration of the network as they are.
const std::vector<std::string> network_sections = {"experiment", "description", "seed", "precision",
                                                   "dopamine"};
const std::vector<std::string> cell_keys = {"solver", "parameters", "initial", "vary", "ports"};

/// Keys that only some protocols heed.
const std::vector<std::pair<std::string, std::vector<Kind>>> keys_of_some_kinds = {
    {"discard", {Kind::step, Kind::spontaneous}},
    {"total", {Kind::step, Kind::ramp, Kind::trace}},
    {"settle", {Kind::step, Kind::ramp, Kind::trace, Kind::spontaneous, Kind::psp}},
    {"duration", {Kind::step, Kind::ramp, Kind::trace, Kind::spontaneous, Kind::psp}},
    {"hold", {Kind::step, Kind::ramp, Kind::trace, Kind::spontaneous, Kind::psp}},
    {"initial", {Kind::step, Kind::ramp, Kind::trace, Kind::spontaneous, Kind::psp}}};

std::string kind_key(Kind kind) {
    switch (kind) {
        case Kind::spontaneous:
            return "spontaneous";
        case Kind::step:
            return "step";
        case Kind::ramp:
            return "ramp";
        case Kind::trace:
            return "trace";
        case Kind::psp:
            return "psp";
        case Kind::expected:
            return "expected";
    }
    return "?";
}

std::vector<std::string> protocol_keys() {
    std::vector<std::string> keys = {"cells", "settle", "duration", "discard", "total", "hold"};
    keys.insert(keys.end(), kind_keys().begin(), kind_keys().end());
    keys.insert(keys.end(), cell_keys.begin(), cell_keys.end());
    return keys;
}

Node selected(const Node& map, const std::vector<std::string>& keys) {
    Node result;
    result.kind = Node::Kind::map;
    result.location = map.location;
    for (const config::Entry& entry : map.entries) {
        if (std::ranges::find(keys, entry.key) != keys.end()) result.entries.push_back(entry);
    }
    return result;
}

class PlanReader {
public:
    PlanReader(const Section& protocol, Plan plan, Diagnostics& diagnostics)
        : protocol_(protocol), plan_(std::move(plan)), diagnostics_(diagnostics) {}

    Plan read() {
        plan_.cell = selected(protocol_.node(), cell_keys);
        read_cells();
        read_kind();
        check_keys();
        read_times();
        if (const Node* const total = protocol_.find("total")) {
            plan_.replaces_own_current =
                config::read_flag(*total, "total", diagnostics_).value_or(false);
        }
        read_hold();
        return std::move(plan_);
    }

private:
    void read_cells() {
        const Node* const node = protocol_.require("cells", "cells: [msn_d1, fsn]");
        if (node == nullptr) return;
        plan_.cells = node->is_scalar() ? std::vector{*node} : node->items;
        const bool are_names =
            !plan_.cells.empty() && std::ranges::all_of(plan_.cells, &Node::is_scalar);
        if (are_names) return;
        config::report_kind(*node, "cells", "names of cells", "cells: [msn_d1, fsn]", diagnostics_);
        plan_.cells.clear();
    }

    void read_kind() {
        std::vector<const config::Entry*> given;
        for (const config::Entry& entry : protocol_.node().entries) {
            if (std::ranges::find(kind_keys(), entry.key) != kind_keys().end()) {
                given.push_back(&entry);
            }
        }
        if (given.empty()) return;
        if (given.size() > 1) {
            diagnostics_.error(
                given[1]->location,
                fmt::format("'{}' and '{}' are two protocols", given[0]->key, given[1]->key),
                "keep one of them");
            return;
        }
        read_kind(*given.front());
    }

    void read_kind(const config::Entry& entry) {
        const Node& value = entry.value;
        if (entry.key == "step") {
            plan_.kind = Kind::step;
            plan_.currents = read_currents(value, "step", diagnostics_).value_or(Currents{});
        } else if (entry.key == "ramp") {
            plan_.kind = Kind::ramp;
            plan_.currents = read_ramp(value, "ramp", diagnostics_).value_or(Currents{});
        } else if (entry.key == "trace") {
            plan_.kind = Kind::trace;
            plan_.currents = read_currents(value, "trace", diagnostics_).value_or(Currents{});
        } else if (entry.key == "psp") {
            plan_.kind = Kind::psp;
            plan_.duration_ms = 1000.0;
            plan_.psp = read_psp(value, diagnostics_);
        } else {
            read_flagged_kind(entry);
        }
    }

    /// What has no effect on the protocol is not accepted.
    void check_keys() {
        for (const auto& [key, kinds] : keys_of_some_kinds) {
            const Node* const node = protocol_.find(key);
            const bool has_effect = std::ranges::find(kinds, plan_.kind) != kinds.end();
            if (node == nullptr || has_effect) continue;
            diagnostics_.error(
                node->location,
                fmt::format("'{}' has no effect on the protocol '{}'", key, kind_key(plan_.kind)),
                "remove it");
        }
        if (plan_.kind != Kind::expected || plan_.network.find("dopamine") == nullptr) return;
        diagnostics_.error(plan_.network.find("dopamine")->location,
                           "the expected values say themselves at which dopamine they hold",
                           "remove it");
    }

    /// `spontaneous: yes` and `expected: yes`.
    void read_flagged_kind(const config::Entry& entry) {
        const auto flag = config::read_flag(entry.value, entry.key, diagnostics_);
        if (flag.value_or(false) && entry.key == "expected") plan_.kind = Kind::expected;
    }

    void read_times() {
        read_time("settle", plan_.settle_ms, model::Constraint::non_negative);
        read_time("duration", plan_.duration_ms, model::Constraint::positive);
        read_time("discard", plan_.discard_ms, model::Constraint::non_negative);
        check_settled();
        if (plan_.discard_ms < plan_.duration_ms) return;
        const Node* const node = protocol_.find("discard");
        diagnostics_.error(
            node->location,
            fmt::format("'discard' must be shorter than the duration of {} ('{}' found)",
                        config::with_unit(plan_.duration_ms, "ms"), config::preview(*node)),
            "shorten it, or lengthen 'duration'");
    }

    /// The first spike leaves a step before it arrives, and not at the beginning of the run.
    void check_settled() {
        constexpr double fewest_steps = 1.999;
        if (plan_.kind != Kind::psp || plan_.settle_ms >= fewest_steps * plan_.dt_ms) return;
        const Node* const node = protocol_.find("settle");
        diagnostics_.error(node->location,
                           fmt::format("'settle' must be at least two steps of dt ('{}' found)",
                                       config::preview(*node)),
                           "write for example '500 ms'");
    }

    void read_time(const char* key, double& time_ms, model::Constraint constraint) {
        const Node* const node = protocol_.find(key);
        if (node == nullptr) return;
        const auto value = config::read_quantity(
            *node, key, {.unit = "ms", .constraint = constraint, .example = 500.0}, diagnostics_);
        if (!value) return;
        time_ms = *value;
        check_grid(time_ms, node->location, key);
    }

    void check_grid(double time_ms, const config::SourceLocation& location, const char* key) {
        if (config::on_grid(time_ms, plan_.dt_ms)) return;
        const double nearest =
            static_cast<double>(config::nearest_step(time_ms, plan_.dt_ms)) * plan_.dt_ms;
        diagnostics_.error(
            location,
            fmt::format("'{}' ({}) must be a multiple of dt = {}", key,
                        config::with_unit(time_ms, "ms"), config::with_unit(plan_.dt_ms, "ms")),
            fmt::format("write for example '{}'", config::with_unit(nearest, "ms")));
    }

    void read_hold() {
        const Node* const node = protocol_.find("hold");
        if (node == nullptr) return;
        if (!node->is_scalar()) {
            config::report_kind(*node, "hold", "a current", "hold: -20 pA", diagnostics_);
            return;
        }
        plan_.hold = read_currents(*node, "hold", diagnostics_);
        if (!plan_.replaces_own_current) return;
        diagnostics_.error(node->location,
                           "'hold' adds to the cell's own current, which 'total' "
                           "replaces",
                           "keep one of them");
    }

    const Section& protocol_;
    Plan plan_;
    Diagnostics& diagnostics_;
};

/// `time` of a protocol has nothing but dt: the rest follows from the protocol.
double read_dt(const Node& root, Diagnostics& diagnostics) {
    constexpr double usual_dt_ms = 0.1;
    const Node* const time = root.find("time");
    if (time == nullptr) return usual_dt_ms;
    const auto section = Section::open(*time, "time", {"dt"}, diagnostics);
    const Node* const dt = section ? section->find("dt") : nullptr;
    if (dt == nullptr) return usual_dt_ms;
    return config::read_quantity(
               *dt, "dt",
               {.unit = "ms", .constraint = model::Constraint::positive, .example = usual_dt_ms},
               diagnostics)
        .value_or(usual_dt_ms);
}

}  // namespace

const std::vector<std::string>& kind_keys() {
    static const std::vector<std::string> keys = {"spontaneous", "step", "ramp",
                                                  "trace",       "psp",  "expected"};
    return keys;
}

Plan read_plan(const Node& root, Diagnostics& diagnostics) {
    Plan plan;
    if (root.find("protocol") == nullptr && root.find("populations") != nullptr) {
        diagnostics.error(root.find("populations")->location,
                          "this file holds a network, no protocol", "simulate it with 'bgsim run'");
        return plan;
    }
    const auto top = Section::open(root, "", sections, diagnostics);
    if (!top) return plan;
    plan.network = selected(root, network_sections);
    plan.dt_ms = read_dt(root, diagnostics);
    const Node* const node = top->require("protocol", "protocol: {cells: msn_d1, step: 100 pA}");
    if (node == nullptr) return plan;
    const auto protocol = Section::open(*node, "protocol", protocol_keys(), diagnostics);
    if (!protocol) return plan;
    return PlanReader(*protocol, std::move(plan), diagnostics).read();
}

}  // namespace bgsim::protocol
