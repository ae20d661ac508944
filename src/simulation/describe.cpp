#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "simulation/network_table.hpp"

namespace bgsim::simulation {
namespace {

using config::ConnectionRule;
using config::Distribution;
using config::Waveform;

std::string spread(const Distribution& d, const std::string& unit) {
    switch (d.kind) {
        case Distribution::Kind::constant:
            return fmt::format("{:g} {}", d.first, unit);
        case Distribution::Kind::uniform:
            return fmt::format("uniform {:g}..{:g} {}", d.first, d.second, unit);
        case Distribution::Kind::normal:
            return fmt::format("normal {:g} +- {:g} {}", d.first, d.second, unit);
        case Distribution::Kind::lognormal:
            return fmt::format("lognormal {:g} +- {:g} {}", d.first, d.second, unit);
    }
    return "?";
}

std::string rule_name(const ConnectionRule& rule) {
    switch (rule.kind) {
        case ConnectionRule::Kind::pairwise_bernoulli:
            return fmt::format("pairwise_bernoulli p={:g}", rule.probability);
        case ConnectionRule::Kind::fixed_indegree:
            return fmt::format("fixed_indegree k={}{}", rule.number,
                               rule.extra == 0 ? "" : fmt::format(" + {} pairs", rule.extra));
        case ConnectionRule::Kind::fixed_outdegree:
            return fmt::format("fixed_outdegree k={}", rule.number);
        case ConnectionRule::Kind::fixed_total:
            return fmt::format("fixed_total N={}", rule.number);
        case ConnectionRule::Kind::one_to_one:
            return "one_to_one";
        case ConnectionRule::Kind::all_to_all:
            return "all_to_all";
    }
    return "?";
}

std::string topography(const ConnectionRule& rule) {
    if (!rule.channel_weights.empty()) return ", by channel";
    if (!rule.kernel) return "";
    const bool is_gaussian = rule.kernel->shape == config::DistanceKernel::Shape::gaussian;
    return fmt::format(", {} {:g}{}", is_gaussian ? "gaussian" : "exponential", rule.kernel->extent,
                       rule.kernel->is_periodic ? ", periodic" : "");
}

std::string described_loop(const config::Loop& loop, const config::Specification& specification) {
    using Function = config::Loop::Function;
    const auto ms = [&](Step steps) { return static_cast<double>(steps) * specification.dt; };
    std::string function = fmt::format("table of {} point(s)", loop.points.size());
    if (loop.function == Function::linear) {
        function = fmt::format("{:g} {} {:g} x", loop.offset, loop.gain < 0.0 ? '-' : '+',
                               std::abs(loop.gain));
    } else if (loop.function == Function::sigmoid) {
        function = fmt::format("sigmoid to {:g} Hz, half at {:g} Hz, slope {:g} Hz", loop.maximum,
                               loop.midpoint, loop.slope);
    }
    if (std::isfinite(loop.high) || loop.low > 0.0) {
        function += fmt::format(" within {:g}..{:g} Hz", loop.low, loop.high);
    }
    if (loop.factor != 1.0) function = fmt::format("{:g} ({})", loop.factor, function);
    return fmt::format("follows {} ({:g} ms, {:g} ms ago): {}",
                       specification.populations[loop.population].name, ms(loop.window),
                       ms(loop.delay), function);
}

std::string described_pulses(const Waveform& waveform, const std::string& unit) {
    const auto& pulses = waveform.pulses;
    std::string text = waveform.mean == 0.0 ? "" : fmt::format("{:g} {}, ", waveform.mean, unit);
    text +=
        fmt::format("{}pulses of {:g} {}, {:g} ms, at {:g} Hz", pulses.biphasic ? "biphasic " : "",
                    waveform.amplitude, unit, pulses.width, waveform.frequency);
    if (pulses.first != 0.0) text += fmt::format(", from {:g} ms", pulses.first);
    if (std::isfinite(pulses.until)) text += fmt::format(", to {:g} ms", pulses.until);
    return text;
}

std::string course(const Waveform& waveform,
                   const std::string& unit,
                   const config::Specification& specification) {
    const std::string mean = fmt::format("{:g} {}", waveform.mean, unit);
    const auto modulated = [&](std::string_view how) {
        return fmt::format("{}, {} {:g} Hz +- {:g} {}", mean, how, waveform.frequency,
                           waveform.amplitude, unit);
    };
    switch (waveform.kind) {
        case Waveform::Kind::constant:
            return mean;
        case Waveform::Kind::square:
            return modulated("square");
        case Waveform::Kind::sinusoid:
            return modulated("sinusoid");
        case Waveform::Kind::steps:
            return fmt::format("{}, then {} step(s)", mean, waveform.steps.size());
        case Waveform::Kind::ramp:
            return fmt::format("ramp from {:g} to {:g} {}", waveform.steps.front().second,
                               waveform.steps.back().second, unit);
        case Waveform::Kind::pulses:
            return described_pulses(waveform, unit);
        case Waveform::Kind::noise:
            return fmt::format("{:g} +- {:g} {}, {}noise of {:g} ms", waveform.mean,
                               waveform.amplitude, unit, waveform.is_shared ? "shared " : "",
                               waveform.tau);
        case Waveform::Kind::loop:
            return described_loop(*waveform.loop, specification);
    }
    return "?";
}

}  // namespace

std::string describe(const Distribution& distribution, const std::string& unit) {
    const std::string text = spread(distribution, unit);
    if (distribution.bounds == Distribution::Bounds::none) return text;
    const bool clips = distribution.bounds == Distribution::Bounds::clip;
    return fmt::format("{}, {} {:g}..{:g} {}", text, clips ? "clipped to" : "within",
                       distribution.low, distribution.high, unit);
}

std::string describe(const ConnectionRule& rule) {
    const bool draws_a_number = rule.kind == ConnectionRule::Kind::fixed_indegree ||
                                rule.kind == ConnectionRule::Kind::fixed_outdegree;
    return rule_name(rule) + topography(rule) +
           (draws_a_number && rule.multapses ? ", multapses" : "") +
           (rule.autapses ? "" : ", no autapses");
}

std::string describe(const Waveform& waveform,
                     const std::string& unit,
                     const config::Specification& specification) {
    std::string text = course(waveform, unit, specification);
    const auto in_ms = [&](Step step) { return static_cast<double>(step) * specification.dt; };
    if (waveform.from != 0) text += fmt::format(", from {:g} ms", in_ms(waveform.from));
    if (waveform.until != std::numeric_limits<Step>::max()) {
        text += fmt::format(", to {:g} ms", in_ms(waveform.until));
    }
    return text;
}

}  // namespace bgsim::simulation
