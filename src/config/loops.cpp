#include "config/loops.hpp"

#include <algorithm>
#include <initializer_list>

#include <fmt/format.h>

#include "config/poisson_rate.hpp"
#include "config/values.hpp"
#include "config/waveform.hpp"

namespace bgsim::config {

namespace {

using model::Constraint;

/// Reads how one rate follows a population; `ok_` remembers whether all was right.
class LoopReader {
public:
    LoopReader(const Section& section, Context& context)
        : section_(section), context_(context), diagnostics_(context.diagnostics) {}

    /// @return whether all was right
    bool read(Loop& loop) {
        read_population(loop);
        read_times(loop);
        if (const Node* const start = section_.find("start")) {
            loop.start = rate(*start, "start", Constraint::non_negative);
        }
        if (const Node* const function =
                required(section_, "function", "function: {linear: {gain: -0.5, offset: 40 Hz}}")) {
            read_function(*function, loop);
        }
        read_limits(loop);
        return ok_;
    }

private:
    const Node* required(const Section& section, std::string_view key, std::string_view example) {
        const Node* const node = section.require(key, example);
        ok_ = ok_ && node != nullptr;
        return node;
    }

    double rate(const Node& node, std::string_view name, Constraint constraint) {
        const auto value =
            read_quantity(node, name, {.unit = "Hz", .constraint = constraint}, diagnostics_);
        ok_ = ok_ && value;
        return value.value_or(0.0);
    }

    void refuse(const Node& node, const std::string& what, const std::string& remedy) {
        ok_ = false;
        diagnostics_.error(node.location, what, remedy);
    }

    void read_population(Loop& loop) {
        const Node* const node = required(section_, "follow", "follow: SNr");
        if (node == nullptr) return;
        const auto population = context_.require_population(preview(*node), node->location);
        ok_ = ok_ && population;
        loop.population = population.value_or(0);
    }

    void read_times(Loop& loop) {
        if (const Node* const window = required(section_, "window", "window: 20 ms")) {
            loop.window = steps(*window, "window", 1);
        }
        const Step least = context_.specification.interval_steps();
        if (const Node* const delay = find_delay(least)) loop.delay = steps(*delay, "delay", least);
    }

    Step steps(const Node& node, std::string_view name, Step smallest) {
        const auto steps = context_.read_steps(node, name, smallest);
        ok_ = ok_ && steps;
        return steps.value_or(smallest);
    }

    /// Ranks learn of the spikes of others once per interval.
    const Node* find_delay(Step least) {
        const std::string shortest =
            with_unit(static_cast<double>(least) * context_.specification.dt, "ms");
        const Node* const node = section_.find("delay");
        if (node != nullptr) return node;
        if (section_.has_unknown_keys()) return required(section_, "delay", "delay: " + shortest);
        refuse(section_.node(), fmt::format("'delay' is missing in '{}'", section_.path()),
               fmt::format("a loop takes at least {0} here, the time from one exchange of spikes "
                           "to the next; write for example 'delay: {0}'",
                           shortest));
        return nullptr;
    }

    std::optional<Section> part(const Node& node,
                                const std::string& key,
                                const std::vector<std::string>& keys) {
        auto part = Section::open(node, section_.path() + '.' + key, keys, diagnostics_);
        ok_ = ok_ && part && !part->has_unknown_keys();
        return part;
    }

    void read_function(const Node& node, Loop& loop) {
        const auto section = part(node, "function", {"linear", "sigmoid", "table"});
        if (!section) return;
        if (node.entries.size() != 1) {
            refuse(node, fmt::format("'function' needs one form ('{}' found)", preview(node)),
                   "use linear, sigmoid or table; 'linear: ~' removes what an earlier file has");
            return;
        }
        if (const Node* const linear = section->find("linear")) {
            read_linear(*linear, loop);
        } else if (const Node* const sigmoid = section->find("sigmoid")) {
            read_sigmoid(*sigmoid, loop);
        } else if (const Node* const table = section->find("table")) {
            read_table(*table, loop);
        }
    }

    void read_linear(const Node& node, Loop& loop) {
        loop.function = Loop::Function::linear;
        const auto section = part(node, "function.linear", {"gain", "offset"});
        if (!section) return;
        if (const Node* const gain = required(*section, "gain", "gain: -0.5")) {
            const auto value =
                read_quantity(*gain, "gain", {.unit = "", .example = 0.5}, diagnostics_);
            ok_ = ok_ && value;
            loop.gain = value.value_or(0.0);
        }
        if (const Node* const offset = section->find("offset")) {
            loop.offset = rate(*offset, "offset", Constraint::any);
        }
    }

    void read_sigmoid(const Node& node, Loop& loop) {
        loop.function = Loop::Function::sigmoid;
        const auto section = part(node, "function.sigmoid", {"max", "midpoint", "slope"});
        if (!section) return;
        if (const Node* const maximum = required(*section, "max", "max: 60 Hz")) {
            loop.maximum = rate(*maximum, "max", Constraint::non_negative);
        }
        if (const Node* const midpoint = required(*section, "midpoint", "midpoint: 30 Hz")) {
            loop.midpoint = rate(*midpoint, "midpoint", Constraint::any);
        }
        const Node* const slope = required(*section, "slope", "slope: 5 Hz");
        if (slope == nullptr) return;
        loop.slope = rate(*slope, "slope", Constraint::any);
        if (!ok_ || loop.slope != 0.0) return;
        refuse(*slope, fmt::format("'slope' must not be zero ('{}' found)", preview(*slope)),
               "write for example '5 Hz', or '-5 Hz' for a rate that falls; 'table' can jump");
    }

    void read_table(const Node& node, Loop& loop) {
        loop.function = Loop::Function::table;
        static const std::string points = "table: [[0 Hz, 80 Hz], [60 Hz, 10 Hz]]";
        if (!node.is_list() || node.items.empty()) {
            report_kind(node, "table", "a list of [activity, rate]", points, diagnostics_);
            ok_ = false;
            return;
        }
        for (const Node& item : node.items) {
            const auto point = pair_of(item, "table", "[activity, rate]", points);
            if (!point) continue;
            if (!loop.points.empty() && point->first <= loop.points.back().first) {
                refuse(item,
                       fmt::format("the activities of 'table' must increase ('{}' found after a "
                                   "larger or equal one)",
                                   preview(item)),
                       "sort the points by activity");
            }
            loop.points.push_back(*point);
        }
    }

    /// Two rates, zero or positive.
    std::optional<std::pair<double, double>> pair_of(const Node& node,
                                                     std::string_view name,
                                                     std::string_view needed,
                                                     std::string_view example_text) {
        if (!node.is_list() || node.items.size() != 2) {
            report_kind(node, name, needed, example_text, diagnostics_);
            ok_ = false;
            return std::nullopt;
        }
        const Wanted wanted{.unit = "Hz", .constraint = Constraint::non_negative};
        const auto first = read_quantity(node.items[0], name, wanted, diagnostics_);
        const auto second = read_quantity(node.items[1], name, wanted, diagnostics_);
        ok_ = ok_ && first && second;
        if (!first || !second) return std::nullopt;
        return std::pair(*first, *second);
    }

    /// A straight line has no bounds of its own.
    void read_limits(Loop& loop) {
        const std::string_view written = "limits: [0 Hz, 100 Hz]";
        const Node* const function = section_.find("function");
        const bool is_linear = function != nullptr && function->find("linear") != nullptr;
        const Node* const node =
            is_linear ? required(section_, "limits", written) : section_.find("limits");
        if (node == nullptr) return;
        const auto limits = pair_of(*node, "limits", "two rates", written);
        if (!limits) return;
        if (limits->first > limits->second) {
            refuse(*node, fmt::format("'limits' are reversed ('{}' found)", preview(*node)),
                   "write the lower end first");
        }
        loop.low = limits->first;
        loop.high = limits->second;
    }

    const Section& section_;
    Context& context_;
    Diagnostics& diagnostics_;
    bool ok_ = true;
};

/// The map of a loop in the configuration.
const Node& loop_at(const Node& root, std::initializer_list<std::string_view> path) {
    const Node* node = &root;
    for (const std::string_view key : path) node = node->find(key);
    return *node;
}

/// @return whether all was right
bool read_loop(const Node& node, const std::string& path, Waveform& waveform, Context& context) {
    const auto section =
        Section::open(node, path, {"follow", "window", "delay", "start", "function", "limits"},
                      context.diagnostics);
    return section && LoopReader(*section, context).read(*waveform.loop);
}

}  // namespace

Waveform unread_loop(const Section& section, Diagnostics& diagnostics) {
    for (const std::string_view key : {"modulate", "steps", "ramp"}) {
        const Node* const node = section.find(key);
        if (node == nullptr) continue;
        diagnostics.error(
            node->location,
            fmt::format("'{}' has no meaning beside a rate that follows a population", key),
            "remove it; where an earlier file has it, add '" + std::string(key) + ": ~'");
    }
    Waveform waveform;
    waveform.kind = Waveform::Kind::loop;
    waveform.loop.emplace();
    return waveform;
}

void read_loops(Context& context) {
    auto& s = context.specification;
    for (Population& population : s.populations) {
        if (!population.spike_rate || !population.spike_rate->loop) continue;
        const std::string path = "populations." + population.name + ".spikes.poisson";
        const Node& node =
            loop_at(context.root, {"populations", population.name, "spikes", "poisson", "rate"});
        if (read_loop(node, path + ".rate", *population.spike_rate, context)) {
            check_source_rate(*population.spike_rate, node.location, path, context);
        }
    }
    for (Input& input : s.inputs) {
        if (!input.waveform.loop) continue;
        read_loop(loop_at(context.root, {"inputs", input.name, "poisson", "rate"}),
                  "inputs." + input.name + ".poisson.rate", input.waveform, context);
    }
}

}  // namespace bgsim::config
