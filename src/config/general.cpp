#include "config/general.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "config/dopamine_course.hpp"
#include "config/section.hpp"
#include "config/values.hpp"

namespace bgsim::config {

namespace {

using model::Constraint;

const std::vector<std::string> sections = {
    "experiment", "description", "seed",        "input_seed",   "time",   "include",
    "precision",  "partition",   "populations", "projections",  "inputs", "blockers",
    "lesions",    "dopamine",    "record",      "connectivity", "limits", "targets"};

/// Reads into the specification of the context.
class GeneralReader {
public:
    explicit GeneralReader(Context& context)
        : context_(context),
          diagnostics_(context.diagnostics),
          specification_(context.specification) {}

    void read() {
        read_names();
        if (const Node* const seed = find("seed")) {
            specification_.seed = read_integer(*seed, "seed", 0, diagnostics_).value_or(0);
        }
        specification_.input_seed = specification_.seed;
        if (const Node* const seed = find("input_seed")) {
            specification_.input_seed =
                read_integer(*seed, "input_seed", 0, diagnostics_).value_or(0);
        }
        read_time();
        if (choice("precision", {"double", "single"}) == 1) {
            specification_.precision = Precision::single;
        }
        if (choice("partition", {"by_population", "round_robin"}) == 1) {
            specification_.partition = PartitionRule::round_robin;
        }
        read_dopamine();
        read_limits();
    }

private:
    const Node* find(std::string_view key) const { return context_.root.find(key); }

    std::size_t choice(std::string_view key, const std::vector<std::string>& choices) {
        const Node* const node = find(key);
        if (node == nullptr) return 0;
        return read_choice(*node, key, choices, diagnostics_).value_or(0);
    }

    void read_names() {
        const Node* const name = find("experiment");
        if (name == nullptr) {
            diagnostics_.error(context_.root.location, "the experiment has no name",
                               "begin for example with 'experiment: my_network'");
        } else if (const auto text = read_text(*name, "experiment", diagnostics_)) {
            specification_.experiment = *text;
            check_file_name(*name);
        }
        if (const Node* const description = find("description")) {
            specification_.description =
                read_text(*description, "description", diagnostics_).value_or("");
        }
    }

    /// The name becomes a folder of results.
    void check_file_name(const Node& name) {
        const bool is_plain = std::ranges::all_of(name.text, [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                   c == '_' || c == '-' || c == '.' || c == '+';
        });
        if (is_plain && name.text.front() != '.') return;
        diagnostics_.error(name.location,
                           fmt::format("'experiment' names the folder of the results and cannot be "
                                       "'{}'",
                                       preview(name)),
                           "use letters, digits, '_', '-', '+' and '.' only");
    }

    void read_time() {
        const Node* const node = find("time");
        if (node == nullptr) {
            diagnostics_.error(context_.root.location, "the section 'time' is missing",
                               "add for example 'time: {duration: 10 s, discard: 1 s}'");
            return;
        }
        const auto section =
            Section::open(*node, "time", {"duration", "discard", "dt"}, diagnostics_);
        if (!section) return;
        if (const Node* const dt = section->find("dt")) {
            const auto value = read_quantity(
                *dt, "dt", {.unit = "ms", .constraint = Constraint::positive, .example = 0.1},
                diagnostics_);
            context_.has_grid = value.has_value();
            specification_.dt = value.value_or(specification_.dt);
        }
        if (const Node* const duration = section->require("duration", "duration: 10 s")) {
            specification_.duration = context_.read_steps(*duration, "duration", 1).value_or(0);
        }
        if (const Node* const discard = section->find("discard")) read_discard(*discard);
    }

    void read_discard(const Node& node) {
        specification_.discard = context_.read_steps(node, "discard", 0).value_or(0);
        if (specification_.duration == 0 || specification_.discard < specification_.duration) {
            return;
        }
        diagnostics_.error(
            node.location,
            fmt::format("'discard' must be shorter than the duration ('{}' found)", preview(node)),
            "shorten it, or lengthen 'duration'");
    }

    void read_dopamine() {
        const Node* const node = find("dopamine");
        if (node == nullptr) return;
        const auto section =
            Section::open(*node, "dopamine", {"level", "depletion", "baseline"}, diagnostics_);
        if (!section) return;
        const Node* const depletion = section->find("depletion");
        const Node* const level =
            depletion != nullptr ? section->find("level") : section->require("level", "level: 0.8");
        if (depletion != nullptr && level != nullptr) {
            diagnostics_.error(
                depletion->location, "'dopamine' has both 'level' and 'depletion'",
                "keep one of them; where an earlier file has the other, add 'level: ~' or "
                "'depletion: ~'");
            return;
        }
        const auto baseline = dopamine(section->require("baseline", "baseline: 0.8"), "baseline");
        specification_.dopamine_baseline = baseline.value_or(0.0);
        const std::string key = depletion != nullptr ? "depletion" : "level";
        const Node* const given = depletion != nullptr ? depletion : level;
        if (given == nullptr || !baseline) return;
        if (given->is_map()) {
            take_course(key, read_dopamine_course(*given, key, context_));
        } else if (const auto value = dopamine(given, key)) {
            take_level(key, *value);
        }
    }

    void take_course(const std::string& key, const std::optional<DopamineCourse>& course) {
        if (!course) return;
        take_level(key, course->front().second);
        const double baseline = specification_.dopamine_baseline;
        for (const auto& [step, value] : *course) {
            const double phi = key == "depletion" ? baseline - value : value - baseline;
            specification_.dopamine_course.emplace_back(step, phi);
        }
    }

    void take_level(const std::string& key, double value) {
        if (key == "depletion") {
            specification_.dopamine_depletion = value;
        } else {
            specification_.dopamine_level = value;
        }
    }

    std::optional<double> dopamine(const Node* node, std::string_view key) {
        if (node == nullptr) return std::nullopt;
        const Wanted wanted{.unit = "", .constraint = Constraint::non_negative, .example = 0.8};
        return read_quantity(*node, key, wanted, diagnostics_);
    }

    void read_limits() {
        const Node* const node = find("limits");
        if (node == nullptr) return;
        const auto section = Section::open(
            *node, "limits", {"max_rate", "nan", "disk_free", "memory"}, diagnostics_);
        if (!section) return;
        Limits& limits = specification_.limits;
        if (const Node* const rate = section->find("max_rate")) {
            const Wanted wanted{
                .unit = "Hz", .constraint = Constraint::positive, .example = 1000.0};
            limits.max_rate_hz =
                read_quantity(*rate, "max_rate", wanted, diagnostics_).value_or(limits.max_rate_hz);
        }
        if (const Node* const nan = section->find("nan")) {
            const std::vector<std::string> reactions = {"stop", "ignore"};
            limits.stop_on_nan = read_choice(*nan, "nan", reactions, diagnostics_) != 1;
        }
        if (const Node* const free = section->find("disk_free")) {
            limits.disk_free_bytes = bytes(*free, "disk_free", Constraint::non_negative);
        }
        if (const Node* const memory = section->find("memory")) {
            limits.memory_bytes = bytes(*memory, "memory", Constraint::positive);
        }
    }

    std::uint64_t bytes(const Node& node, std::string_view name, Constraint constraint) {
        constexpr double largest = 1e18;
        const Wanted wanted{.unit = "GB", .constraint = constraint};
        const double GB = read_quantity(node, name, wanted, diagnostics_).value_or(0.0);
        return static_cast<std::uint64_t>(std::llround(std::min(1e9 * GB, largest)));
    }

    Context& context_;
    Diagnostics& diagnostics_;
    Specification& specification_;
};

}  // namespace

void check_sections(Context& context) {
    Section::open(context.root, "", sections, context.diagnostics);
    if (const Node* const include = context.root.find("include")) {
        context.diagnostics.error(include->location, "files cannot be included here",
                                  "write a small configuration that includes them");
    }
}

void read_general(Context& context) { GeneralReader(context).read(); }

}  // namespace bgsim::config
