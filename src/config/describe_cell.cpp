#include "config/describe_cell.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "config/expected_behaviour.hpp"
#include "config/parameters.hpp"
#include "config/values.hpp"

namespace bgsim::config {

namespace {

const std::vector<std::string> confidences = {"published", "adapted", "assumed"};

/// The text of `key`; empty if there is none.
std::string text_of(const Node& map, std::string_view key) {
    const Node* const node = map.find(key);
    return node != nullptr && node->is_scalar() ? node->text : std::string();
}

/// The texts of `key`, which is one text or a list of them.
std::vector<std::string> texts_of(const Node& map, std::string_view key) {
    std::vector<std::string> texts;
    const Node* const node = map.find(key);
    if (node == nullptr) return texts;
    if (node->is_scalar()) return {node->text};
    for (const Node& item : node->items) texts.push_back(item.is_scalar() ? item.text : "");
    return texts;
}

/// Reads one file.
class Describer {
public:
    Describer(const Node& content, Diagnostics& diagnostics)
        : content_(content), diagnostics_(diagnostics) {}

    CellDescription describe(const std::string& name, const std::filesystem::path& file) {
        cell_.name = name;
        cell_.file = file;
        read_identity();
        cell_.confidence = read_confidence(content_, "confidence");
        for (const Entry& entry : entries_of("params")) read_parameter(entry);
        for (const Entry& entry : entries_of("ports")) read_port(entry);
        if (const Node* const expected = content_.find("expected")) {
            read_expected(*expected, cell_, diagnostics_);
        }
        for (const std::string_view key : {"reference", "references"}) read_references(key);
        return std::move(cell_);
    }

private:
    void read_identity() {
        cell_.model = text_of(content_, "model");
        cell_.cell = text_of(content_, "cell");
        cell_.region = text_of(content_, "region");
        cell_.neurotransmitter = text_of(content_, "neurotransmitter");
        cell_.marker = text_of(content_, "marker");
        cell_.species = text_of(content_, "species");
        cell_.variant_of = text_of(content_, "variant_of");
        cell_.why = text_of(content_, "why");
        cell_.aliases = texts_of(content_, "aliases");
        for (const std::string_view key : {"description", "note", "notes"}) {
            for (std::string& text : texts_of(content_, key)) {
                cell_.notes.push_back(std::move(text));
            }
        }
        if (cell_.model.empty()) {
            diagnostics_.error(content_.location, "'model' is missing in the cell",
                               "add for example '\"model\": \"qif\"'");
        }
    }

    std::string read_confidence(const Node& map, const std::string& path) {
        const Node* const node = map.find("confidence");
        if (node == nullptr) return "";
        const auto choice = read_choice(*node, path, confidences, diagnostics_);
        return choice ? confidences[*choice] : "";
    }

    const std::vector<Entry>& entries_of(const std::string& key) {
        static const std::vector<Entry> none;
        const Node* const node = content_.find(key);
        if (node == nullptr) return none;
        if (!node->is_map()) report_kind(*node, key, "a map", "{...}", diagnostics_);
        return node->entries;
    }

    std::optional<double> read_dopamine(const Node& map, const std::string& path) {
        const Node* const node = map.find("dopamine");
        if (node == nullptr) return std::nullopt;
        return read_quantity(*node, path + ".dopamine", {.unit = "", .example = 0.5}, diagnostics_);
    }

    void read_parameter(const Entry& entry) {
        const Node* const value = entry.value.find("value");
        const Node written = value != nullptr ? with_its_unit(entry.value, *value) : entry.value;
        if (!written.is_scalar()) {
            report_kind(written, "params." + entry.key, "a value with a unit",
                        R"({"value": 15.2, "unit": "pF"})", diagnostics_);
            return;
        }
        cell_.parameters.push_back({.name = entry.key,
                                    .value = written.text,
                                    .dopamine = read_dopamine(entry.value, "params." + entry.key),
                                    .source = text_of(entry.value, "source")});
    }

    void read_port(const Entry& entry) {
        const std::string path = "ports." + entry.key;
        cell_.ports.push_back({.name = entry.key,
                               .kinetics = kinetics_of(entry.value),
                               .dopamine = read_dopamine(entry.value, path),
                               .source = text_of(entry.value, "source"),
                               .confidence = read_confidence(entry.value, path + ".confidence"),
                               .why = text_of(entry.value, "why")});
    }

    /// "conductance, alpha, tau 2 ms, E_rev -64 mV".
    static std::string kinetics_of(const Node& port) {
        constexpr std::array<std::string_view, 4> times = {"tau", "tau_rise", "tau_decay", "E_rev"};
        const std::string type = text_of(port, "type");
        const std::string shape = text_of(port, "shape");
        std::string kinetics = type.empty() ? "conductance" : type;
        if (!shape.empty()) kinetics += ", " + shape;
        for (const std::string_view key : times) {
            const std::string value = text_of(port, key);
            if (!value.empty()) kinetics += fmt::format(", {} {}", key, value);
        }
        const Node* const block = port.find("nmda_block");
        if (block == nullptr) return kinetics;
        kinetics += ", magnesium block (";
        for (const Entry& part : block->entries) {
            const bool is_first = &part == &block->entries.front();
            kinetics += fmt::format("{}{} {}", is_first ? "" : ", ", part.key, part.value.text);
        }
        return kinetics + ")";
    }

    void read_references(std::string_view key) {
        const Node* const node = content_.find(key);
        if (node == nullptr) return;
        if (!node->is_list()) cell_.references.push_back(reference_of(*node));
        for (const Node& item : node->items) cell_.references.push_back(reference_of(item));
    }

    /// "citation, doi:..., PMC..." or "code (file in folder, ...)".
    static std::string reference_of(const Node& node) {
        if (node.is_scalar()) return node.text;
        std::vector<std::string> parts;
        for (const Entry& entry : node.entries) {
            const bool is_doi = entry.key == "doi";
            if (entry.key != "files") parts.push_back((is_doi ? "doi:" : "") + entry.value.text);
        }
        const std::string text = fmt::format("{}", fmt::join(parts, ", "));
        const Node* const files = node.find("files");
        return files == nullptr ? text : fmt::format("{} ({})", text, places_of(*files));
    }

    static std::string places_of(const Node& files) {
        std::vector<std::string> places;
        for (const Entry& file : files.entries) {
            const std::string& folder = file.value.text;
            places.push_back(
                fmt::format("{} in {}", file.key, folder == "." ? "the main folder" : folder));
        }
        return fmt::format("{}", fmt::join(places, ", "));
    }

    const Node& content_;
    Diagnostics& diagnostics_;
    CellDescription cell_;
};

}  // namespace

CellDescription describe_cell(const Node& content,
                              const std::string& name,
                              const std::filesystem::path& file,
                              Diagnostics& diagnostics) {
    return Describer(content, diagnostics).describe(name, file);
}

}  // namespace bgsim::config
