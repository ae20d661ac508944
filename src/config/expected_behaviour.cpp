#include "config/expected_behaviour.hpp"

#include <fmt/format.h>

#include "config/section.hpp"
#include "config/values.hpp"

namespace bgsim::config {

namespace {

/// The elements of a list that may be absent.
const std::vector<Node>& items_of(const Section& section,
                                  std::string_view key,
                                  Diagnostics& diagnostics) {
    static const std::vector<Node> none;
    const Node* const node = section.find(key);
    if (node == nullptr) return none;
    if (!node->is_list()) {
        report_kind(*node, fmt::format("{}.{}", section.path(), key), "a list", "[{...}]",
                    diagnostics);
    }
    return node->items;
}

}  // namespace

void read_expected(const Node& expected, CellDescription& cell, Diagnostics& diagnostics) {
    const auto section = Section::open(expected, "expected",
                                       {"computed", "published", "known_mismatch"}, diagnostics);
    if (!section) return;
    const auto each = [&](std::string_view key, const std::vector<std::string>& keys, auto read) {
        std::size_t i = 0;
        for (const Node& item : items_of(*section, key, diagnostics)) {
            const auto entry =
                Section::open(item, fmt::format("expected.{}[{}]", key, i++), keys, diagnostics);
            if (entry) read(*entry);
        }
    };
    each("computed", computed_keys(),
         [&](const Section& entry) { cell.computed.push_back(read_computed(entry, diagnostics)); });
    each("published", published_keys(), [&](const Section& entry) {
        cell.published.push_back(read_published(entry, diagnostics));
    });
    each("known_mismatch", {"quantity", "text"}, [&](const Section& entry) {
        if (auto mismatch = read_mismatch(entry, diagnostics)) {
            cell.known_mismatch.push_back(std::move(*mismatch));
        }
    });
}

}  // namespace bgsim::config
