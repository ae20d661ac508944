#include "ensemble/result_file.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>

#include "core/build_info.hpp"
#include "core/readable.hpp"
#include "io/column_file.hpp"

namespace bgsim::ensemble {
namespace {

/// A column with one value per member.
template <typename Value, typename Function>
io::Column column(const std::string& name, const Ensemble& ensemble, Function value_of) {
    std::vector<Value> values;
    for (std::size_t i = 0; i != ensemble.members.size(); ++i) values.push_back(value_of(i));
    return {.path = "members/" + name, .values = std::move(values)};
}

/// The unit that all values of an axis have; nothing if they differ or one is no number.
std::optional<std::string> unit_of(const Axis& axis) {
    std::optional<std::string> unit;
    for (const auto& value : axis.values) {
        const auto number = number_with_unit(value);
        if (!number || (unit && *unit != number->unit)) return std::nullopt;
        unit = number->unit;
    }
    return unit;
}

void add_axis(const Ensemble& ensemble, std::size_t axis, std::vector<io::Column>& columns) {
    const Axis& varied = ensemble.axes[axis];
    const auto value_of = [&](std::size_t i) {
        return ensemble.points[ensemble.members[i].point].values[axis];
    };
    const std::string name = fmt::format("parameter_{}", axis + 1);
    columns.push_back(column<std::string>(name + "_text", ensemble, value_of));
    columns.back().attributes = {{"path", varied.path}};
    const auto unit = unit_of(varied);
    if (!unit) return;
    columns.push_back(column<double>(
        name, ensemble, [&](std::size_t i) { return number_with_unit(value_of(i))->number; }));
    columns.back().attributes = {{"path", varied.path}, {"units", *unit}};
}

io::Column rates(const Collection& collection) {
    std::vector<double> values;
    for (const auto& row : collection.rates) values.insert(values.end(), row.begin(), row.end());
    return {.path = "members/rates",
            .values = std::move(values),
            .width = collection.populations.size(),
            .attributes = {{"units", "Hz"}}};
}

std::vector<io::Column> columns_of(const Ensemble& ensemble, const Collection& collection) {
    const auto& states = collection.states;
    std::vector<io::Column> columns = {
        {.path = "populations", .values = collection.populations},
        column<std::uint64_t>("seed", ensemble,
                              [&](std::size_t i) { return ensemble.members[i].seed; }),
        column<std::string>("result", ensemble,
                            [&](std::size_t i) {
                                return ensemble.members[i]
                                    .files.result.lexically_relative(ensemble.folder)
                                    .string();
                            }),
        column<std::string>("status", ensemble,
                            [&](std::size_t i) { return std::string(name_of(states[i].status)); }),
        column<std::uint64_t>(
            "exit_code", ensemble,
            [&](std::size_t i) { return static_cast<std::uint64_t>(states[i].code); }),
        column<std::string>("spike_digest", ensemble,
                            [&](std::size_t i) { return states[i].spike_digest; }),
        column<double>("simulated_s", ensemble,
                       [&](std::size_t i) { return states[i].simulated_s; })};
    if (!collection.populations.empty()) columns.push_back(rates(collection));
    for (std::size_t axis = 0; axis != ensemble.axes.size(); ++axis) {
        add_axis(ensemble, axis, columns);
    }
    return columns;
}

}  // namespace

void write_result(const std::filesystem::path& file,
                  const Ensemble& ensemble,
                  const Collection& collection,
                  const std::string& command_line) {
    const io::Attributes attributes = {
        {"program", "bgsim"},
        {"version", core::build_info::version},
        {"commit", core::build_info::commit},
        {"date", core::utc_date_time(std::chrono::system_clock::now())},
        {"command", command_line}};
    io::write_columns(file, attributes, columns_of(ensemble, collection));
}

}  // namespace bgsim::ensemble
