#include "config/dopamine_course.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "config/section.hpp"
#include "config/waveform.hpp"

namespace bgsim::config {

namespace {

constexpr double step_of_ramps_ms = 1.0;

/// Each piece has the value that the ramp has in its middle.
DopamineCourse stairs(const DopamineCourse& points, double dt) {
    const Step width = std::max<Step>(1, nearest_step(step_of_ramps_ms, dt));
    DopamineCourse course = {{0, points.front().second}};
    for (std::size_t i = 1; i < points.size(); ++i) {
        const auto [begin, first] = points[i - 1];
        const auto [end, last] = points[i];
        for (Step from = begin; from < end && first != last; from += width) {
            const Step to = std::min(from + width, end);
            const double middle = 0.5 * static_cast<double>(from + to);
            const double part =
                (middle - static_cast<double>(begin)) / static_cast<double>(end - begin);
            course.emplace_back(from, first + part * (last - first));
        }
        course.emplace_back(end, last);
    }
    return course;
}

/// Of entries at the same step the last holds, and what changes nothing is left out.
DopamineCourse without_repetitions(const DopamineCourse& course) {
    DopamineCourse result;
    for (const auto& [step, value] : course) {
        if (!result.empty() && result.back().first == step) result.pop_back();
        if (result.empty() || result.back().second != value) result.emplace_back(step, value);
    }
    return result;
}

}  // namespace

bool has_dopamine_course(const Node& root) {
    const Node* const dopamine = root.find("dopamine");
    if (dopamine == nullptr) return false;
    return std::ranges::any_of(std::array{"level", "depletion"}, [&](const char* key) {
        const Node* const node = dopamine->find(key);
        return node != nullptr && node->is_map();
    });
}

std::optional<DopamineCourse> read_dopamine_course(const Node& node,
                                                   const std::string& key,
                                                   Context& context) {
    static const WaveformStyle style{"value", "", false};
    const auto section =
        Section::open(node, "dopamine." + key, {"value", "steps", "ramp"}, context.diagnostics);
    if (!section) return std::nullopt;
    if (section->find("steps") == nullptr && section->find("ramp") == nullptr) {
        context.diagnostics.error(
            node.location, fmt::format("'dopamine.{}' is a map without a course", key),
            fmt::format("write for example '{0}: 0.8' or '{0}: {{value: 0.8, steps: [[1 s, 0.2], "
                        "[1.2 s, 0.8]]}}'",
                        key));
        return std::nullopt;
    }
    const auto waveform = read_waveform(*section, style, context);
    if (!waveform) return std::nullopt;
    if (waveform->kind == Waveform::Kind::ramp) {
        return without_repetitions(stairs(waveform->steps, context.specification.dt));
    }
    if (section->find("value") == nullptr && waveform->steps.front().first > 0) {
        context.diagnostics.error(
            section->find("steps")->location,
            fmt::format("'dopamine.{}' does not say what holds before its first step", key),
            "add for example 'value: 0.8'");
        return std::nullopt;
    }
    DopamineCourse course = {{0, waveform->mean}};
    course.insert(course.end(), waveform->steps.begin(), waveform->steps.end());
    return without_repetitions(course);
}

}  // namespace bgsim::config
