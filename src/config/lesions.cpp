#include "config/lesions.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "config/arrow.hpp"
#include "config/spelling.hpp"
#include "config/values.hpp"

namespace bgsim::config {

namespace {

/// Take `name` out of the list `list`; returns whether nothing is left of it.
bool is_emptied(Node* list, std::string_view name) {
    if (list == nullptr || !list->is_list()) return false;
    const auto removed = std::erase_if(
        list->items, [&](const Node& item) { return item.is_scalar() && item.text == name; });
    return removed != 0 && list->items.empty();
}

class Lesions {
public:
    Lesions(Node& root, Diagnostics& diagnostics) : root_(root), diagnostics_(diagnostics) {}

    std::vector<std::string> apply(const Node& lesions) {
        if (!lesions.is_list()) {
            report_kind(lesions, "lesions", "a list of populations, projections and inputs",
                        "[STN, MSN_D2 -> GPe_TI]", diagnostics_);
            return {};
        }
        std::vector<std::string> notes;
        for (const Node& item : lesions.items) {
            const std::string name = item.is_scalar() ? item.text : preview(item);
            if (remove(name)) {
                notes.push_back(fmt::format("lesion: without {}", name));
            } else {
                report_unknown(item, name);
            }
        }
        return notes;
    }

private:
    bool has(std::string_view section, std::string_view name) const {
        const Node* const map = root_.find(section);
        return map != nullptr && map->find(name) != nullptr;
    }

    bool remove(const std::string& name) {
        for (const char* const section : {"projections", "inputs"}) {
            if (!has(section, name)) continue;
            erase(*root_.find(section), name);
            return true;
        }
        if (!has("populations", name)) return false;
        erase(*root_.find("populations"), name);
        remove_what_meets(name, "projections");
        remove_what_meets(name, "inputs");
        remove_recordings(name);
        remove_from_groups(name, "targets");
        remove_from_groups(name, "blockers");
        return true;
    }

    /// Arrows from or to the population.
    void remove_what_meets(const std::string& population, std::string_view section) {
        Node* const map = root_.find(section);
        if (map == nullptr) return;
        std::erase_if(map->entries, [&](const Entry& entry) {
            const auto arrow = parse_arrow(entry.key);
            if (!arrow) return false;
            return arrow->target == population ||
                   (section == "projections" && arrow->source == population);
        });
    }

    void remove_recordings(const std::string& population) {
        Node* const record = root_.find("record");
        if (record == nullptr) return;
        is_emptied(record->find("spikes"), population);
        if (Node* const state = record->find("state")) erase(*state, population);
        Node* const lfp = record->find("lfp");
        if (lfp != nullptr && is_emptied(lfp->find("populations"), population)) {
            erase(*record, "lfp");
        }
    }

    /// Entries that name populations, or are named after one.
    void remove_from_groups(const std::string& population, std::string_view section) {
        Node* const map = root_.find(section);
        if (map == nullptr) return;
        if (section == "targets") erase(*map, population);
        std::erase_if(map->entries, [&](Entry& entry) {
            Node* const populations = entry.value.find("populations");
            const bool is_this = populations != nullptr && populations->is_scalar() &&
                                 populations->text == population;
            return is_this || is_emptied(populations, population);
        });
    }

    void report_unknown(const Node& item, const std::string& name) {
        std::vector<std::string> known;
        for (const char* const section : {"populations", "projections", "inputs"}) {
            const Node* const map = root_.find(section);
            if (map == nullptr) continue;
            for (const Entry& entry : map->entries) known.push_back(entry.key);
        }
        diagnostics_.error(
            item.location,
            fmt::format("'lesions' names '{}', which is no population, projection or input", name),
            suggestion(name, known, "remove it"));
    }

    Node& root_;
    Diagnostics& diagnostics_;
};

}  // namespace

std::vector<std::string> apply_lesions(Node& root, Diagnostics& diagnostics) {
    const Node* const found = root.find("lesions");
    if (found == nullptr) return {};
    const Node lesions = *found;
    erase(root, "lesions");
    return Lesions(root, diagnostics).apply(lesions);
}

}  // namespace bgsim::config
