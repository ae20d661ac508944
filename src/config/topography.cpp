#include "config/topography.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "bgsim/channels.hpp"
#include "config/spelling.hpp"
#include "config/values.hpp"

namespace bgsim::config {

namespace {

constexpr std::uint64_t most_channels = 1000;

/// Reads channels and places of one population.
class TopographyReader {
public:
    TopographyReader(const Section& section, PopulationId id, Context& context)
        : section_(section),
          population_(context.specification.populations[id]),
          has_size_(context.status[id].has_size),
          context_(context),
          diagnostics_(context.diagnostics) {}

    void read() {
        if (const Node* const node = section_.find("channels")) {
            population_.channels = read_names(*node);
            check_cells(*node);
        }
        if (const Node* const node = section_.find("on")) read_places(*node);
    }

private:
    std::vector<std::string> read_names(const Node& node) {
        if (node.is_list() && !node.items.empty()) return read_list(node);
        std::vector<std::string> names;
        if (!node.is_scalar()) {
            report_kind(node, "channels", "a number, or a list of names", "[left, right]",
                        diagnostics_);
            return names;
        }
        const auto n = read_integer(node, "channels", 1, diagnostics_, most_channels);
        for (std::uint64_t i = 1; i <= n.value_or(0); ++i) names.push_back(std::to_string(i));
        return names;
    }

    std::vector<std::string> read_list(const Node& node) {
        std::vector<std::string> names;
        for (const Node& item : node.items) {
            if (!item.is_scalar() || item.text.empty() || !is_plain_name(item.text)) {
                diagnostics_.error(
                    item.location,
                    fmt::format("the name '{}' of a channel is not allowed", preview(item)),
                    "use letters, digits, '_', '-' and '+' only");
            } else if (std::ranges::find(names, item.text) != names.end()) {
                diagnostics_.error(item.location,
                                   fmt::format("'channels' names '{}' twice", item.text),
                                   "give each channel a name of its own");
            } else {
                names.push_back(item.text);
            }
        }
        if (names.size() == node.items.size() && names.size() <= most_channels) return names;
        if (names.size() > most_channels) {
            diagnostics_.error(node.location,
                               fmt::format("'channels' names {} channels, {} are possible",
                                           names.size(), most_channels),
                               "name fewer");
        }
        return {};
    }

    void check_cells(const Node& node) {
        if (!has_size_ || population_.channels.size() <= population_.size) return;
        diagnostics_.error(node.location,
                           fmt::format("'{}' has {} channels, but only {} cells", population_.name,
                                       population_.channels.size(), population_.size),
                           "each channel needs a cell: enlarge the population, or divide it less");
        population_.channels.clear();
    }

    void read_places(const Node& node) {
        if (node.is_scalar() && node.text == "line") {
            population_.grid = Grid{.is_sheet = false, .columns = population_.size, .rows = 1};
            return;
        }
        const auto section =
            node.is_map() ? Section::open(node, section_.path() + ".on", {"sheet"}, diagnostics_)
                          : std::nullopt;
        if (!node.is_map()) report_kind(node, "on", "line or a sheet", example, diagnostics_);
        const Node* const sides = section ? section->require("sheet", "sheet: [20, 20]") : nullptr;
        if (sides != nullptr) read_sheet(*sides);
    }

    void read_sheet(const Node& node) {
        if (!node.is_list() || node.items.size() != 2) {
            report_kind(node, "sheet", "the numbers of columns and rows", "[20, 20]", diagnostics_);
            return;
        }
        const auto columns =
            read_integer(node.items[0], "sheet", 1, diagnostics_, largest_population);
        const auto rows = read_integer(node.items[1], "sheet", 1, diagnostics_, largest_population);
        if (!columns || !rows || !has_size_) return;
        if (*columns * *rows != population_.size) {
            diagnostics_.error(
                node.location,
                fmt::format("a sheet of {} x {} has {} cells, but '{}' has {}", *columns, *rows,
                            *columns * *rows, population_.name, population_.size),
                "change 'size', or the numbers of columns and rows, whose product it is");
            return;
        }
        population_.grid = Grid{.is_sheet = true,
                                .columns = static_cast<NeuronIndex>(*columns),
                                .rows = static_cast<NeuronIndex>(*rows)};
        if (context_.size_changes.contains(population_.name)) {
            context_.specification.notes.push_back(
                fmt::format("population '{}': --scale made it a sheet of {} x {}, {} cells",
                            population_.name, *columns, *rows, population_.size));
        }
    }

    static constexpr std::string_view example = "line' or '{sheet: [20, 20]}";

    const Section& section_;
    Population& population_;
    bool has_size_;
    Context& context_;
    Diagnostics& diagnostics_;
};

std::optional<std::uint64_t> whole_number(const Node& node) {
    Diagnostics unheard;
    return read_integer(node, "", 1, unheard, largest_population);
}

}  // namespace

void read_topography(const Section& section, PopulationId id, Context& context) {
    const std::size_t n_mistakes = context.diagnostics.count();
    TopographyReader(section, id, context).read();
    PopulationStatus& status = context.status[id];
    status.has_topography = status.has_size && context.diagnostics.count() == n_mistakes;
}

std::optional<std::pair<NeuronIndex, NeuronIndex>> read_channel(const Node& node,
                                                                const Population& population,
                                                                Diagnostics& diagnostics) {
    const auto& names = population.channels;
    const auto found = node.is_scalar() ? std::ranges::find(names, node.text) : names.end();
    if (found == names.end()) {
        diagnostics.error(
            node.location,
            names.empty() ? fmt::format("'{}' is not divided into channels ('{}' found)",
                                        population.name, preview(node))
                          : fmt::format("'{}' has no channel '{}'", population.name, preview(node)),
            suggestion(
                preview(node), names,
                fmt::format("add for example 'channels: [left, right]' to '{}'", population.name)));
        return std::nullopt;
    }
    const auto c = static_cast<std::size_t>(found - names.begin());
    return std::pair{first_of_channel(population.size, names.size(), c),
                     first_of_channel(population.size, names.size(), c + 1) - 1};
}

std::uint64_t n_channels_written(const Node& population) {
    const Node* const channels = population.find("channels");
    if (channels == nullptr) return 1;
    if (channels->is_list()) return std::max<std::size_t>(1, channels->items.size());
    return std::min(whole_number(*channels).value_or(1), most_channels);
}

std::optional<std::uint64_t> scale_sheet(Node& population, double scale, std::uint64_t size) {
    Node* const on = population.find("on");
    Node* const sheet = on != nullptr ? on->find("sheet") : nullptr;
    if (sheet == nullptr || sheet->items.size() != 2) return std::nullopt;
    const auto columns = whole_number(sheet->items[0]);
    const auto rows = whole_number(sheet->items[1]);
    if (!columns || !rows || *columns * *rows != size) return std::nullopt;
    const double wanted = std::max(1.0, static_cast<double>(size) * scale);
    const auto rounded = [](double side) { return std::max(1.0, std::round(side)); };
    // Both sides by the root of the scale, then once more each for what the other cannot give.
    const double new_rows =
        rounded(wanted / rounded(static_cast<double>(*columns) * std::sqrt(scale)));
    const double new_columns = rounded(wanted / new_rows);
    if (new_columns * new_rows > static_cast<double>(largest_population)) return std::nullopt;
    sheet->items[0].text = fmt::format("{:.0f}", new_columns);
    sheet->items[1].text = fmt::format("{:.0f}", new_rows);
    return static_cast<std::uint64_t>(new_columns * new_rows);
}

}  // namespace bgsim::config
