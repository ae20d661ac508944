#include "cli/cell_markdown.hpp"

#include <fmt/format.h>

#include "cli/cell_values.hpp"

namespace bgsim::cli {
namespace {

using config::CellDescription;

constexpr const char* head = R"(# Cells

Generated from `params/` by `bgsim cells --markdown`; change the files there, not this page. What the keys mean, and how to add a cell, is in
[params](../params/README.md). In a configuration: `cell: msn_d1`, or by an alias, `cell: dSPN`; a variant with its folder, `cell: lindahl2016/stn`.
phi = dopamine level - baseline.

`published`: the numbers of the source. `adapted`: with a stated change or assignment. `assumed`: at least one essential number was chosen by hand.

)";

/// A cell of a table: '|' would end it.
std::string escaped(const std::string& text) {
    std::string result;
    for (const char c : text) result += c == '|' ? "\\|" : std::string(1, c);
    return result;
}

std::string row(const std::vector<std::string>& cells) {
    std::string text = "|";
    for (const std::string& cell : cells) text += fmt::format(" {} |", escaped(cell));
    return text + '\n';
}

std::string header(const std::vector<std::string>& names) {
    std::string line = "|";
    for (std::size_t i = 0; i != names.size(); ++i) line += "---|";
    return row(names) + line + '\n';
}

/// "[`stn`](../params/stn.json)".
std::string link_to(const CellDescription& cell) {
    return fmt::format("[`{0}`](../params/{0}.json)", cell.name);
}

std::string overview_of(const std::vector<CellDescription>& cells) {
    std::string text = header(
        {"cell", "type", "region", "transmitter", "marker", "model", "confidence", "also called"});
    for (const CellDescription& cell : cells) {
        if (is_variant(cell)) continue;
        text += row({fmt::format("[`{0}`](#{0})", cell.name), cell.cell, cell.region,
                     cell.neurotransmitter, cell.marker, cell.model, cell.confidence,
                     fmt::format("{}", fmt::join(cell.aliases, ", "))});
    }
    return text;
}

std::string item(const std::string& name, const std::string& text) {
    return text.empty() ? "" : fmt::format("- {}: {}\n", name, text);
}

std::string identity_section(const CellDescription& cell,
                             const std::vector<CellDescription>& cells) {
    std::string text = fmt::format("\n## {}\n\n{}; {}.\n\n", cell.name, cell.cell, cell.region);
    text += item("file", link_to(cell));
    text += item("model", fmt::format("`{}`", cell.model));
    text += item("transmitter", cell.neurotransmitter);
    text += item("marker", cell.marker);
    text += item("also called", fmt::format("{}", fmt::join(cell.aliases, ", ")));
    text += item("confidence", cell.why.empty() ? cell.confidence
                                                : fmt::format("{}. {}", cell.confidence, cell.why));
    for (const std::string& note : cell.notes) text += item("note", note);
    std::string names;
    for (const std::string& name : variants_of(cell.name, cells)) {
        names += fmt::format("{}`{}`", names.empty() ? "" : ", ", name);
    }
    return text + item("variants", names);
}

std::string parameter_section(const CellDescription& cell) {
    std::string text = fmt::format("\n{}", header({"parameter", "value", "source"}));
    for (const auto& parameter : cell.parameters) {
        text += row({fmt::format("`{}`", parameter.name), value_of(parameter), parameter.source});
    }
    if (cell.ports.empty()) return text;
    text += fmt::format("\n{}", header({"port", "kinetics", "source"}));
    for (const auto& port : cell.ports) {
        const std::string why =
            port.why.empty() ? "" : fmt::format(" ({}: {})", port.confidence, port.why);
        text += row({fmt::format("`{}`", port.name), kinetics_of(port), port.source + why});
    }
    return text;
}

std::string curve_table(const config::FICurve& curve) {
    const auto line = [](const std::string& name, const std::vector<std::string>& numbers) {
        std::vector<std::string> cells = {name};
        cells.insert(cells.end(), numbers.begin(), numbers.end());
        return cells;
    };
    std::string text = header(line(current_of(curve), texts_of(curve.I)));
    text += row(line("rate [Hz]", texts_of(curve.rate)));
    if (curve.first_spike) text += row(line("first spike [ms]", texts_of(*curve.first_spike)));
    return text;
}

std::string computed_section(const CellDescription& cell) {
    std::string text;
    for (const auto& computed : cell.computed) {
        const bool is_first = &computed == cell.computed.data();
        text += fmt::format("\n{}{}.{}\n",
                            is_first ? "Computed, isolated cell: " : "Also: ", method_of(computed),
                            computed.source.empty() ? "" : fmt::format(" ({})", computed.source));
        std::string results;
        for (const auto& [name, value] : results_of(computed)) results += item(name, value);
        if (!results.empty()) text += fmt::format("\n{}", results);
        if (computed.f_I) text += fmt::format("\n{}", curve_table(*computed.f_I));
    }
    return text;
}

std::string published_section(const CellDescription& cell) {
    std::string text;
    if (!cell.published.empty()) {
        text += fmt::format("\n{}", header({"published", "value", "condition",
                                            "isolated cell should show it", "source"}));
    }
    for (const auto& published : cell.published) {
        text += row({words_of(published.quantity), value_of(published), published.condition,
                     published.is_comparable ? "yes" : "", published.source});
    }
    if (!cell.known_mismatch.empty()) text += "\nKnown mismatch:\n\n";
    for (const auto& mismatch : cell.known_mismatch) {
        text += item(words_of(mismatch.quantity), mismatch.text);
    }
    return text;
}

std::string reference_section(const CellDescription& cell) {
    std::string text = cell.references.empty() ? "" : "\nReferences:\n\n";
    for (const std::string& reference : cell.references) text += fmt::format("- {}\n", reference);
    return text;
}

/// The rate at the cell's own current, as first computed.
std::string rate_of(const CellDescription& cell) {
    if (cell.computed.empty() || !cell.computed.front().spontaneous_rate_hz) return "";
    return fmt::format("{:.6g}", *cell.computed.front().spontaneous_rate_hz);
}

std::string variants_of_folders(const std::vector<CellDescription>& cells) {
    std::string text =
        "\n# Variants\n\nFurther sets of the same types, by source; `bgsim cells NAME` shows their "
        "numbers. The rate is that of the isolated cell at its own `I_e`.\n\n";
    text += header({"cell", "variant of", "what", "model", "confidence", "rate [Hz]"});
    for (const CellDescription& cell : cells) {
        if (!is_variant(cell)) continue;
        text += row({link_to(cell), fmt::format("`{}`", cell.variant_of), cell.cell, cell.model,
                     cell.confidence, rate_of(cell)});
    }
    return text;
}

}  // namespace

std::string page_of(const std::vector<CellDescription>& cells) {
    std::string text = head + overview_of(cells);
    for (const CellDescription& cell : cells) {
        if (is_variant(cell)) continue;
        text += identity_section(cell, cells) + parameter_section(cell) + computed_section(cell) +
                published_section(cell) + reference_section(cell);
    }
    return text + variants_of_folders(cells);
}

}  // namespace bgsim::cli
