#include "config/context.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "config/spelling.hpp"
#include "config/values.hpp"

namespace bgsim::config {

namespace {

/// No simulation has more steps; keeps the conversion to integers defined.
constexpr double most_steps = 1e15;

}  // namespace

Step nearest_step(double time_ms, double dt) {
    return std::llround(std::clamp(time_ms / dt, -most_steps, most_steps));
}

std::optional<Step> on_grid(double time_ms, double dt) {
    constexpr double tolerance = 1e-6;
    const double steps = time_ms / dt;
    if (!(std::abs(steps) <= most_steps)) return std::nullopt;
    const double nearest = std::round(steps);
    if (std::abs(steps - nearest) > tolerance) return std::nullopt;
    return static_cast<Step>(nearest);
}

std::vector<std::string> Context::population_names() const {
    std::vector<std::string> names;
    for (const Population& population : specification.populations) {
        names.push_back(population.name);
    }
    return names;
}

std::optional<PopulationId> Context::find_population(const std::string& name) const {
    const auto& all = specification.populations;
    const auto found = std::ranges::find(all, name, &Population::name);
    if (found == all.end()) return std::nullopt;
    return static_cast<PopulationId>(found - all.begin());
}

std::optional<PopulationId> Context::require_population(const std::string& name,
                                                        const SourceLocation& location) {
    const auto found = find_population(name);
    if (!found) {
        diagnostics.error(location, fmt::format("there is no population '{}'", name),
                          suggestion(name, population_names(), "define it in 'populations'"));
    }
    return found;
}

std::optional<PopulationId> Context::require_target(const std::string& name,
                                                    const SourceLocation& location,
                                                    std::string_view role) {
    const auto found = require_population(name, location);
    if (!found || !status[*found].only_sends) return found;
    diagnostics.error(
        location,
        fmt::format("'{}' cannot {}: its cells only send spikes and have no model", name, role),
        "choose another population, or give this one a 'cell' in place of 'spikes'");
    return std::nullopt;
}

std::optional<std::uint32_t> Context::require_port(PopulationId population,
                                                   const std::string& port,
                                                   const SourceLocation& location) {
    const Population& owner = specification.populations[population];
    const auto found = std::ranges::find(owner.ports, port, &Port::name);
    if (found != owner.ports.end()) {
        return static_cast<std::uint32_t>(found - owner.ports.begin());
    }
    const PopulationStatus& known = status[population];
    if (!known.has_ports || known.faulty_ports.contains(port)) return std::nullopt;
    std::vector<std::string> names;
    for (const Port& candidate : owner.ports) names.push_back(candidate.name);
    diagnostics.error(location, fmt::format("population '{}' has no port '{}'", owner.name, port),
                      suggestion(port, names, "define it in the 'ports' of the population"));
    return std::nullopt;
}

std::filesystem::path Context::file_named_by(const Node& node) const {
    const std::filesystem::path here =
        node.location.line == 0 ? configuration : std::filesystem::path(node.location.file);
    return (here.parent_path() / node.text).lexically_normal();
}

std::optional<Step> Context::read_steps(const Node& node, std::string_view name, Step smallest) {
    const auto time = read_quantity(node, name, {.unit = "ms"}, diagnostics);
    if (!time || !has_grid) return std::nullopt;
    const double dt = specification.dt;
    const auto steps = on_grid(*time, dt);
    if (steps && *steps >= smallest) return steps;
    const double least = static_cast<double>(smallest) * dt;
    if (*time < least) {
        const std::string needed = smallest == 0   ? std::string("zero or positive")
                                   : smallest == 1 ? fmt::format("at least dt = {} ms", plain(dt))
                                                   : fmt::format("at least {} ms", plain(least));
        diagnostics.error(node.location,
                          fmt::format("'{}' must be {} ('{}' found)", name, needed, preview(node)),
                          fmt::format("write for example '{} ms'", plain(least)));
        return std::nullopt;
    }
    const double below = std::max(std::floor(*time / dt), static_cast<double>(smallest)) * dt;
    diagnostics.error(node.location,
                      fmt::format("'{}' must be a multiple of dt = {} ms ('{}' found)", name,
                                  plain(dt), preview(node)),
                      fmt::format("write for example '{} ms'", plain(below)));
    return std::nullopt;
}

bool Context::check_name(const Entry& entry, std::string_view kind) {
    const std::string& name = entry.key;
    if (name.starts_with('_')) {
        diagnostics.error(entry.location,
                          fmt::format("the name '{}' of a {} begins with '_'", name, kind),
                          "begin it with a letter");
        return false;
    }
    const bool is_printable = std::ranges::none_of(
        name, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '.' || c == '/'; });
    if (!is_printable || name.empty()) {
        diagnostics.error(entry.location,
                          fmt::format("the name '{}' of a {} is not allowed", name, kind),
                          "use letters and digits, without '.' and '/'");
        return false;
    }
    return true;
}

}  // namespace bgsim::config
