#include "config/distribution.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "config/section.hpp"
#include "core/units.hpp"

namespace bgsim::config {

namespace {

using Shape = Distribution::Kind;
using Bounds = Distribution::Bounds;
using Pair = std::array<double, 2>;

const std::vector<std::string> kind_keys = {"uniform", "normal", "lognormal"};
const std::vector<std::string> keys_of_all_shapes = {"uniform", "normal", "lognormal", "limits",
                                                     "clip"};

/// Share of normally distributed values below `z` standard deviations.
double normal_below(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

/// Share of normally distributed values in [low, high].
double normal_share(double mean, double sd, double low, double high) {
    if (sd == 0.0) return mean >= low && mean <= high ? 1.0 : 0.0;
    return normal_below((high - mean) / sd) - normal_below((low - mean) / sd);
}

/// Share of the values drawn that lie within the bounds.
double share_inside(const Distribution& d) {
    switch (d.kind) {
        case Shape::uniform: {
            const double overlap = std::min(d.second, d.high) - std::max(d.first, d.low);
            if (d.second > d.first) return std::max(0.0, overlap / (d.second - d.first));
            return overlap >= 0.0 ? 1.0 : 0.0;
        }
        case Shape::normal:
            return normal_share(d.first, d.second, d.low, d.high);
        case Shape::lognormal: {
            const double variance = std::log1p(d.second * d.second / (d.first * d.first));
            const double mean = std::log(d.first) - 0.5 * variance;
            const double low = d.low > 0.0 ? std::log(d.low) : -HUGE_VAL;
            const double high = d.high > 0.0 ? std::log(d.high) : -HUGE_VAL;
            return normal_share(mean, std::sqrt(variance), low, high);
        }
        case Shape::constant:
            break;
    }
    return 1.0;
}

/// Reads one distribution; keeps what all its steps need.
class DistributionReader {
public:
    DistributionReader(std::string_view name, const Wanted& wanted, Diagnostics& diagnostics)
        : name_(name), wanted_(wanted), diagnostics_(diagnostics) {
        any_value_.constraint = model::Constraint::any;
        any_value_.may_be_infinite = false;
    }

    std::optional<Distribution> read(const Node& node) {
        const auto section = Section::open(node, name_, keys_of_all_shapes, diagnostics_);
        if (!section) return std::nullopt;
        const auto kind = kind_of(*section);
        if (!kind) return std::nullopt;
        auto distribution = shape(*section->find(kind_keys[*kind]), *kind);
        if (!distribution || !add_bounds(*section, *distribution)) return std::nullopt;
        if (!satisfies_constraint(node, *distribution)) return std::nullopt;
        return distribution;
    }

private:
    std::optional<std::size_t> kind_of(const Section& section) {
        std::optional<std::size_t> kind;
        int n_found = 0;
        for (std::size_t i = 0; i != kind_keys.size(); ++i) {
            if (section.find(kind_keys[i]) == nullptr) continue;
            kind = i;
            ++n_found;
        }
        if (n_found == 1) return kind;
        if (n_found == 0 && section.has_unknown_keys()) return std::nullopt;
        diagnostics_.error(
            section.location(),
            fmt::format("'{}' needs one distribution ('{}' found)", name_, preview(section.node())),
            "use uniform, normal or lognormal");
        return std::nullopt;
    }

    std::optional<Distribution> shape(const Node& node, std::size_t kind) {
        const std::string& key = kind_keys[kind];
        if (!node.is_list() || node.items.size() != 2) {
            const std::string a = with_unit(10.0, wanted_.unit);
            const std::string b = kind == 0 ? with_unit(30.0, wanted_.unit) : "20 %";
            report_kind(node, key, kind == 0 ? "[low, high]" : "[mean, standard deviation]",
                        fmt::format("{}: [{}, {}]", key, a, b), diagnostics_);
            return std::nullopt;
        }
        const auto first = read_quantity(node.items[0], name_, any_value_, diagnostics_);
        const auto second = kind == 0
                                ? read_quantity(node.items[1], name_, any_value_, diagnostics_)
                                : read_deviation(node.items[1], first);
        if (!first || !second) return std::nullopt;
        Distribution distribution;
        distribution.kind = kind == 0   ? Shape::uniform
                            : kind == 1 ? Shape::normal
                                        : Shape::lognormal;
        distribution.first = *first;
        distribution.second = *second;
        if (!is_sensible(node, distribution)) return std::nullopt;
        return distribution;
    }

    /// A standard deviation, or a percentage of the mean.
    std::optional<double> read_deviation(const Node& node, std::optional<double> mean) {
        Wanted wanted = any_value_;
        wanted.constraint = model::Constraint::non_negative;
        const std::string name = "standard deviation of " + std::string(name_);
        const auto quantity = core::parse_quantity(node.text);
        if (quantity.fault == core::QuantityFault::none && quantity.unit_text == "%") {
            wanted.unit = "";
            const auto fraction = read_quantity(node, name, wanted, diagnostics_);
            if (!fraction || !mean) return std::nullopt;
            return *fraction * std::abs(*mean);
        }
        return read_quantity(node, name, wanted, diagnostics_);
    }

    bool is_sensible(const Node& node, const Distribution& d) {
        if (d.kind == Shape::uniform && d.first > d.second) {
            diagnostics_.error(
                node.location,
                fmt::format("'{}' is uniform from {} up to {}, which is lower", name_,
                            with_unit(d.first, wanted_.unit), with_unit(d.second, wanted_.unit)),
                "write the lower end first");
            return false;
        }
        if (d.kind == Shape::lognormal && d.first <= 0.0) {
            diagnostics_.error(node.location,
                               fmt::format("the mean of a lognormal '{}' must be positive ('{}' "
                                           "found)",
                                           name_, preview(node.items[0])),
                               "use a positive mean, or normal");
            return false;
        }
        return true;
    }

    bool add_bounds(const Section& section, Distribution& distribution) {
        const Node* const limits = section.find("limits");
        const Node* const clip = section.find("clip");
        if (limits != nullptr && clip != nullptr) {
            diagnostics_.error(clip->location,
                               fmt::format("'{}' has both 'limits' and 'clip'", name_),
                               "keep 'limits' (draw again until inside) or 'clip' (set to the "
                               "nearer end)");
            return false;
        }
        if (limits == nullptr && clip == nullptr) return true;
        const Node& node = limits != nullptr ? *limits : *clip;
        distribution.bounds = limits != nullptr ? Bounds::redraw : Bounds::clip;
        const auto ends = read_ends(node, limits != nullptr ? "limits" : "clip", distribution);
        if (!ends) return false;
        distribution.low = (*ends)[0];
        distribution.high = (*ends)[1];
        return are_possible(node, distribution);
    }

    /// "[a, b]", or "3 sd" for mean - 3 sd and mean + 3 sd.
    std::optional<Pair> read_ends(const Node& node, std::string_view key, const Distribution& d) {
        if (node.is_scalar() && node.text.ends_with("sd") && d.kind != Shape::uniform) {
            const std::string number = node.text.substr(0, node.text.size() - 2);
            const auto n = core::parse_quantity(number);
            if (n.fault == core::QuantityFault::none && !n.has_unit && std::isfinite(n.value) &&
                n.value > 0.0) {
                return Pair{d.first - n.value * d.second, d.first + n.value * d.second};
            }
        }
        if (!node.is_list() || node.items.size() != 2) {
            report_kind(node, key, d.kind == Shape::uniform ? "[a, b]" : "[a, b] or a number of sd",
                        d.kind == Shape::uniform
                            ? fmt::format("{}: [{}, {}]", key, with_unit(1.0, wanted_.unit),
                                          with_unit(3.0, wanted_.unit))
                            : fmt::format("{}: 3 sd", key),
                        diagnostics_);
            return std::nullopt;
        }
        const std::string name = fmt::format("{} of {}", key, name_);
        const auto low = read_quantity(node.items[0], name, any_value_, diagnostics_);
        const auto high = read_quantity(node.items[1], name, any_value_, diagnostics_);
        if (!low || !high) return std::nullopt;
        return Pair{*low, *high};
    }

    bool are_possible(const Node& node, const Distribution& d) {
        constexpr double smallest_share = 0.01;
        if (d.low > d.high) {
            diagnostics_.error(
                node.location,
                fmt::format("no value of '{}' lies between {} and {}", name_,
                            with_unit(d.low, wanted_.unit), with_unit(d.high, wanted_.unit)),
                "write the lower end first");
            return false;
        }
        if (d.bounds == Bounds::redraw && share_inside(d) < smallest_share) {
            diagnostics_.error(node.location,
                               fmt::format("fewer than 1 in 100 values drawn for '{}' lie within "
                                           "its limits ('{}' found)",
                                           name_, preview(node)),
                               "choose wider limits, or others around the mean");
            return false;
        }
        return true;
    }

    bool satisfies_constraint(const Node& node, const Distribution& d) {
        const double lowest = support(d).first;
        const bool open_at_zero =
            d.kind == Shape::lognormal && lowest == 0.0 && d.bounds != Bounds::clip;
        if (open_at_zero || satisfies(lowest, wanted_.constraint)) return true;
        const std::string reach = std::isfinite(lowest)
                                      ? "as low as " + with_unit(lowest, wanted_.unit)
                                      : std::string("of any size below zero");
        diagnostics_.error(node.location,
                           fmt::format("'{}' must be {}, but '{}' can give values {}", name_,
                                       name_of(wanted_.constraint), preview(node), reach),
                           remedy(d));
        return false;
    }

    std::string remedy(const Distribution& d) const {
        if (d.kind != Shape::normal || d.first <= 0.0) return "raise the lower end";
        const double low = std::max(d.first - 3.0 * d.second, 0.1 * d.first);
        const double high = d.first + 3.0 * d.second;
        return fmt::format("add for example 'limits: [{}, {}]'", with_unit(low, wanted_.unit),
                           with_unit(high, wanted_.unit));
    }

    std::string name_;
    const Wanted& wanted_;
    Wanted any_value_ = wanted_;
    Diagnostics& diagnostics_;
};

}  // namespace

std::pair<double, double> support(const Distribution& d) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    std::pair<double, double> range{d.first, d.first};
    if (d.kind == Shape::uniform) range = {d.first, d.second};
    if (d.kind == Shape::normal && d.second > 0.0) range = {-infinity, infinity};
    if (d.kind == Shape::lognormal && d.second > 0.0) range = {0.0, infinity};
    if (d.bounds == Bounds::none) return range;
    return {std::clamp(range.first, d.low, d.high), std::clamp(range.second, d.low, d.high)};
}

Distribution scaled(const Distribution& distribution, double factor) {
    Distribution result = distribution;
    result.first *= factor;
    result.second *= factor;
    if (result.bounds == Bounds::none) return result;
    result.low *= factor;
    result.high *= factor;
    return result;
}

Distribution constant(double value) {
    Distribution distribution;
    distribution.first = value;
    return distribution;
}

std::optional<Distribution> read_distribution(const Node& node,
                                              std::string_view name,
                                              const Wanted& wanted,
                                              Diagnostics& diagnostics) {
    if (node.is_map()) return DistributionReader(name, wanted, diagnostics).read(node);
    if (node.is_list()) {
        report_kind(node, name, core::described(wanted.unit) + " or a distribution",
                    fmt::format("{{uniform: [{}, {}]}}", with_unit(1.0, wanted.unit),
                                with_unit(3.0, wanted.unit)),
                    diagnostics);
        return std::nullopt;
    }
    const auto value = read_quantity(node, name, wanted, diagnostics);
    if (!value) return std::nullopt;
    return constant(*value);
}

}  // namespace bgsim::config
