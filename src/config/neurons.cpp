#include "config/neurons.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>

#include <fmt/format.h>

#include "config/section.hpp"
#include "config/spelling.hpp"
#include "config/topography.hpp"
#include "config/values.hpp"
#include "core/units.hpp"

namespace bgsim::config {

namespace {

using IndexRange = std::pair<std::uint64_t, std::uint64_t>;

/// "4" or "0-9".
std::optional<IndexRange> parse_range(const std::string& text) {
    IndexRange range{0, 0};
    const char* const end = text.data() + text.size();
    auto read = std::from_chars(text.data(), end, range.first);
    if (read.ec != std::errc{}) return std::nullopt;
    range.second = range.first;
    if (read.ptr != end && *read.ptr == '-') {
        read = std::from_chars(read.ptr + 1, end, range.second);
        if (read.ec != std::errc{}) return std::nullopt;
    }
    if (read.ptr != end || range.second < range.first) return std::nullopt;
    return range;
}

NeuronRanges joined(std::vector<IndexRange> ranges) {
    std::ranges::sort(ranges);
    NeuronRanges result;
    for (const IndexRange& range : ranges) {
        const auto first = static_cast<NeuronIndex>(range.first);
        const auto last = static_cast<NeuronIndex>(range.second);
        if (!result.empty() && first <= std::uint64_t{result.back().second} + 1) {
            result.back().second = std::max(result.back().second, last);
        } else {
            result.emplace_back(first, last);
        }
    }
    return result;
}

class NeuronsReader {
public:
    NeuronsReader(PopulationId population, const std::string& path, Context& context)
        : population_(context.specification.populations[population]),
          has_size_(context.status[population].has_size),
          has_channels_(context.status[population].has_topography),
          path_(path),
          context_(context),
          diagnostics_(context.diagnostics) {}

    NeuronRanges read(const Node& node) {
        std::vector<const Node*> items;
        if (node.is_scalar() || node.is_map()) items.push_back(&node);
        for (const Node& item : node.items) items.push_back(&item);
        std::vector<IndexRange> ranges;
        for (const Node* const item : items) {
            if (!add(*item, ranges)) return {};
        }
        if (items.empty()) {
            report_kind(node, "neurons", "numbers or ranges", "0-9", diagnostics_);
        }
        return joined(ranges);
    }

private:
    bool add(const Node& item, std::vector<IndexRange>& ranges) {
        if (item.is_map()) return add_channels(item, ranges);
        if (item.is_scalar() && item.text.ends_with('%')) return add_share(item, ranges);
        const auto range = item.is_scalar() ? parse_range(item.text) : std::nullopt;
        if (range) return add_in_size(*range, item, ranges);
        diagnostics_.error(
            item.location,
            fmt::format("'neurons' needs numbers or ranges ('{}' found)", preview(item)),
            "write for example 'all', '50 %', '0-9', '[0, 4, 10-20]' or '{channel: left}'");
        return false;
    }

    /// {channel: left} or {channel: [left, right]}.
    bool add_channels(const Node& item, std::vector<IndexRange>& ranges) {
        const auto section = Section::open(item, path_ + ".neurons", {"channel"}, diagnostics_);
        const Node* const channel =
            section ? section->require("channel", "channel: left") : nullptr;
        if (channel == nullptr || !has_channels_) return false;
        if (!channel->is_list()) return add_channel(*channel, ranges);
        if (channel->items.empty()) {
            report_kind(*channel, "channel", "names of channels", "[left, right]", diagnostics_);
            return false;
        }
        return std::ranges::count_if(channel->items, [&](const Node& name) {
                   return !add_channel(name, ranges);
               }) == 0;
    }

    bool add_channel(const Node& name, std::vector<IndexRange>& ranges) {
        const auto cells = read_channel(name, population_, diagnostics_);
        if (cells) ranges.emplace_back(cells->first, cells->second);
        return cells.has_value();
    }

    /// The first so many per cent of the cells, at least one.
    bool add_share(const Node& item, std::vector<IndexRange>& ranges) {
        if (!has_size_) return false;
        const auto share = core::parse_quantity(item.text);
        const bool is_share = share.fault == core::QuantityFault::none && share.unit_text == "%";
        if (!is_share || !(share.value > 0.0 && share.value <= 100.0)) {
            diagnostics_.error(
                item.location,
                fmt::format("'neurons' needs a share above 0 and up to 100 % ('{}' found)",
                            item.text),
                "write for example '50 %'");
            return false;
        }
        const auto n = std::llround(share.value / 100.0 * static_cast<double>(population_.size));
        ranges.emplace_back(0, static_cast<std::uint64_t>(std::max(n, 1LL)) - 1);
        return true;
    }

    bool add_in_size(IndexRange range, const Node& item, std::vector<IndexRange>& ranges) {
        if (!has_size_) return false;
        const std::uint64_t size = population_.size;
        if (range.second < size) {
            ranges.push_back(range);
            return true;
        }
        if (context_.size_changes.contains(population_.name)) {
            context_.specification.notes.push_back(
                fmt::format("{}: after --scale there are {} cells, '{}' is cut accordingly", path_,
                            size, item.text));
            if (range.first < size) ranges.emplace_back(range.first, size - 1);
            return true;
        }
        diagnostics_.error(item.location,
                           fmt::format("'{}' has only {} cells, numbered 0 to {} ('{}' found)",
                                       population_.name, size, size - 1, item.text),
                           "choose smaller numbers");
        return false;
    }

    const Population& population_;
    bool has_size_;
    bool has_channels_;  // or is known to have none
    const std::string& path_;
    Context& context_;
    Diagnostics& diagnostics_;
};

}  // namespace

NeuronRanges all_neurons(const Population& population) {
    if (population.size == 0) return {};
    return {{0, population.size - 1}};
}

NeuronRanges read_neurons(const Node& node,
                          PopulationId population,
                          const std::string& path,
                          Context& context) {
    if (node.is_scalar() && node.text == "all") {
        return all_neurons(context.specification.populations[population]);
    }
    return NeuronsReader(population, path, context).read(node);
}

}  // namespace bgsim::config
