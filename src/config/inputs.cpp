#include "config/inputs.hpp"

#include <fmt/format.h>

#include "config/arrow.hpp"
#include "config/dopamine.hpp"
#include "config/neurons.hpp"
#include "config/poisson_rate.hpp"
#include "config/ports.hpp"
#include "config/pulses.hpp"
#include "config/section.hpp"
#include "config/values.hpp"
#include "config/waveform.hpp"

namespace bgsim::config {

namespace {

const std::vector<std::string> input_keys = {"poisson", "current", "dbs",     "ports",
                                             "delay",   "neurons", "recruits"};

const WaveformStyle current_style{"value", "pA", true};

/// Reads one input, whose target is known.
class InputReader {
public:
    InputReader(const Section& section, Input input, Context& context)
        : section_(section),
          input_(std::move(input)),
          context_(context),
          diagnostics_(context.diagnostics) {}

    Input read() {
        read_kind();
        if (const Node* const recruits = section_.find("recruits")) read_recruits(*recruits);
        const Node* const node = section_.find("neurons");
        if (node != nullptr && !(node->is_scalar() && node->text == "all")) {
            input_.neurons = read_neurons(*node, input_.target, section_.path(), context_);
        }
        return std::move(input_);
    }

private:
    void read_kind() {
        const Node* const poisson = section_.find("poisson");
        const Node* const current = section_.find("current");
        const Node* const dbs = section_.find("dbs");
        if (dbs != nullptr && (poisson != nullptr || current != nullptr)) {
            diagnostics_.error(
                dbs->location,
                fmt::format("'{}' has both 'dbs' and '{}'", section_.path(),
                            poisson != nullptr ? "poisson" : "current"),
                "keep one of them; where an earlier file has the other, remove it with ': ~'");
        } else if (poisson != nullptr && current != nullptr) {
            report_both(*poisson, *current);
        } else if (poisson != nullptr) {
            read_poisson(*poisson);
        } else if (current != nullptr) {
            read_current(*current);
        } else if (dbs != nullptr) {
            read_dbs(*dbs);
        } else {
            diagnostics_.error(
                section_.location(),
                fmt::format("'{}' needs either 'poisson', 'current' or 'dbs'", section_.path()),
                "write for example 'poisson: {rate: 500 Hz}' or 'current: 6 pA'");
        }
    }

    /// Mostly the one that is not meant comes from an earlier file.
    void report_both(const Node& poisson, const Node& current) {
        const bool is_current_meant = latest_layer(current) >= latest_layer(poisson);
        const Node& meant = is_current_meant ? current : poisson;
        const Node& other = is_current_meant ? poisson : current;
        std::string remedy = is_current_meant ? "'poisson: ~'" : "'current: ~'";
        if (is_current_meant) {
            for (const std::string key : {"ports", "delay"}) {
                if (section_.find(key) != nullptr) remedy += fmt::format(" and '{}: ~'", key);
            }
        }
        diagnostics_.error(
            meant.location,
            fmt::format("'{}' has both 'poisson' ({}) and 'current' ({})", section_.path(),
                        to_string(poisson.location), to_string(current.location)),
            latest_layer(meant) == latest_layer(other)
                ? std::string("keep one of them; an input of both kinds is written as two inputs")
                : fmt::format("to replace what was there, add {}", remedy));
    }

    void read_poisson(const Node& node) {
        input_.kind = Input::Kind::poisson;
        input_.waveform =
            read_poisson_rate(node, section_.path() + ".poisson", context_).value_or(Waveform{});
        if (const Node* const ports = section_.require("ports", "ports: {AMPA: 0.5 nS}")) {
            read_ports(*ports);
        }
        if (const Node* const delay = section_.find("delay")) {
            input_.delay = context_.read_steps(*delay, "delay", 0).value_or(0);
        }
    }

    void read_current(const Node& node) {
        begin_current();
        if (node.is_scalar()) {
            input_.waveform.mean =
                read_quantity(node, "current", {.unit = "pA"}, diagnostics_).value_or(0.0);
        } else if (!node.is_map()) {
            report_kind(node, section_.path() + ".current", "a current or a map",
                        "{steps: [[100 ms, 20 pA]]}", diagnostics_);
        } else {
            read_wave(node);
        }
    }

    void begin_current() {
        input_.kind = Input::Kind::current;
        for (const std::string key : {"ports", "delay"}) {
            if (const Node* const superfluous = section_.find(key)) {
                diagnostics_.error(superfluous->location,
                                   fmt::format("'{}' has no meaning for a current", key),
                                   "remove it");
            }
        }
    }

    /// Pulses of current into a part of the cells.
    void read_dbs(const Node& node) {
        begin_current();
        input_.waveform =
            read_pulses(node, section_.path() + ".dbs", current_style, 0.0, {"recruits"}, context_)
                .value_or(Waveform{});
        const Node* const recruits = node.find("recruits");
        if (recruits == nullptr) return;
        if (section_.find("recruits") == nullptr) return read_recruits(*recruits);
        diagnostics_.error(recruits->location,
                           fmt::format("'{}' has 'recruits' twice", section_.path()),
                           "keep one of them");
    }

    /// A share, up to all.
    void read_recruits(const Node& node) {
        const auto share = read_quantity(
            node, "recruits",
            {.unit = "", .constraint = model::Constraint::non_negative, .example = 0.4},
            diagnostics_);
        input_.recruits = share.value_or(1.0);
        if (input_.recruits <= 1.0) return;
        diagnostics_.error(
            node.location,
            fmt::format("'recruits' needs a share from 0 to 100 % ('{}' found)", node.text),
            "write for example '40 %'");
    }

    void read_wave(const Node& node) {
        const auto section = Section::open(node, section_.path() + ".current",
                                           waveform_keys(current_style), diagnostics_);
        if (!section) return;
        input_.waveform = read_waveform(*section, current_style, context_).value_or(Waveform{});
    }

    void read_ports(const Node& node) {
        if (!node.is_map() || node.entries.empty()) {
            report_kind(node, section_.path() + ".ports", "a map from ports to weights",
                        "{AMPA: 0.5 nS}", diagnostics_);
            return;
        }
        for (const Entry& entry : node.entries) {
            const auto index = context_.require_port(input_.target, entry.key, entry.location);
            if (!index) continue;
            const auto& target = context_.specification.populations[input_.target];
            const Wanted wanted = wanted_weight(target.ports[*index]);
            const auto weight =
                read_weight(entry.value, entry.key, section_.path() + ".ports", wanted, context_);
            if (weight) input_.ports.push_back({*index, weight->value, weight->beta});
        }
    }

    const Section& section_;
    Input input_;
    Context& context_;
    Diagnostics& diagnostics_;
};

void read_input(const Entry& entry, Context& context) {
    context.check_name(entry, "input");
    const auto arrow = parse_arrow(entry.key);
    if (!arrow) {
        context.diagnostics.error(
            entry.location,
            fmt::format("the name '{}' of an input does not say where it goes", entry.key),
            "write 'NAME -> TARGET', with blanks around '->'");
        return;
    }
    const auto target =
        context.require_target(arrow->target, entry.location, "be the target of an input");
    const auto section =
        Section::open(entry.value, "inputs." + entry.key, input_keys, context.diagnostics);
    if (!target || !section) return;
    Input input;
    input.name = entry.key;
    input.target = *target;
    input.location = entry.location;
    context.specification.inputs.push_back(InputReader(*section, std::move(input), context).read());
}

}  // namespace

void read_inputs(Context& context) {
    const Node* const node = context.root.find("inputs");
    if (node == nullptr) return;
    if (!node->is_map()) {
        report_kind(*node, "inputs", "a map", "inputs: {CTX -> STN: {...}}", context.diagnostics);
        return;
    }
    for (const Entry& entry : node->entries) read_input(entry, context);
}

}  // namespace bgsim::config
