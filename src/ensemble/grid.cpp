#include "ensemble/grid.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "bgsim/error.hpp"
#include "core/units.hpp"

namespace bgsim::ensemble {
namespace {

constexpr std::size_t longest_label = 120;

[[noreturn]] void refuse_axis(const std::string& text, const std::string& why) {
    throw InputError(
        fmt::format("--vary {}: {}; write for example --vary dopamine.level=0,0.4,0.8", text, why),
        ExitCode::usage);
}

std::string without_outer_blanks(const std::string& text) {
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string::npos) return "";
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// Where the commas are at which YAML's flow style would begin another value.
class Splitter {
public:
    bool splits_at(char c) {
        if (quote_ != 0) {
            if (c == quote_) quote_ = 0;
            return false;
        }
        if (c == '"' || c == '\'') quote_ = c;
        if (c == '[' || c == '{') ++depth_;
        if (c == ']' || c == '}') --depth_;
        return c == ',' && depth_ == 0;
    }
    bool is_closed() const { return quote_ == 0 && depth_ == 0; }

private:
    char quote_ = 0;
    int depth_ = 0;
};

bool is_plain(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("._-+=,").find(c) != std::string_view::npos;
}

/// FNV-1a: the same for ever, since folders are named by it.
std::uint32_t hash_of(const std::string& text) {
    std::uint32_t hash = 2166136261U;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    return hash;
}

std::string label_of(const std::string& text) {
    std::string label;
    for (const char c : text) {
        if (c != ' ') label += is_plain(c) ? c : '_';
    }
    const bool is_changed =
        std::ranges::any_of(text, [](char c) { return c != ' ' && !is_plain(c); });
    if (!is_changed && label.size() <= longest_label) return label;
    return fmt::format("{}-{:08x}", label.substr(0, longest_label), hash_of(text));
}

}  // namespace

Axis parse_axis(const std::string& text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
        refuse_axis(text, "this is not PATH=VALUE,VALUE");
    Axis axis{.path = text.substr(0, equals), .values = {""}};
    Splitter splitter;
    for (const char c : text.substr(equals + 1)) {
        if (splitter.splits_at(c)) {
            axis.values.emplace_back();
        } else {
            axis.values.back() += c;
        }
    }
    if (!splitter.is_closed()) refuse_axis(text, "a bracket or quote is not closed");
    for (auto& value : axis.values) {
        value = without_outer_blanks(value);
        if (value.empty()) refuse_axis(text, "a value is empty");
        if (std::ranges::count(axis.values, value) > 1) {
            refuse_axis(text, fmt::format("'{}' is there twice", value));
        }
    }
    return axis;
}

std::vector<Axis> parse_axes(const std::vector<std::string>& texts) {
    std::vector<Axis> axes;
    for (const auto& text : texts) {
        Axis axis = parse_axis(text);
        if (axis.path == "seed") refuse_axis(text, "seeds are given by --seeds");
        if (std::ranges::find(axes, axis.path, &Axis::path) != axes.end()) {
            refuse_axis(text, fmt::format("'{}' is varied twice", axis.path));
        }
        axes.push_back(std::move(axis));
    }
    return axes;
}

std::vector<std::string> GridPoint::assignments(const std::vector<Axis>& axes) const {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i != axes.size(); ++i) {
        texts.push_back(fmt::format("{}={}", axes[i].path, values[i]));
    }
    return texts;
}

std::vector<GridPoint> grid_of(const std::vector<Axis>& axes) {
    std::vector<GridPoint> points(1);
    for (const Axis& axis : axes) {
        std::vector<GridPoint> finer;
        for (const auto& point : points) {
            for (const auto& value : axis.values) {
                finer.push_back(point);
                finer.back().values.push_back(value);
            }
        }
        points = std::move(finer);
    }
    for (auto& point : points) {
        point.label = label_of(fmt::format("{}", fmt::join(point.assignments(axes), ",")));
    }
    for (const auto& point : points) {
        if (std::ranges::count(points, point.label, &GridPoint::label) == 1) continue;
        throw InputError(fmt::format("--vary: two combinations would both be called '{}'; write "
                                     "values that differ by more than blanks",
                                     point.label),
                         ExitCode::usage);
    }
    return points;
}

std::optional<NumberWithUnit> number_with_unit(const std::string& text) {
    const auto quantity = core::parse_quantity(text);
    if (quantity.fault != core::QuantityFault::none) return std::nullopt;
    return NumberWithUnit{.number = quantity.value, .unit = quantity.unit_text};
}

}  // namespace bgsim::ensemble
