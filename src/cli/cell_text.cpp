#include "cli/cell_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "cli/cell_values.hpp"
#include "core/text_table.hpp"
#include "core/wrapped_text.hpp"

namespace bgsim::cli {
namespace {

using config::CellDescription;

constexpr std::size_t width = 112;

/// "GABA" of "GABA (and glutamate in mouse)".
std::string first_words(const std::string& text) { return text.substr(0, text.find(" (")); }

/// A row of the list, with its aliases and its type below.
std::string row_of(const CellDescription& cell) {
    constexpr std::size_t at_aliases = 84;
    std::string text =
        fmt::format("  {:<17} {:<16} {:<10}  {:<13}  {}", cell.name, cell.model, cell.confidence,
                    first_words(cell.neurotransmitter), cell.marker);
    const auto aliases =
        core::lines_of(fmt::format("{}", fmt::join(cell.aliases, ", ")), width - at_aliases);
    const auto line = [&](std::string left, std::size_t i) {
        left.resize(std::max(left.size(), at_aliases), ' ');
        left += i < aliases.size() ? aliases[i] : "";
        left.erase(left.find_last_not_of(' ') + 1);
        return left + '\n';
    };
    text = line(text, 0) + line("    " + cell.cell, 1);
    for (std::size_t i = 2; i < aliases.size(); ++i) text += line("", i);
    return text;
}

/// The regions in the order in which they first occur.
std::vector<std::string> regions_of(const std::vector<CellDescription>& cells) {
    std::vector<std::string> regions;
    for (const CellDescription& cell : cells) {
        const bool is_new = std::ranges::find(regions, cell.region) == regions.end();
        if (is_new && !is_variant(cell)) regions.push_back(cell.region);
    }
    return regions;
}

std::string types_of(const std::vector<CellDescription>& cells) {
    std::string text;
    for (const std::string& region : regions_of(cells)) {
        text += fmt::format("\n{}\n", region.empty() ? "(no region given)" : region);
        for (const CellDescription& cell : cells) {
            if (cell.region == region && !is_variant(cell)) text += row_of(cell);
        }
    }
    return text;
}

std::string folder_of(const CellDescription& cell) {
    return cell.name.substr(0, cell.name.rfind('/'));
}

std::string variants_by_folder(const std::vector<CellDescription>& cells) {
    std::map<std::string, std::vector<std::string>> names;
    for (const CellDescription& cell : cells) {
        if (!is_variant(cell)) continue;
        const std::string folder = folder_of(cell);
        names[folder].push_back(cell.name.substr(folder.size() + 1));
    }
    std::string text;
    for (const auto& [folder, cells_of_it] : names) {
        text += core::hanging(fmt::format("  {}", folder),
                              fmt::format("{}", fmt::join(cells_of_it, " ")), 20, width);
    }
    return text;
}

std::string entry(const std::string& name, const std::string& text) {
    return text.empty() ? "" : core::hanging(name, text, 14, width);
}

std::string identity_of(const CellDescription& cell, const std::vector<std::string>& variants) {
    std::string text = fmt::format("{}: {}\n\n", cell.name, cell.cell);
    text += entry("region", cell.region);
    text += entry("transmitter", cell.neurotransmitter);
    text += entry("marker", cell.marker);
    text += entry("species", cell.species);
    text += entry("also called", fmt::format("{}", fmt::join(cell.aliases, ", ")));
    text += entry("model", fmt::format("{} ('bgsim models {}')", cell.model, cell.model));
    text += entry("confidence", cell.confidence);
    text += entry("why", cell.why);
    for (const std::string& note : cell.notes) text += entry("note", note);
    text += entry("variant of", cell.variant_of);
    text += entry("variants", fmt::format("{}", fmt::join(variants, ", ")));
    text += entry("file", cell.file.string());
    return text;
}

std::string parameters_of(const CellDescription& cell) {
    std::size_t widest = 0;
    for (const auto& parameter : cell.parameters) {
        widest = std::max(widest, value_of(parameter).size());
    }
    std::string text = "\nparameters\n";
    for (const auto& parameter : cell.parameters) {
        const std::string first =
            fmt::format("  {:<12} {:<{}}", parameter.name, value_of(parameter), widest);
        text += core::hanging(first, parameter.source, 17 + widest, width);
    }
    return text;
}

std::string ports_of(const CellDescription& cell) {
    if (cell.ports.empty()) return "";
    std::string text = "\nports\n";
    for (const auto& port : cell.ports) {
        text += core::hanging(fmt::format("  {}", port.name), kinetics_of(port), 15, width);
        if (!port.source.empty()) text += core::hanging("", port.source, 15, width);
        if (port.why.empty()) continue;
        text += core::hanging("", fmt::format("{}: {}", port.confidence, port.why), 15, width);
    }
    return text;
}

/// Currents and rates in columns, as many to a line as there is room for.
std::string curve_of(const config::FICurve& curve) {
    constexpr std::size_t columns = 9;
    const auto I = texts_of(curve.I);
    const auto rate = texts_of(curve.rate);
    const auto first =
        curve.first_spike ? texts_of(*curve.first_spike) : std::vector<std::string>();
    const auto part = [](const std::string& name, const std::vector<std::string>& row,
                         std::size_t from) {
        std::string line = fmt::format("     {:<25}", name);
        for (std::size_t i = from; i < std::min(from + columns, row.size()); ++i) {
            line += fmt::format(" {:>8}", row[i]);
        }
        return line + '\n';
    };
    std::string text;
    for (std::size_t from = 0; from < I.size(); from += columns) {
        text += part(current_of(curve), I, from) + part("rate [Hz]", rate, from);
        if (!first.empty()) text += part("first spike [ms]", first, from);
    }
    return text;
}

std::string computed_of(const CellDescription& cell) {
    if (cell.computed.empty()) return "";
    std::string text = "\ncomputed behaviour of the isolated cell\n";
    for (const auto& computed : cell.computed) {
        const auto number = &computed - cell.computed.data() + 1;
        text += core::hanging(fmt::format("  {}.", number), method_of(computed), 5, width);
        if (!computed.source.empty()) text += core::hanging("", computed.source, 5, width);
        for (const auto& [name, value] : results_of(computed)) {
            text += fmt::format("     {:<25} {}\n", name, value);
        }
        if (computed.f_I) text += curve_of(*computed.f_I);
    }
    return text;
}

std::string published_of(const CellDescription& cell) {
    std::string text;
    if (!cell.published.empty())
        text += "\npublished behaviour (*: an isolated cell should show it)\n";
    for (const auto& published : cell.published) {
        const std::string first = fmt::format("  {}{}", published.is_comparable ? "* " : "  ",
                                              words_of(published.quantity));
        std::string value = value_of(published);
        if (!published.condition.empty()) value += "; " + published.condition;
        if (!published.source.empty()) value += fmt::format(" [{}]", published.source);
        text += core::hanging(first, value, 30, width);
    }
    if (!cell.known_mismatch.empty()) text += "\nknown mismatch\n";
    for (const auto& mismatch : cell.known_mismatch) {
        text += core::hanging(fmt::format("    {}", words_of(mismatch.quantity)), mismatch.text, 30,
                              width);
    }
    return text;
}

std::string references_of(const CellDescription& cell) {
    if (cell.references.empty()) return "";
    std::string text = "\nreferences\n";
    for (const std::string& reference : cell.references) {
        text += core::hanging("  -", reference, 4, width);
    }
    return text;
}

}  // namespace

std::string list_of(const std::vector<CellDescription>& cells) {
    std::string text = fmt::format("  {:<17} {:<16} {:<10}  {:<13}  {:<21}  {}\n", "name", "model",
                                   "confidence", "transmitter", "marker", "also called");
    text += types_of(cells);
    if (const std::string variants = variants_by_folder(cells); !variants.empty()) {
        text += "\nfurther sets of the same cells, as in 'cell: lindahl2016/stn'\n" + variants;
    }
    return text + "\n'bgsim cells NAME' shows one of them with the origin of every number.\n";
}

std::string description_of(const CellDescription& cell, const std::vector<CellDescription>& cells) {
    return identity_of(cell, variants_of(cell.name, cells)) + parameters_of(cell) + ports_of(cell) +
           computed_of(cell) + published_of(cell) + references_of(cell);
}

}  // namespace bgsim::cli
