#include "config/waveform.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "config/course_file.hpp"
#include "config/dopamine.hpp"
#include "config/loops.hpp"
#include "config/pulses.hpp"
#include "config/values.hpp"
#include "core/units.hpp"

namespace bgsim::config {

namespace {

using model::Constraint;

const std::vector<std::string> oscillation_keys = {"frequency", "amplitude", "phase"};
const std::vector<std::string> modulation_keys = {"square", "sinusoid", "steps"};

/// Reads one waveform; `ok_` remembers whether all was right.
class WaveformReader {
public:
    WaveformReader(const Section& section, const WaveformStyle& style, Context& context)
        : section_(section),
          style_(style),
          context_(context),
          diagnostics_(context.diagnostics),
          value_{.unit = style.unit,
                 .constraint = style.may_be_negative ? Constraint::any : Constraint::non_negative} {
    }

    std::optional<Waveform> read() {
        if (has_two_forms() || section_.has_without("file", {"column", "interpolate"})) {
            return std::nullopt;
        }
        read_form();
        if (ok_) read_window();
        if (!ok_) return std::nullopt;
        return waveform_;
    }

private:
    void read_form() {
        const Node* const value = section_.find(style_.value_key);
        if (const Node* const ramp = section_.find("ramp")) {
            read_ramp(*ramp);
        } else if (const Node* const noise = find_of_current("noise")) {
            read_noise(*noise);
        } else if (find_of_current("file") != nullptr) {
            refuse_value("a file");
            take(read_course(section_, style_, section_.path(), {"file", "column", "interpolate"},
                             context_));
        } else if (is_from_file(value)) {
            read_values_of_file(*value);
        } else if (const Node* const pulses = section_.find("pulses")) {
            read_mean(true);
            take(read_pulses(*pulses, section_.path() + ".pulses", style_, waveform_.mean, {},
                             context_));
        } else {
            read_steps_or_modulation();
        }
    }

    const Node* find_of_current(std::string_view key) const {
        return style_.may_be_negative ? section_.find(key) : nullptr;
    }

    void read_steps_or_modulation() {
        const Node* const steps = section_.find("steps");
        const Node* const modulate = section_.find("modulate");
        read_mean(steps != nullptr || is_steps(modulate));
        if (steps != nullptr) read_steps(*steps);
        if (modulate != nullptr) read_modulation(*modulate);
    }

    void take(std::optional<Waveform> read) {
        ok_ = ok_ && read;
        if (read) waveform_ = std::move(*read);
    }

    static bool is_from_file(const Node* value) { return value != nullptr && value->is_map(); }

    /// A waveform has one of these.
    bool has_two_forms() {
        static const std::vector<std::string> forms = {"modulate", "steps", "ramp",
                                                       "pulses",   "noise", "file"};
        std::vector<const Entry*> given;
        for (const Entry& entry : section_.node().entries) {
            const bool is_form = std::ranges::find(forms, entry.key) != forms.end() ||
                                 (entry.key == style_.value_key && is_from_file(&entry.value));
            if (is_form) given.push_back(&entry);
        }
        if (given.size() < 2) return false;
        diagnostics_.error(given[1]->value.location,
                           fmt::format("'{}' has both '{}' and '{}'", section_.path(),
                                       given[0]->key, given[1]->key),
                           "keep one of them");
        return true;
    }

    static bool is_steps(const Node* modulate) {
        return modulate != nullptr && modulate->find("steps") != nullptr;
    }

    void read_mean(bool is_optional) {
        const std::string& key = style_.value_key;
        const Node* const node =
            is_optional ? section_.find(key)
                        : section_.require(key, key + ": " + with_unit(10.0, style_.unit));
        if (node == nullptr) {
            ok_ = is_optional;
            return;
        }
        const auto mean = read_quantity(*node, key, value_, diagnostics_);
        ok_ = mean.has_value();
        waveform_.mean = mean.value_or(0.0);
    }

    void read_modulation(const Node& node) {
        const auto section =
            Section::open(node, section_.path() + ".modulate", modulation_keys, diagnostics_);
        if (!section || node.entries.size() != 1) {
            if (section) {
                diagnostics_.error(
                    node.location,
                    fmt::format("'modulate' needs one waveform ('{}' found)", preview(node)),
                    "use square, sinusoid or steps");
            }
            ok_ = false;
            return;
        }
        if (const Node* const square = section->find("square")) {
            read_oscillation(*square, "square", Waveform::Kind::square);
        } else if (const Node* const sinusoid = section->find("sinusoid")) {
            read_oscillation(*sinusoid, "sinusoid", Waveform::Kind::sinusoid);
        } else if (const Node* const steps = section->find("steps")) {
            read_steps(*steps);
        } else {
            ok_ = false;
        }
    }

    void read_oscillation(const Node& node, const std::string& name, Waveform::Kind kind) {
        const auto section = Section::open(node, name, oscillation_keys, diagnostics_);
        if (!section) {
            ok_ = false;
            return;
        }
        waveform_.kind = kind;
        const Node* const frequency = section->require("frequency", "frequency: 20 Hz");
        const Node* const amplitude =
            section->require("amplitude", "amplitude: " + with_unit(5.0, style_.unit));
        const Wanted in_hertz{.unit = "Hz", .constraint = Constraint::positive};
        waveform_.frequency = required(frequency, "frequency", in_hertz);
        if (const Node* const phase = section->find("phase")) {
            waveform_.phase = required(phase, "phase", {.unit = ""});
        }
        if (amplitude == nullptr) {
            ok_ = false;
            return;
        }
        const auto read = config::read_amplitude(*amplitude, style_, Constraint::non_negative,
                                                 waveform_.mean, diagnostics_);
        ok_ = ok_ && read;
        waveform_.amplitude = read.value_or(0.0);
        if (ok_) check_rate_stays_positive(*amplitude);
    }

    double required(const Node* node, std::string_view name, const Wanted& wanted) {
        const auto value =
            node != nullptr ? read_quantity(*node, name, wanted, diagnostics_) : std::nullopt;
        ok_ = ok_ && value;
        return value.value_or(0.0);
    }

    void check_rate_stays_positive(const Node& node) {
        if (style_.may_be_negative || waveform_.amplitude <= waveform_.mean) return;
        ok_ = false;
        diagnostics_.error(
            node.location,
            fmt::format("the amplitude {} is larger than the mean rate {}, so the "
                        "rate would become negative ('{}' found)",
                        with_unit(waveform_.amplitude, style_.unit),
                        with_unit(waveform_.mean, style_.unit), preview(node)),
            fmt::format("write at most '{}'", with_unit(waveform_.mean, style_.unit)));
    }

    void read_steps(const Node& node) {
        waveform_.kind = Waveform::Kind::steps;
        read_points(node, "steps",
                    fmt::format("steps: [[100 ms, {}]]", with_unit(20.0, style_.unit)));
    }

    void refuse_value(std::string_view beside, std::string_view remedy = "remove it") {
        const Node* const value = section_.find(style_.value_key);
        if (value == nullptr) return;
        diagnostics_.error(value->location,
                           fmt::format("'{}' has no meaning beside {}", style_.value_key, beside),
                           remedy);
        ok_ = false;
    }

    void read_values_of_file(const Node& value) {
        const std::string path = section_.path() + "." + style_.value_key;
        const auto file =
            Section::open(value, path, {"file", "column", "interpolate"}, diagnostics_);
        if (file && file->require("file", "file: rates.csv") != nullptr) {
            take(read_course(*file, style_, section_.path(), {style_.value_key}, context_));
        } else {
            ok_ = false;
        }
    }

    void read_noise(const Node& node) {
        refuse_value("noise", "write it as the 'mean' of the noise");
        const auto noise = Section::open(node, section_.path() + ".noise",
                                         {"mean", "sd", "tau", "shared"}, diagnostics_);
        if (!noise) {
            ok_ = false;
            return;
        }
        waveform_.kind = Waveform::Kind::noise;
        if (const Node* const mean = noise->find("mean")) {
            waveform_.mean = required(mean, "mean", value_);
        }
        waveform_.amplitude =
            required(noise->require("sd", "sd: " + with_unit(20.0, style_.unit)), "sd",
                     {.unit = style_.unit, .constraint = Constraint::non_negative});
        waveform_.tau = required(noise->require("tau", "tau: 5 ms"), "tau",
                                 {.unit = "ms", .constraint = Constraint::positive});
        if (const Node* const shared = noise->find("shared")) {
            const auto flag = read_flag(*shared, "shared", diagnostics_);
            ok_ = ok_ && flag;
            waveform_.is_shared = flag.value_or(false);
        }
    }

    /// When it is not silent.
    void read_window() {
        const auto steps = [&](const Node* node, std::string_view name, Step otherwise) {
            if (node == nullptr) return otherwise;
            const auto read = context_.read_steps(*node, name, 0);
            ok_ = ok_ && read;
            return read.value_or(otherwise);
        };
        const Node* const end = section_.find("to");
        waveform_.from = steps(section_.find("from"), "from", 0);
        waveform_.until = steps(end, "to", waveform_.until);
        if (!ok_ || waveform_.until > waveform_.from) return;
        const double from_ms = static_cast<double>(waveform_.from) * context_.specification.dt;
        report_empty_window(*end, with_unit(from_ms, "ms"), diagnostics_);
        ok_ = false;
    }

    void read_ramp(const Node& node) {
        waveform_.kind = Waveform::Kind::ramp;
        refuse_value("a ramp", "remove it; before its first point a ramp has the value of that");
        read_points(node, "ramp",
                    fmt::format("ramp: [[0 ms, {}], [1 s, {}]]", with_unit(0.0, style_.unit),
                                with_unit(20.0, style_.unit)));
    }

    void read_points(const Node& node, const std::string& key, const std::string& example) {
        if (!node.is_list() || node.items.empty()) {
            report_kind(node, key, "a list of [time, value]", example, diagnostics_);
            ok_ = false;
            return;
        }
        for (const Node& item : node.items) {
            if (!item.is_list() || item.items.size() != 2) {
                report_kind(item, key, "a list of [time, value]", example, diagnostics_);
                ok_ = false;
                continue;
            }
            read_point(item, key);
        }
    }

    /// A ramp jumps where two points have the same time.
    bool is_late(Step time) const {
        const auto& points = waveform_.steps;
        if (points.empty() || time > points.back().first) return false;
        const bool is_jump = waveform_.kind == Waveform::Kind::ramp &&
                             time == points.back().first &&
                             (points.size() == 1 || points[points.size() - 2].first < time);
        return !is_jump;
    }

    void read_point(const Node& item, const std::string& key) {
        const auto time = context_.read_steps(item.items[0], "time", 0);
        const auto value = read_quantity(item.items[1], style_.value_key, value_, diagnostics_);
        if (!time || !value) {
            ok_ = false;
            return;
        }
        if (is_late(*time)) {
            diagnostics_.error(item.location,
                               fmt::format("the times of '{}' must increase ('{}' found after a "
                                           "later or equal time)",
                                           key, preview(item)),
                               "sort the entries by time");
            ok_ = false;
            return;
        }
        waveform_.steps.emplace_back(*time, *value);
    }

    const Section& section_;
    const WaveformStyle& style_;
    Context& context_;
    Diagnostics& diagnostics_;
    Wanted value_;
    Waveform waveform_;
    bool ok_ = true;
};

}  // namespace

std::vector<std::string> waveform_keys(const WaveformStyle& style) {
    std::vector<std::string> keys = {style.value_key, "modulate", "steps", "ramp",
                                     "pulses",        "from",     "to"};
    if (style.may_be_negative) {
        keys.insert(keys.end(), {"noise", "file", "column", "interpolate"});
    }
    return keys;
}

std::optional<double> read_amplitude(const Node& node,
                                     const WaveformStyle& style,
                                     Constraint constraint,
                                     double mean,
                                     Diagnostics& diagnostics) {
    const auto quantity = core::parse_quantity(node.text);
    const bool is_fraction =
        quantity.fault == core::QuantityFault::none && quantity.unit.dimension.is_none();
    const Wanted wanted{.unit = is_fraction ? "" : style.unit, .constraint = constraint};
    const auto amplitude = read_quantity(node, "amplitude", wanted, diagnostics);
    if (!amplitude) return std::nullopt;
    return is_fraction ? *amplitude * std::abs(mean) : *amplitude;
}

void report_empty_window(const Node& end, const std::string& from, Diagnostics& diagnostics) {
    diagnostics.error(
        end.location,
        fmt::format("'to' must be later than 'from' = {} ('{}' found)", from, preview(end)),
        "exchange them, or remove 'to' for the end of the run");
}

std::optional<Waveform> read_waveform(const Section& section,
                                      const WaveformStyle& style,
                                      Context& context) {
    return WaveformReader(section, style, context).read();
}

}  // namespace bgsim::config
