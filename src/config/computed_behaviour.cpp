#include "config/expected_behaviour.hpp"

#include <fmt/format.h>

#include "config/measures.hpp"
#include "config/section.hpp"
#include "config/values.hpp"

namespace bgsim::config {

namespace {

const std::vector<std::string> integrators = {"rk4", "euler"};
const std::vector<std::string> currents = {"added", "total"};

/// Reads one entry of `computed`.
class ComputedReader {
public:
    ComputedReader(const Section& section, Diagnostics& diagnostics)
        : section_(section), diagnostics_(diagnostics) {}

    ComputedBehaviour read() {
        read_method();
        read_start();
        read_timing();
        read_results();
        return std::move(entry_);
    }

private:
    std::string path_of(std::string_view key) const {
        return fmt::format("{}.{}", section_.path(), key);
    }

    void read_method() {
        if (const Node* const node = section_.find("source")) {
            entry_.source = read_text(*node, path_of("source"), diagnostics_).value_or("");
        }
        if (const Node* const node = section_.require("integrator", R"("integrator": "rk4")")) {
            const auto choice =
                read_choice(*node, path_of("integrator"), integrators, diagnostics_);
            entry_.integrator = integrators[choice.value_or(0)];
        }
        entry_.step_ms = required("step", "ms");
        if (const Node* const node = section_.find("phi")) {
            entry_.phi =
                read_quantity(*node, path_of("phi"), {.unit = "", .example = -0.8}, diagnostics_)
                    .value_or(0.0);
        }
        if (const Node* const node = section_.find("I_e")) {
            entry_.I_e = read_measure(*node, path_of("I_e"), "", diagnostics_);
        }
    }

    void read_start() {
        const Node* const node =
            section_.require("start", R"("start": {"V_m": {"value": -80, "unit": "mV"}})");
        if (node == nullptr) return;
        for (const Entry& variable : node->entries) {
            const auto at =
                read_measure(variable.value, path_of("start." + variable.key), "", diagnostics_);
            if (at) entry_.start.push_back({variable.key, *at});
        }
    }

    void read_timing() {
        entry_.step_at_ms = required("step_at", "ms");
        const Node* const window =
            section_.require("window", R"("window": {"value": [2500, 4500], "unit": "ms"})");
        if (window == nullptr) return;
        entry_.window_ms = read_interval(*window, path_of("window"), "ms", diagnostics_)
                               .value_or(std::array<double, 2>{});
    }

    void read_results() {
        entry_.rest_mV = optional("rest", "mV");
        entry_.spontaneous_rate_hz = optional("spontaneous_rate", "Hz");
        if (const Node* const node = section_.find("V_range")) {
            entry_.V_range_mV = read_interval(*node, path_of("V_range"), "mV", diagnostics_);
        }
        if (const Node* const node = section_.find("rheobase")) read_rheobase(*node);
        if (const Node* const node = section_.find("f_I")) read_curve(*node);
    }

    double required(std::string_view key, std::string_view unit) {
        section_.require(key, fmt::format(R"("{}": {{"value": 10, "unit": "{}"}})", key, unit));
        return optional(key, unit).value_or(0.0);
    }

    std::optional<double> optional(std::string_view key, std::string_view unit) {
        const Node* const node = section_.find(key);
        const auto measure =
            node != nullptr ? read_measure(*node, path_of(key), unit, diagnostics_) : std::nullopt;
        if (!measure) return std::nullopt;
        return measure->value;
    }

    void read_rheobase(const Node& node) {
        const std::string path = path_of("rheobase");
        const auto current = read_measure(node, path, "", diagnostics_, {"resolution", "window"});
        const Node* const resolution = node.find("resolution");
        const Node* const window = node.find("window");
        if (!current || resolution == nullptr || window == nullptr) {
            diagnostics_.error(node.location, fmt::format("'{}' is not complete", path),
                               "it has 'value', 'unit', 'resolution' and 'window'");
            return;
        }
        const auto width =
            read_quantity(*resolution, path + ".resolution",
                          {.unit = "", .constraint = model::Constraint::positive}, diagnostics_);
        const auto counted = read_interval(*window, path + ".window", "ms", diagnostics_);
        if (width && counted) entry_.rheobase = Rheobase{*current, *width, *counted};
    }

    void read_curve(const Node& node) {
        const auto section = Section::open(node, path_of("f_I"),
                                           {"current", "I", "rate", "first_spike"}, diagnostics_);
        if (!section) return;
        const Node* const current = section->require("current", R"("current": "added")");
        const Node* const I = section->require("I", R"("I": {"value": [0, 50], "unit": "pA"})");
        const Node* const rate =
            section->require("rate", R"("rate": {"value": [0, 9.5], "unit": "Hz"})");
        if (current == nullptr || I == nullptr || rate == nullptr) return;
        const auto kind =
            read_choice(*current, section->path() + ".current", currents, diagnostics_);
        auto I_values = read_series(*I, section->path() + ".I", "", diagnostics_);
        auto rates = read_series(*rate, section->path() + ".rate", "Hz", diagnostics_);
        if (!kind || !I_values || !rates) return;
        FICurve curve{*kind == 0 ? FICurve::Current::added : FICurve::Current::total,
                      std::move(*I_values),
                      std::move(*rates),
                      {}};
        if (const Node* const first = section->find("first_spike")) {
            curve.first_spike =
                read_series(*first, section->path() + ".first_spike", "ms", diagnostics_);
        }
        check_lengths(curve, node);
        entry_.f_I = std::move(curve);
    }

    void check_lengths(const FICurve& curve, const Node& node) {
        const std::size_t n = curve.I.values.size();
        const bool is_same = curve.rate.values.size() == n &&
                             (!curve.first_spike || curve.first_spike->values.size() == n);
        if (is_same) return;
        diagnostics_.error(node.location,
                           fmt::format("'{}' has lists of different lengths", path_of("f_I")),
                           "each current has one rate, and one first spike where these are given");
    }

    const Section& section_;
    Diagnostics& diagnostics_;
    ComputedBehaviour entry_;
};

}  // namespace

const std::vector<std::string>& computed_keys() {
    static const std::vector<std::string> keys = {
        "source", "integrator",       "step",    "start",    "phi", "I_e", "step_at", "window",
        "rest",   "spontaneous_rate", "V_range", "rheobase", "f_I"};
    return keys;
}

ComputedBehaviour read_computed(const Section& section, Diagnostics& diagnostics) {
    return ComputedReader(section, diagnostics).read();
}

}  // namespace bgsim::config
