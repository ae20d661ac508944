#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "config/spelling.hpp"
#include "config/topography.hpp"
#include "config/values.hpp"

namespace bgsim::config {

namespace {

constexpr std::string_view channels_example =
    "focused', 'diffuse', '{same: 1, neighbour: 0.3, distant: 0.1}' or '[[1, 0.2], [0.2, 1]]";

std::string channels_of(const Population& population) {
    if (population.channels.empty()) return fmt::format("'{}' has none", population.name);
    return fmt::format("'{}' has {}", population.name, fmt::join(population.channels, ", "));
}

/// Reads what one projection does to each pair of channels.
class ChannelWeightsReader {
public:
    ChannelWeightsReader(const Projection& projection, Context& context)
        : source_(context.specification.populations[projection.source]),
          target_(context.specification.populations[projection.target]),
          path_(fmt::format("projections.{}.connect.channels", projection.name)),
          diagnostics_(context.diagnostics) {}

    std::optional<std::vector<double>> read(const Node& node) {
        if (node.is_scalar() && node.text == "diffuse") return std::vector<double>{};
        if (node.is_scalar() && node.text == "focused") return by_distance(node, {1.0, 0.0, 0.0});
        if (node.is_map()) return read_steps(node);
        if (node.is_list()) return read_table(node);
        report_kind(node, "channels", "a word, a map or a table", channels_example, diagnostics_);
        return std::nullopt;
    }

private:
    using Steps = std::array<double, 3>;  // same, neighbour, distant

    std::optional<std::vector<double>> read_steps(const Node& node) {
        const std::vector<std::string> names = {"same", "neighbour", "distant"};
        const auto section = Section::open(node, path_, names, diagnostics_);
        if (!section || section->has_unknown_keys()) return std::nullopt;
        Steps steps{};
        for (std::size_t i = 0; i != names.size(); ++i) {
            const Node* const value = section->find(names[i]);
            const auto entry = value != nullptr ? read_entry(*value, names[i]) : 0.0;
            if (!entry) return std::nullopt;
            steps.at(i) = *entry;
        }
        return by_distance(node, steps);
    }

    std::optional<double> read_entry(const Node& node, std::string_view name) {
        constexpr double largest = 1e9;
        const Wanted wanted{
            .unit = "", .constraint = model::Constraint::non_negative, .example = 0.5};
        const auto entry = read_quantity(node, name, wanted, diagnostics_);
        if (!entry || *entry <= largest) return entry;
        diagnostics_.error(
            node.location,
            fmt::format("'{}' must be at most {} ('{}' found)", name, plain(largest),
                        preview(node)),
            "only the proportions of these numbers matter to in- and out-degrees: divide all");
        return std::nullopt;
    }

    /// Neighbours are next to each other in the list of names.
    std::optional<std::vector<double>> by_distance(const Node& node, const Steps& steps) {
        const std::size_t n = source_.channels.size();
        if (n == 0 || source_.channels != target_.channels) {
            diagnostics_.error(
                node.location,
                fmt::format("'channels: {}' needs the same channels on both sides ({}, {})",
                            preview(node), channels_of(source_), channels_of(target_)),
                "divide both populations alike, or write a table with a row per channel of the "
                "target");
            return std::nullopt;
        }
        std::vector<double> weights;
        for (std::size_t t = 0; t != n; ++t) {
            for (std::size_t s = 0; s != n; ++s) {
                weights.push_back(steps.at(std::min<std::size_t>(t > s ? t - s : s - t, 2)));
            }
        }
        return weights;
    }

    std::optional<std::vector<double>> read_table(const Node& node) {
        const std::size_t n_rows = std::max<std::size_t>(1, target_.channels.size());
        const std::size_t n_columns = std::max<std::size_t>(1, source_.channels.size());
        const bool fits =
            node.items.size() == n_rows && std::ranges::all_of(node.items, [&](const Node& row) {
                return row.is_list() && row.items.size() == n_columns;
            });
        if (!fits) {
            diagnostics_.error(
                node.location,
                fmt::format("the table 'channels' needs {} row(s), one per channel of '{}', of {} "
                            "number(s), one per channel of '{}' ('{}' found)",
                            n_rows, target_.name, n_columns, source_.name, preview(node)),
                "write for example '[[1, 0.2], [0.2, 1]]' for two channels on both sides");
            return std::nullopt;
        }
        std::vector<double> weights;
        for (const Node& row : node.items) {
            for (const Node& item : row.items) {
                const auto entry = read_entry(item, "channels");
                if (entry) weights.push_back(*entry);
            }
        }
        if (weights.size() != n_rows * n_columns) return std::nullopt;
        return weights;
    }

    const Population& source_;
    const Population& target_;
    std::string path_;
    Diagnostics& diagnostics_;
};

std::string place_name(const Population& population) {
    if (!population.grid) return fmt::format("those of '{}' have no place", population.name);
    return fmt::format("those of '{}' are on a {}", population.name,
                       population.grid->is_sheet ? "sheet" : "line");
}

void check_places(const Node& node,
                  const Population& source,
                  const Population& target,
                  Diagnostics& diagnostics) {
    const bool have_places = source.grid && target.grid;
    if (have_places && source.grid->is_sheet == target.grid->is_sheet) return;
    diagnostics.error(
        node.location,
        fmt::format("'kernel' needs cells that are all on a line, or all on sheets ({}, {})",
                    place_name(source), place_name(target)),
        "add 'on: line' or for example 'on: {sheet: [20, 20]}' to both populations");
}

/// How far a kernel reaches.
std::optional<double> read_extent(const Node& node,
                                  std::string_view name,
                                  Diagnostics& diagnostics) {
    constexpr double smallest = 1e-6;
    const Wanted wanted{.unit = "", .constraint = model::Constraint::positive, .example = 0.1};
    const auto extent = read_quantity(node, name, wanted, diagnostics);
    if (!extent || *extent >= smallest) return extent;
    diagnostics.error(
        node.location,
        fmt::format("'{}' must be at least {} ('{}' found)", name, plain(smallest), preview(node)),
        "it is in units of the side of the line or sheet: write for example '0.1'");
    return std::nullopt;
}

}  // namespace

std::optional<std::vector<double>> read_channel_weights(const Node& node,
                                                        const Projection& projection,
                                                        Context& context) {
    return ChannelWeightsReader(projection, context).read(node);
}

std::optional<DistanceKernel> read_kernel(const Node& node,
                                          const Projection& projection,
                                          Context& context) {
    Diagnostics& diagnostics = context.diagnostics;
    const auto section =
        Section::open(node, fmt::format("projections.{}.connect.kernel", projection.name),
                      {"gaussian", "exponential", "periodic"}, diagnostics);
    if (!section) return std::nullopt;
    const auto& populations = context.specification.populations;
    check_places(node, populations[projection.source], populations[projection.target], diagnostics);
    DistanceKernel kernel;
    if (const Node* const periodic = section->find("periodic")) {
        kernel.is_periodic = read_flag(*periodic, "periodic", diagnostics).value_or(false);
    }
    const Node* const exponential = section->find("exponential");
    if (exponential != nullptr && section->find("gaussian") != nullptr) {
        diagnostics.error(
            exponential->location, "'kernel' has both 'gaussian' and 'exponential'",
            "keep one of them; where an earlier file has the other, add 'gaussian: ~' or "
            "'exponential: ~'");
        return std::nullopt;
    }
    const bool is_gaussian = exponential == nullptr;
    const Node* const extent =
        is_gaussian ? section->require("gaussian", "gaussian: 0.1") : exponential;
    if (!is_gaussian) kernel.shape = DistanceKernel::Shape::exponential;
    const auto value =
        extent == nullptr
            ? std::nullopt
            : read_extent(*extent, is_gaussian ? "gaussian" : "exponential", diagnostics);
    if (!value) return std::nullopt;
    kernel.extent = *value;
    return kernel;
}

}  // namespace bgsim::config
