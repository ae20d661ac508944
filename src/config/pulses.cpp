#include "config/pulses.hpp"

#include <fmt/format.h>

#include "config/section.hpp"
#include "config/values.hpp"

namespace bgsim::config {

namespace {

using model::Constraint;

std::vector<std::string> pulse_keys(const WaveformStyle& style,
                                    const std::vector<std::string>& further) {
    std::vector<std::string> keys = {"frequency", "period", "width", "amplitude",
                                     "from",      "to",     "jitter"};
    if (style.may_be_negative) keys.emplace_back("biphasic");
    keys.insert(keys.end(), further.begin(), further.end());
    return keys;
}

/// Reads one train; `ok_` remembers whether all was right.
class PulseReader {
public:
    PulseReader(const Section& section, const WaveformStyle& style, double base, Context& context)
        : section_(section), style_(style), diagnostics_(context.diagnostics) {
        waveform_.kind = Waveform::Kind::pulses;
        waveform_.mean = base;
    }

    std::optional<Waveform> read() {
        read_period();
        PulseTrain& pulses = waveform_.pulses;
        const Node* const width = section_.require("width", "width: 5 ms");
        pulses.width = time(width, "width", Constraint::positive, 0.0);
        read_amplitude();
        pulses.first = time(section_.find("from"), "from", Constraint::non_negative, 0.0);
        const Node* const end = section_.find("to");
        pulses.until = time(end, "to", Constraint::positive, pulses.until);
        pulses.jitter = time(section_.find("jitter"), "jitter", Constraint::non_negative, 0.0);
        if (const Node* const biphasic = section_.find("biphasic")) {
            const auto flag = read_flag(*biphasic, "biphasic", diagnostics_);
            ok_ = ok_ && flag;
            pulses.biphasic = flag.value_or(false);
        }
        if (ok_) check_times(*width, end);
        if (!ok_) return std::nullopt;
        return waveform_;
    }

private:
    void read_period() {
        const Node* const period = section_.find("period");
        const Node* const frequency = period == nullptr
                                          ? section_.require("frequency", "frequency: 20 Hz")
                                          : section_.find("frequency");
        if (period != nullptr && frequency != nullptr) {
            diagnostics_.error(
                period->location,
                fmt::format("'{}' has both 'period' and 'frequency'", section_.path()),
                "keep one of them");
            ok_ = false;
            return;
        }
        constexpr double ms_per_s = 1000.0;
        if (period != nullptr) {
            waveform_.pulses.period = time(period, "period", Constraint::positive, 0.0);
            if (ok_) waveform_.frequency = ms_per_s / waveform_.pulses.period;
        } else {
            waveform_.frequency =
                value(frequency, "frequency", {.unit = "Hz", .constraint = Constraint::positive});
            if (ok_) waveform_.pulses.period = ms_per_s / waveform_.frequency;
        }
    }

    double value(const Node* node, std::string_view name, const Wanted& wanted) {
        const auto read =
            node != nullptr ? read_quantity(*node, name, wanted, diagnostics_) : std::nullopt;
        ok_ = ok_ && read;
        return read.value_or(0.0);
    }

    double time(const Node* node, std::string_view name, Constraint constraint, double otherwise) {
        if (node == nullptr && name != "width") return otherwise;
        return value(node, name, {.unit = "ms", .constraint = constraint});
    }

    /// Pulses of rates may also be gaps, down to zero.
    void read_amplitude() {
        const Node* const node =
            section_.require("amplitude", "amplitude: " + with_unit(100.0, style_.unit));
        const auto amplitude = node == nullptr
                                   ? std::nullopt
                                   : config::read_amplitude(*node, style_, Constraint::any,
                                                            waveform_.mean, diagnostics_);
        ok_ = ok_ && amplitude;
        waveform_.amplitude = amplitude.value_or(0.0);
        if (!ok_ || style_.may_be_negative || waveform_.mean + waveform_.amplitude >= 0.0) return;
        diagnostics_.error(
            node->location,
            fmt::format("the rate would become negative: {} during a pulse",
                        with_unit(waveform_.mean + waveform_.amplitude, "Hz")),
            fmt::format("use an amplitude from {}", with_unit(-waveform_.mean, "Hz")));
        ok_ = false;
    }

    void check_times(const Node& width, const Node* end) {
        const PulseTrain& pulses = waveform_.pulses;
        if (pulses.length() > pulses.period) {
            diagnostics_.error(
                width.location,
                fmt::format("'{}': {} do not fit into a period of {}", section_.path(),
                            pulses.biphasic ? "two pulses of this width" : "pulses",
                            with_unit(pulses.period, "ms")),
                "use shorter pulses or fewer in a second");
            ok_ = false;
        }
        if (end == nullptr || pulses.until > pulses.first) return;
        report_empty_window(*end, with_unit(pulses.first, "ms"), diagnostics_);
        ok_ = false;
    }

    const Section& section_;
    const WaveformStyle& style_;
    Diagnostics& diagnostics_;
    Waveform waveform_;
    bool ok_ = true;
};

}  // namespace

std::optional<Waveform> read_pulses(const Node& node,
                                    const std::string& path,
                                    const WaveformStyle& style,
                                    double base,
                                    const std::vector<std::string>& further,
                                    Context& context) {
    const auto section = Section::open(node, path, pulse_keys(style, further), context.diagnostics);
    if (!section) return std::nullopt;
    return PulseReader(*section, style, base, context).read();
}

}  // namespace bgsim::config
