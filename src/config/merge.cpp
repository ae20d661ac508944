#include "config/merge.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "config/spelling.hpp"
#include "config/yaml_reader.hpp"

namespace bgsim::config {

namespace {

namespace fs = std::filesystem;

/// A distribution is one value, although it is written as a map.
bool is_distribution(const Node& map) {
    return map.find("uniform") != nullptr || map.find("normal") != nullptr ||
           map.find("lognormal") != nullptr;
}

/// Reads files recursively; knows which files are being read, to notice circles.
class IncludeReader {
public:
    explicit IncludeReader(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

    /// @param named_at where the file is named; null pointer for the file of the command line
    std::optional<Node> read(const fs::path& file, const SourceLocation* named_at) {
        const std::string name = file.string();
        if (is_open(file)) {
            diagnostics_.error(*named_at,
                               fmt::format("'{}' includes itself: {}", name, circle(file)),
                               "remove this line");
            return std::nullopt;
        }
        const auto text = read_text_file(file);
        if (!text) {
            report_unreadable(file, named_at);
            return std::nullopt;
        }
        diagnostics_.announce_file(name);
        auto root = parse_yaml(*text, name, diagnostics_);
        if (!root) return std::nullopt;
        if (!root->is_map()) {
            diagnostics_.error(
                root->location,
                fmt::format("a configuration is a map of sections, {} was found", kind_name(*root)),
                "begin for example with 'experiment: NAME'");
            return std::nullopt;
        }
        open_.push_back(file);
        auto merged = with_includes(file, std::move(*root));
        open_.pop_back();
        return merged;
    }

private:
    std::optional<Node> with_includes(const fs::path& file, Node own) {
        Node merged = empty_map(own.location);
        bool complete = true;
        if (const Node* const include = own.find("include")) {
            const auto names = names_in(*include);
            complete = names.has_value();
            for (const Node* const item : names.value_or(std::vector<const Node*>{})) {
                const fs::path named = (file.parent_path() / item->text).lexically_normal();
                auto included = read(named, &item->location);
                if (included) merge(merged, std::move(*included), "", diagnostics_);
                complete = complete && included.has_value();
            }
            erase(own, "include");
        }
        if (!complete) return std::nullopt;
        set_layer(own, n_merged_++);
        merge(merged, std::move(own), "", diagnostics_);
        return merged;
    }

    /// The items of the list; nothing if it is malformed.
    std::optional<std::vector<const Node*>> names_in(const Node& include) {
        std::vector<const Node*> names;
        if (include.is_scalar()) names.push_back(&include);
        for (const Node& item : include.items) {
            if (item.is_scalar()) names.push_back(&item);
        }
        const std::size_t expected = include.is_list() ? include.items.size() : 1;
        if (names.size() == expected) return names;
        diagnostics_.error(
            include.location,
            fmt::format("'include' needs a list of file names ('{}' found)", preview(include)),
            "write for example 'include: [network.yaml]'");
        return std::nullopt;
    }

    void report_unreadable(const fs::path& file, const SourceLocation* named_at) {
        const std::string why = why_unreadable(file);
        if (named_at == nullptr) {
            diagnostics_.missing_file({file.string(), 0, 0}, fmt::format("this file {}", why),
                                      "check the path of the configuration");
            return;
        }
        diagnostics_.missing_file(*named_at,
                                  fmt::format("the included file '{}' {}", file.string(), why),
                                  "paths are relative to the file that includes");
    }

    bool is_open(const fs::path& file) const {
        return std::ranges::any_of(open_, [&](const fs::path& other) {
            std::error_code ignored;
            return file == other || fs::equivalent(file, other, ignored);
        });
    }

    std::string circle(const fs::path& file) const {
        std::string chain;
        for (const fs::path& other : open_) chain += other.filename().string() + " -> ";
        return chain + file.filename().string();
    }

    Diagnostics& diagnostics_;
    std::vector<fs::path> open_;
    int n_merged_ = 0;
};

/// Do what `entry` of a later file says, whose value is null.
void remove(Node& base, const Entry& entry, const std::string& path, Diagnostics& diagnostics) {
    const bool is_present = base.find(entry.key) != nullptr;
    if (is_present && entry.value.is_explicit) {
        erase(base, entry.key);
    } else if (is_present) {
        diagnostics.error(
            entry.location, fmt::format("'{}' has no value", path),
            fmt::format("give it a value, or write '{}: ~' to remove what an earlier file defines",
                        entry.key));
    } else if (entry.value.is_explicit) {
        diagnostics.error(entry.location,
                          fmt::format("there is no '{}' in an earlier file to remove", path),
                          suggestion(entry.key, keys_of(base), "delete the line"));
    } else {
        diagnostics.error(entry.location,
                          fmt::format("'{}' has no value, and no earlier file defines it", path),
                          "give it a value or delete the line");
    }
}

}  // namespace

void merge(Node& base, Node overlay, const std::string& path, Diagnostics& diagnostics) {
    for (Entry& entry : overlay.entries) {
        const std::string inner = path.empty() ? entry.key : path + "." + entry.key;
        Node* const present = base.find(entry.key);
        if (entry.value.is_null()) {
            remove(base, entry, inner, diagnostics);
        } else if (entry.value.is_map() && !is_distribution(entry.value)) {
            if (present == nullptr || !present->is_map()) {
                assign(base, {entry.key, entry.location, empty_map(entry.location)});
            }
            merge(*base.find(entry.key), std::move(entry.value), inner, diagnostics);
        } else {
            assign(base, std::move(entry));
        }
    }
    base.location = overlay.location;
}

std::optional<Node> read_merged(const fs::path& file, Diagnostics& diagnostics) {
    return IncludeReader(diagnostics).read(file, nullptr);
}

}  // namespace bgsim::config
