#include "config/expected_behaviour.hpp"

#include <fmt/format.h>

#include "config/section.hpp"
#include "config/values.hpp"

namespace bgsim::config {

namespace {

const std::vector<std::string> quantities = {"resting_potential",
                                             "input_resistance",
                                             "membrane_time_constant",
                                             "rheobase",
                                             "spike_threshold",
                                             "spike_half_width",
                                             "spontaneous_rate",
                                             "maximum_rate",
                                             "in_vivo_rate",
                                             "f_I",
                                             "f_I_slope",
                                             "in_vitro_current",
                                             "subtype"};
/// Reads one entry of `published`.
class PublishedReader {
public:
    PublishedReader(const Section& section, Diagnostics& diagnostics)
        : section_(section), diagnostics_(diagnostics) {}

    PublishedBehaviour read() {
        if (const Node* const node = section_.require("quantity", R"("quantity": "rheobase")")) {
            const auto choice = read_choice(*node, path_of("quantity"), quantities, diagnostics_);
            if (choice) entry_.quantity = quantities[*choice];
        }
        entry_.value = number("value");
        entry_.se = number("se");
        entry_.sd = number("sd");
        read_range();
        entry_.text = text("text");
        entry_.unit = text("unit");
        entry_.condition = text("condition");
        entry_.source = text("source");
        if (const Node* const node = section_.require("comparable", R"("comparable": true)")) {
            entry_.is_comparable =
                read_flag(*node, path_of("comparable"), diagnostics_).value_or(false);
        }
        check_forms();
        return std::move(entry_);
    }

private:
    std::string path_of(std::string_view key) const {
        return fmt::format("{}.{}", section_.path(), key);
    }

    std::string text(std::string_view key) {
        const Node* const node = section_.find(key);
        if (node == nullptr) return "";
        return read_text(*node, path_of(key), diagnostics_).value_or("");
    }

    std::optional<double> number(std::string_view key) {
        const Node* const node = section_.find(key);
        if (node == nullptr) return std::nullopt;
        return read_quantity(*node, path_of(key), {.unit = ""}, diagnostics_);
    }

    void read_range() {
        const Node* const node = section_.find("range");
        if (node == nullptr) return;
        std::vector<double> ends;
        for (const Node& item : node->items) {
            const auto end = read_quantity(item, path_of("range"), {.unit = ""}, diagnostics_);
            if (end) ends.push_back(*end);
        }
        if (ends.size() == 2 && ends[0] <= ends[1]) {
            entry_.range = std::array{ends[0], ends[1]};
            return;
        }
        diagnostics_.error(node->location,
                           fmt::format("'{}' needs two numbers, the smaller one first ('{}' found)",
                                       path_of("range"), preview(*node)),
                           "write for example '[3, 10]'");
    }

    void check_forms() {
        const int n = (section_.find("value") != nullptr ? 1 : 0) +
                      (section_.find("range") != nullptr ? 1 : 0) +
                      (section_.find("text") != nullptr ? 1 : 0);
        if (n != 1) {
            diagnostics_.error(section_.location(),
                               fmt::format("'{}' has {} of 'value', 'range' and 'text'",
                                           section_.path(), n == 0 ? "none" : "several"),
                               "give exactly one of them");
        }
        const bool is_number = section_.find("text") == nullptr;
        if (is_number && entry_.unit.empty()) section_.require("unit", R"("unit": "Hz")");
        if (is_number && entry_.source.empty()) section_.require("source", R"("source": "...")");
    }

    const Section& section_;
    Diagnostics& diagnostics_;
    PublishedBehaviour entry_;
};

}  // namespace

const std::vector<std::string>& published_keys() {
    static const std::vector<std::string> keys = {"quantity",  "value",     "se",   "sd",
                                                  "range",     "text",      "unit", "source",
                                                  "condition", "comparable"};
    return keys;
}

PublishedBehaviour read_published(const Section& section, Diagnostics& diagnostics) {
    return PublishedReader(section, diagnostics).read();
}

std::optional<KnownMismatch> read_mismatch(const Section& section, Diagnostics& diagnostics) {
    const Node* const quantity = section.require("quantity", R"("quantity": "rheobase")");
    const Node* const text = section.require("text", R"("text": "lower than in slices")");
    if (quantity == nullptr || text == nullptr) return std::nullopt;
    const auto choice =
        read_choice(*quantity, section.path() + ".quantity", quantities, diagnostics);
    const auto words = read_text(*text, section.path() + ".text", diagnostics);
    if (!choice || !words) return std::nullopt;
    return KnownMismatch{quantities[*choice], *words};
}

}  // namespace bgsim::config
