#include "config/poisson_rate.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "config/dopamine.hpp"
#include "config/loops.hpp"
#include "config/values.hpp"
#include "config/waveform.hpp"
#include "core/units.hpp"

namespace bgsim::config {

namespace {

double highest_rate(const Loop& loop) {
    double highest = std::numeric_limits<double>::infinity();
    if (loop.function == Loop::Function::sigmoid) highest = loop.maximum;
    if (loop.function == Loop::Function::table) {
        highest = std::ranges::max(loop.points, {}, &std::pair<double, double>::second).second;
    }
    return loop.factor * std::clamp(highest, loop.low, loop.high);
}

Waveform scaled(Waveform waveform, const DopamineEffect& effect) {
    waveform.mean *= effect.factor;
    waveform.amplitude *= effect.factor;
    for (auto& [time, value] : waveform.steps) value *= effect.factor;
    if (waveform.loop) waveform.loop->factor *= effect.factor;
    waveform.dopamine = effect.beta;
    return waveform;
}

}  // namespace

std::optional<Waveform> read_poisson_rate(const Node& node,
                                          const std::string& path,
                                          Context& context) {
    static const WaveformStyle style{"rate", "Hz", false};
    if (!node.is_map()) {
        report_kind(node, path, "a map", "{rate: 500 Hz}", context.diagnostics);
        return std::nullopt;
    }
    auto keys = waveform_keys(style);
    keys.emplace_back("dopamine");
    const auto section = Section::open(node, path, keys, context.diagnostics);
    if (!section) return std::nullopt;
    const Node* const rate = section->find("rate");
    const bool is_file = rate != nullptr &&
                         (rate->find("file") || rate->find("column") || rate->find("interpolate"));
    const bool is_loop = rate != nullptr && rate->is_map() && !is_file;
    const auto waveform = is_loop ? unread_loop(*section, context.diagnostics)
                                  : read_waveform(*section, style, context);
    const auto effect = dopamine_effect_in(node, path, context);
    if (!waveform || !effect) return std::nullopt;
    return scaled(*waveform, *effect);
}

void check_source_rate(const Waveform& rate,
                       const SourceLocation& location,
                       const std::string& path,
                       Context& context) {
    if (!context.has_grid) return;
    const double limit = core::ms_per_s / context.specification.dt;
    if (highest_value(rate) < limit) return;
    context.diagnostics.error(
        location,
        fmt::format("the rate of '{}' reaches {}, but a cell fires at most once in a step", path,
                    with_unit(highest_value(rate), "Hz")),
        fmt::format("stay below {}, or choose more cells or a smaller dt", with_unit(limit, "Hz")));
}

double highest_value(const Waveform& waveform) {
    if (waveform.loop) return highest_rate(*waveform.loop);
    const bool has_mean = waveform.kind != Waveform::Kind::ramp &&
                          (waveform.steps.empty() || waveform.steps.front().first > 0);
    double highest = has_mean ? waveform.mean + std::max(0.0, waveform.amplitude)
                              : waveform.steps.front().second;
    for (const auto& [time, value] : waveform.steps) highest = std::max(highest, value);
    return highest;
}

}  // namespace bgsim::config
