#include "importing/read_network.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <utility>

#include "importing/read_cell.hpp"
#include "importing/read_connection.hpp"
#include "importing/reading.hpp"

namespace bgsim::importing {
namespace {

namespace fs = std::filesystem;
using config::Diagnostics;
using config::Entry;
using config::Node;
using config::Section;
using model::Constraint;

const std::vector<std::string> used_sections = {"neurons", "connections", "simulation",
                                                "start_time"};

/// Reads the sections of one file.
class Reader {
public:
    Reader(const fs::path& file, std::vector<fs::path> folders)
        : folders_(std::move(folders)), network_{.file = file} {}

    Network read() {
        const auto tree =
            read_tree(network_.file.string(), {network_.file.string(), 0, 0}, diagnostics_);
        diagnostics_.throw_if_any();
        read_neurons(*tree);
        read_connections(*tree, network_, diagnostics_);
        read_simulation(*tree);
        for (const Entry& entry : tree->entries) {
            if (std::ranges::count(used_sections, entry.key) == 0) unused_.push_back(entry.key);
        }
        if (!unused_.empty()) {
            network_.remarks.push_back(fmt::format("has no counterpart here and was left out: {}",
                                                   fmt::join(unused_, ", ")));
        }
        diagnostics_.throw_if_any();
        return std::move(network_);
    }

private:
    void read_neurons(const Node& tree) {
        const Node* const neurons = tree.find("neurons");
        if (neurons == nullptr || !neurons->is_list() || neurons->items.empty()) {
            report_kind(neurons == nullptr ? tree : *neurons, "neurons", "a list of groups",
                        R"([{"name": "STN", "N": 388, "params_file": "STN_1.json"}])",
                        diagnostics_);
            return;
        }
        for (const Node& node : neurons->items) read_group(node);
    }

    void read_group(const Node& node) {
        const auto group = Section::open(
            node, "neurons",
            {"name", "N", "params_file", "model_class", "neuron_type", "target_rates"},
            diagnostics_);
        if (!group) return;
        const auto name = read_name(*group, "name", "STN", diagnostics_);
        const std::uint64_t n = read_size(*group);
        if (name && !names_.insert(*name).second) {
            diagnostics_.error(node.location, fmt::format("'{}' is there twice", *name),
                               "give each group a name of its own");
        }
        if (const Node* const type = group->find("neuron_type")) {
            const std::vector<std::string> types = {"poisson"};
            read_choice(*type, "neuron_type", types, diagnostics_);
            read_source(*group, name.value_or(""), n);
        } else {
            read_population(*group, name.value_or(""), n);
        }
    }

    std::uint64_t read_size(const Section& group) {
        const Node* const size = group.require("N", "388");
        if (size == nullptr) return 1;
        return read_integer(*size, "N", 1, diagnostics_).value_or(1);
    }

    void read_source(const Section& group, const std::string& name, std::uint64_t size) {
        const Node* const rates =
            group.require("target_rates", R"({"STN": {"equation": "170*Hz"}})");
        if (rates == nullptr) return;
        if (!rates->is_map() || rates->entries.size() != 1) {
            report_kind(*rates, "target_rates", "a map with one population",
                        R"({"STN": {"equation": "170*Hz"}})", diagnostics_);
            return;
        }
        const Entry& target = rates->entries.front();
        const auto rate =
            Section::open(target.value, "target_rates." + target.key, {"equation"}, diagnostics_);
        const Node* const equation = rate ? rate->require("equation", "170*Hz") : nullptr;
        if (equation == nullptr) return;
        const auto rate_hz = read_rate(*equation, diagnostics_);
        network_.sources.push_back(
            {name, size, target.key, rate_hz.value_or(0.0), group.location()});
    }

    void read_population(const Section& group, const std::string& name, std::uint64_t size) {
        const Node* const node = group.require("params_file", "./params/STN_1.json");
        if (node == nullptr) return;
        const auto named = read_text(*node, "params_file", diagnostics_);
        network_.populations.push_back({name, size, 0});
        if (!named) return;
        const auto file = locate(*named, *node);
        if (!file) return;
        const auto known = std::ranges::find(network_.cells, *file, &Cell::file);
        network_.populations.back().cell = static_cast<std::size_t>(known - network_.cells.begin());
        if (known != network_.cells.end()) return;
        auto cell = read_cell(*file, node->location, diagnostics_);
        if (!cell) cell = Cell{.name = "", .file = *file, .source_model = "", .model = ""};
        network_.remarks.push_back(fmt::format("cells '{}' ({}) are those of {}", *named,
                                               cell->source_model, file->string()));
        for (const auto& note : cell->notes) {
            network_.remarks.push_back(fmt::format("{}: {}", file->filename().string(), note));
        }
        while (std::ranges::count(network_.cells, cell->name, &Cell::name) != 0) cell->name += '_';
        network_.cells.push_back(std::move(*cell));
    }

    /// In the folders of --params, as it is written, and by its name beside the network, in
    /// `params` there and in `../params`.
    std::optional<fs::path> locate(const std::string& named, const Node& node) {
        const fs::path here = network_.file.parent_path();
        const fs::path name = fs::path(named).filename();
        std::vector<fs::path> candidates;
        for (const auto& folder : folders_) candidates.push_back(folder / name);
        for (const auto& path :
             {here / named, here / name, here / "params" / name, here / ".." / "params" / name}) {
            candidates.push_back(path);
        }
        std::vector<std::string> tried;
        for (const auto& candidate : candidates) {
            const fs::path file = candidate.lexically_normal();
            std::error_code ignored;
            if (fs::is_regular_file(file, ignored)) return file;
            if (std::ranges::count(tried, file.string()) == 0) tried.push_back(file.string());
        }
        diagnostics_.missing_file(
            node.location,
            fmt::format("there is no file '{}' (looked for {})", named, fmt::join(tried, ", ")),
            "name the folder of the cells with --params DIR");
        return std::nullopt;
    }

    /// In ms, without unit.
    double read_time(const Section& section, std::string_view key, Constraint constraint) {
        const auto time = read_number(section, key, diagnostics_, constraint);
        if (time) check_whole_steps(*section.find(key), key, *time, diagnostics_);
        return time.value_or(0.0);
    }

    void read_simulation(const Node& tree) {
        const Node* const node = tree.find("simulation");
        if (node == nullptr) {
            report_kind(tree, "simulation", "a map", R"("simulation": {"duration": 10000})",
                        diagnostics_);
            return;
        }
        const auto simulation =
            Section::open(*node, "simulation", {"duration", "dt", "stimulus"}, diagnostics_);
        if (!simulation) return;
        network_.duration_ms = read_time(*simulation, "duration", Constraint::positive);
        if (const Node* const start = tree.find("start_time")) {
            network_.discard_ms =
                read_quantity(*start, "start_time",
                              {.unit = "", .constraint = Constraint::non_negative}, diagnostics_)
                    .value_or(0.0);
        }
        const Node* const dt = simulation->find("dt");
        network_.remarks.push_back(fmt::format(
            "dt is {} ms{}; cells are solved with rk4, where the project uses Euler steps (solver: "
            "euler)",
            dt_ms, dt == nullptr ? "" : fmt::format(", not the file's {} ms", preview(*dt))));
        if (const Node* const stimulus = simulation->find("stimulus")) read_stimulus(*stimulus);
    }

    void read_stimulus(const Node& node) {
        const auto section =
            Section::open(node, "simulation.stimulus",
                          {"enabled", "start_time", "duration", "dt_array", "rates"}, diagnostics_);
        if (!section) return;
        const Node* const enabled = section->find("enabled");
        if (enabled == nullptr || !read_flag(*enabled, "enabled", diagnostics_).value_or(false)) {
            return;
        }
        Stimulus stimulus;
        stimulus.start_ms = read_time(*section, "start_time", Constraint::non_negative);
        stimulus.duration_ms = read_time(*section, "duration", Constraint::non_negative);
        const Node* const rates = section->require("rates", R"({"STN": 250})");
        if (rates == nullptr) return;
        if (!rates->is_map()) {
            report_kind(*rates, "rates", "a map by population", R"({"STN": 250})", diagnostics_);
            return;
        }
        for (const Entry& rate : rates->entries) {
            const auto hz = read_quantity(
                rate.value, "rates." + rate.key,
                {.unit = "", .constraint = Constraint::non_negative, .example = 250.0},
                diagnostics_);
            const bool is_driven =
                std::ranges::count(network_.sources, rate.key, &PoissonSource::target) != 0;
            if (!is_driven) {
                diagnostics_.error(rate.location,
                                   fmt::format("no group of type poisson drives '{}'", rate.key),
                                   "name the target of one, or remove this rate");
            }
            if (hz) stimulus.rates_hz.emplace_back(rate.key, *hz);
        }
        network_.stimulus = std::move(stimulus);
    }

    std::vector<fs::path> folders_;
    Network network_;
    Diagnostics diagnostics_;
    std::set<std::string> names_;
    std::vector<std::string> unused_;
};

}  // namespace

Network read_network(const fs::path& file, const std::vector<fs::path>& params_folders) {
    return Reader(file, params_folders).read();
}

}  // namespace bgsim::importing
