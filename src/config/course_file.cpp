#include "config/course_file.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>

#include <fmt/format.h>

#include "config/spelling.hpp"
#include "config/values.hpp"
#include "config/yaml_reader.hpp"
#include "core/csv.hpp"

namespace bgsim::config {

namespace {

using Record = std::vector<std::string>;

/// Reads one file; stops at the first mistake in it.
class CourseReader {
public:
    CourseReader(const Section& section, const WaveformStyle& style, Context& context)
        : section_(section),
          style_(style),
          context_(context),
          diagnostics_(context.diagnostics),
          file_(*section.find("file")) {}

    std::optional<Waveform> read() {
        waveform_.kind = kind();
        if (file_.is_scalar() && !file_.text.empty()) {
            read_file();
        } else {
            report_kind(file_, "file", "a name", "rates.csv", diagnostics_);
            ok_ = false;
        }
        if (!ok_ || !context_.has_grid) return std::nullopt;
        note_rounding();
        return std::move(waveform_);
    }

private:
    Waveform::Kind kind() {
        static const std::array<std::string, 2> choices = {"steps", "linear"};
        const Node* const node = section_.find("interpolate");
        if (node == nullptr) return Waveform::Kind::steps;
        const auto choice = read_choice(*node, "interpolate", choices, diagnostics_);
        ok_ = choice.has_value();
        return choice == 1U ? Waveform::Kind::ramp : Waveform::Kind::steps;
    }

    void read_file() {
        const auto path = context_.file_named_by(file_);
        const auto text = read_text_file(path);
        if (!text) {
            diagnostics_.missing_file(
                file_.location,
                fmt::format("the file '{}' {}", path.string(), why_unreadable(path)),
                "paths are relative to the file that names them");
            ok_ = false;
            return;
        }
        std::istringstream stream(*text);
        core::CsvReader reader(stream);
        auto record = reader.next();
        if (record && !core::csv_number(record->front())) {
            find_column(*record);
            record = reader.next();
        } else if (record) {
            find_column_without_names(*record);
        }
        for (; ok_ && record; record = reader.next()) read_point(*record, reader.line());
        if (ok_ && waveform_.steps.empty()) refuse("has no values", example());
    }

    std::string example() const {
        return fmt::format("write lines such as '100, 20' for {} from 100 ms on",
                           with_unit(20.0, style_.unit));
    }

    void refuse(const std::string& what, const std::string& remedy) {
        diagnostics_.error(file_.location, fmt::format("'{}' {}", file_.text, what), remedy);
        ok_ = false;
    }

    void refuse_line(int line, const std::string& what, const std::string& remedy) {
        diagnostics_.error(file_.location, fmt::format("'{}', line {}: {}", file_.text, line, what),
                           remedy);
        ok_ = false;
    }

    /// Without a name there must be a single one beside the time.
    void find_column(const Record& names) {
        const std::vector<std::string> values(names.begin() + 1, names.end());
        const Node* const column = section_.find("column");
        if (column == nullptr) {
            if (values.size() == 1) return;
            refuse(fmt::format("has {} columns beside the time", values.size()),
                   fmt::format("name the one that is meant: 'column: {}'",
                               values.empty() ? "NAME" : values.front()));
            return;
        }
        const auto found = std::ranges::find(values, column->text);
        if (found != values.end()) {
            column_ = static_cast<std::size_t>(found - values.begin()) + 1;
            return;
        }
        diagnostics_.error(column->location,
                           fmt::format("'{}' has no column '{}'", file_.text, preview(*column)),
                           suggestion(column->text, values, "check the first line of the file"));
        ok_ = false;
    }

    void find_column_without_names(const Record& numbers) {
        if (const Node* const column = section_.find("column")) {
            diagnostics_.error(column->location,
                               fmt::format("'{}' does not name its columns", file_.text),
                               "remove 'column', or name the columns in the first line");
            ok_ = false;
        } else if (numbers.size() != 2) {
            refuse(fmt::format("has {} columns, without names", numbers.size()),
                   "it needs a time in ms and a value, or names in its first line");
        }
    }

    void read_point(const Record& record, int line) {
        if (record.size() <= column_) {
            return refuse_line(line, fmt::format("there are only {} columns", record.size()),
                               "complete the line");
        }
        const std::string& text = record[column_];
        const auto time = core::csv_number(record.front());
        const auto value = core::csv_number(text);
        if (!time || !std::isfinite(*time) || *time < 0.0) {
            refuse_line(line, fmt::format("'{}' is no time", record.front()),
                        "times are numbers in ms, zero or positive");
        } else if (!value || !std::isfinite(*value)) {
            refuse_line(line, fmt::format("'{}' is no number", text),
                        fmt::format("values are in {}, without the unit", style_.unit));
        } else if (*value < 0.0 && !style_.may_be_negative) {
            refuse_line(line, fmt::format("the rate {} is negative", text),
                        "rates are zero or positive");
        } else if (n_points_ != 0 && *time <= last_ms_) {
            refuse_line(line, fmt::format("the time {} is not later than the one before", *time),
                        "sort the lines by time");
        } else {
            add(*time, *value);
        }
    }

    /// Of several points that are nearest to one step, the last counts.
    void add(double time_ms, double value) {
        ++n_points_;
        last_ms_ = time_ms;
        if (!context_.has_grid) return;
        const double dt = context_.specification.dt;
        const Step step = nearest_step(time_ms, dt);
        if (!on_grid(time_ms, dt)) ++n_rounded_;
        auto& points = waveform_.steps;
        if (!points.empty() && points.back().first == step) {
            points.back().second = value;
            ++n_replaced_;
        } else {
            points.emplace_back(step, value);
        }
    }

    void note_rounding() {
        if (n_rounded_ == 0) return;
        std::string note =
            fmt::format("{}: {} of {} times of '{}' were moved to the nearest multiple of dt = {}",
                        section_.path(), n_rounded_, n_points_, file_.text,
                        with_unit(context_.specification.dt, "ms"));
        if (n_replaced_ != 0) {
            note += fmt::format("; {} values have no effect, another one follows in the same step",
                                n_replaced_);
        }
        context_.specification.notes.push_back(std::move(note));
    }

    const Section& section_;
    const WaveformStyle& style_;
    Context& context_;
    Diagnostics& diagnostics_;
    const Node& file_;
    Waveform waveform_;
    std::size_t column_ = 1;
    std::size_t n_points_ = 0;
    std::size_t n_rounded_ = 0;
    std::size_t n_replaced_ = 0;
    double last_ms_ = 0.0;
    bool ok_ = true;
};

/// The points as they stand in a configuration.
Entry points_of(const Waveform& waveform,
                const WaveformStyle& style,
                double dt,
                const SourceLocation& location) {
    Node list;
    list.kind = Node::Kind::list;
    list.location = location;
    for (const auto& [step, value] : waveform.steps) {
        Node point = list;
        point.items = {
            make_scalar(fmt::format("{:.12g} ms", static_cast<double>(step) * dt), location),
            make_scalar(fmt::format("{} {}", value, style.unit), location)};
        list.items.push_back(std::move(point));
    }
    return {waveform.kind == Waveform::Kind::ramp ? "ramp" : "steps", location, std::move(list)};
}

}  // namespace

std::optional<Waveform> read_course(const Section& section,
                                    const WaveformStyle& style,
                                    const std::string& path,
                                    const std::vector<std::string>& replaced,
                                    Context& context) {
    auto waveform = CourseReader(section, style, context).read();
    if (!waveform) return std::nullopt;
    context.replacements.push_back(
        {path,
         replaced,
         {points_of(*waveform, style, context.specification.dt, section.find("file")->location)}});
    return waveform;
}

}  // namespace bgsim::config
