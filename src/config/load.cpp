#include "bgsim/config/load.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "bgsim/error.hpp"
#include "config/blockers.hpp"
#include "config/cells.hpp"
#include "config/context.hpp"
#include "config/diagnostics.hpp"
#include "config/dopamine_course.hpp"
#include "config/effects.hpp"
#include "config/embed.hpp"
#include "config/emit.hpp"
#include "config/general.hpp"
#include "config/inputs.hpp"
#include "config/lesions.hpp"
#include "config/merge.hpp"
#include "config/overrides.hpp"
#include "config/populations.hpp"
#include "config/projections.hpp"
#include "config/read_tree.hpp"
#include "config/recording.hpp"
#include "config/targets.hpp"
#include "config/yaml_reader.hpp"

namespace bgsim::config {

namespace {

void read_sections(Context& context) {
    check_sections(context);
    read_general(context);
    read_populations(context);
    read_projections(context);
    read_inputs(context);
    read_blockers(context);
    read_recording(context);
    read_targets(context);
}

/// With the values that hold without dopamine; what it makes of them follows from the course. They
/// are checked at its lowest and highest level too, with which all others lie between.
/// @param read  fills a specification from a tree, with a phi that it assumes
template <typename Read>
Specification read_with_course(Node& root, const Read& read, Diagnostics& diagnostics) {
    Node copy = root;  // reading writes into the tree what --scale changes
    Specification specification = read(copy, std::nullopt);
    if (specification.dopamine_course.empty()) return specification;
    const auto [lowest, highest] = std::ranges::minmax(
        specification.dopamine_course, {}, [](const auto& entry) { return entry.second; });
    for (const double phi : {lowest.second, highest.second}) {
        if (diagnostics.count() != 0) return specification;
        copy = root;
        specification = read(copy, phi);
    }
    return diagnostics.count() != 0 ? std::move(specification) : read(root, 0.0);
}

}  // namespace

Specification read_tree(Node root,
                        const std::filesystem::path& name,
                        const Overrides& overrides,
                        const model::ModelCatalogue& models,
                        Diagnostics& diagnostics,
                        const SpikeReader& read_spikes) {
    check_cell_folders(overrides.params, diagnostics);
    if (const Node* const protocol = root.find("protocol")) {
        diagnostics.error(protocol->location, "this file holds a protocol for single cells",
                          "run it with 'bgsim cell'");
        return {};
    }
    const SizeChanges size_changes = apply_overrides(root, overrides, diagnostics);
    const auto lesions = apply_lesions(root, diagnostics);
    CellLibrary cells(name, overrides.params, diagnostics);
    std::vector<Replacement> replacements;  // of the last reading
    const auto read = [&](Node& tree, std::optional<double> assumed_phi) {
        Context context{.models = models,
                        .diagnostics = diagnostics,
                        .cells = cells,
                        .size_changes = size_changes,
                        .configuration = name,
                        .read_spikes = read_spikes,
                        .root = tree,
                        .specification = {},
                        .status = {},
                        .replacements = {},
                        .assumed_phi = assumed_phi};
        context.specification.notes = lesions;
        read_sections(context);
        replacements = std::move(context.replacements);
        return std::move(context.specification);
    };
    Specification specification =
        has_dopamine_course(root) ? read_with_course(root, read, diagnostics) : read(root, {});
    if (diagnostics.count() != 0) return specification;

    note_without_effect(specification);
    embed_files(root, replacements);
    embed_cells(root, cells);
    specification.resolved_yaml = to_yaml(root);
    return specification;
}

Specification load(const std::filesystem::path& file,
                   const Overrides& overrides,
                   const model::ModelCatalogue& models,
                   const SpikeReader& read_spikes) {
    Diagnostics diagnostics;
    check_cell_folders(overrides.params, diagnostics);
    auto root = read_merged(file, diagnostics);
    if (!root) diagnostics.throw_if_any();
    BGSIM_EXPECT(root.has_value());
    auto specification =
        read_tree(std::move(*root), file, overrides, models, diagnostics, read_spikes);
    diagnostics.throw_if_any();
    return specification;
}

Specification load_text(const std::string& yaml,
                        const std::filesystem::path& name,
                        const Overrides& overrides,
                        const model::ModelCatalogue& models,
                        const SpikeReader& read_spikes) {
    Diagnostics diagnostics;
    diagnostics.announce_file(name.string());
    auto root = parse_yaml(yaml, name.string(), diagnostics);
    if (!root) diagnostics.throw_if_any();
    BGSIM_EXPECT(root.has_value());
    auto specification =
        read_tree(std::move(*root), name, overrides, models, diagnostics, read_spikes);
    diagnostics.throw_if_any();
    return specification;
}

}  // namespace bgsim::config
