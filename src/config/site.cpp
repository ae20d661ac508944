#include "config/site.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/section.hpp"
#include "config/values.hpp"
#include "config/yaml_reader.hpp"
#include "core/wall_duration.hpp"

namespace bgsim::config {
namespace {

const std::vector<std::string> site_keys = {"partition",    "account", "qos",     "node",
                                            "longest_time", "modules", "prepare", "sbatch",
                                            "mpirun",       "program"};

/// What a text of the file must look like to be put into a script.
enum class TextKind { word, option, line };

class SiteReader {
public:
    SiteReader(const Section& section, Diagnostics& diagnostics)
        : section_(section), diagnostics_(diagnostics) {}

    Site read() {
        site_.partition = text("partition", TextKind::word);
        site_.account = text("account", TextKind::word);
        site_.qos = text("qos", TextKind::word);
        site_.mpirun = text("mpirun", TextKind::line);
        site_.program = text("program", TextKind::line);
        site_.modules = texts("modules", TextKind::word);
        site_.prepare = texts("prepare", TextKind::line);
        site_.sbatch = texts("sbatch", TextKind::option);
        read_node();
        read_longest_time();
        return std::move(site_);
    }

private:
    std::string checked(const Node& node, std::string_view key, TextKind kind) {
        const auto found = read_text(node, key, diagnostics_);
        if (!found) return "";
        if (kind == TextKind::option && !found->starts_with("--")) {
            refuse(node, key, "must be an option of sbatch", "--exclusive");
        } else if (kind == TextKind::word &&
                   found->find_first_of(" \t\n'\"") != std::string::npos) {
            refuse(node, key, "must be one word", "my_name");
        } else if (found->find('\n') != std::string::npos) {
            refuse(node, key, "must be one line", "one item of a list for each");
        }
        return *found;
    }

    void refuse(const Node& node,
                std::string_view key,
                std::string_view what,
                std::string_view example) {
        diagnostics_.error(node.location,
                           fmt::format("'{}' {} ('{}' found)", key, what, preview(node)),
                           fmt::format("write for example '{}'", example));
    }

    std::string text(std::string_view key, TextKind kind) {
        const Node* const node = section_.find(key);
        return node == nullptr ? "" : checked(*node, key, kind);
    }

    std::vector<std::string> texts(std::string_view key, TextKind kind) {
        const Node* const node = section_.find(key);
        if (node == nullptr) return {};
        if (!node->is_list()) {
            report_kind(*node, key, "a list", fmt::format("{}: [...]", key), diagnostics_);
            return {};
        }
        std::vector<std::string> found;
        for (const Node& item : node->items) found.push_back(checked(item, key, kind));
        return found;
    }

    void read_node() {
        const Node* const node = section_.find("node");
        if (node == nullptr) return;
        const auto section = Section::open(*node, "node", {"cores", "memory"}, diagnostics_);
        if (!section) return;
        if (const Node* const cores = section->find("cores")) {
            constexpr std::uint64_t most_cores = 4096;
            if (const auto n = read_integer(*cores, "cores", 1, diagnostics_, most_cores)) {
                site_.node_cores = static_cast<int>(*n);
            }
        }
        if (const Node* const memory = section->find("memory")) {
            site_.node_memory_bytes = read_quantity(
                *memory, "memory",
                {.unit = "B", .constraint = model::Constraint::positive, .example = 256e9},
                diagnostics_);
        }
    }

    void read_longest_time() {
        const Node* const node = section_.find("longest_time");
        if (node == nullptr) return;
        const auto found = read_text(*node, "longest_time", diagnostics_);
        if (!found) return;
        site_.longest_time_s = core::parse_wall_duration(*found);
        if (!site_.longest_time_s) refuse(*node, "longest_time", "must be a time of a job", "24 h");
    }

    const Section& section_;
    Diagnostics& diagnostics_;
    Site site_;
};

}  // namespace

Site load_site(const std::filesystem::path& file) {
    Diagnostics diagnostics;
    const std::string name = file.string();
    const auto text = read_text_file(file);
    if (!text) {
        diagnostics.missing_file({.file = name},
                                 fmt::format("the site file {}", why_unreadable(file)),
                                 "jobs/site.yaml is an example");
        diagnostics.throw_if_any();
    }
    Site site;
    if (const auto root = parse_yaml(*text, name, diagnostics)) {
        if (const auto section = Section::open(*root, "site", site_keys, diagnostics)) {
            site = SiteReader(*section, diagnostics).read();
        }
    }
    diagnostics.throw_if_any();
    return site;
}

}  // namespace bgsim::config
