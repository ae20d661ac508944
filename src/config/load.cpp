#include "bgsim/config/load.hpp"

#include <utility>

#include "bgsim/error.hpp"
#include "config/cells.hpp"
#include "config/context.hpp"
#include "config/diagnostics.hpp"
#include "config/effects.hpp"
#include "config/embed.hpp"
#include "config/emit.hpp"
#include "config/general.hpp"
#include "config/inputs.hpp"
#include "config/loops.hpp"
#include "config/merge.hpp"
#include "config/overrides.hpp"
#include "config/populations.hpp"
#include "config/projections.hpp"
#include "config/read_tree.hpp"
#include "config/recording.hpp"
#include "config/targets.hpp"
#include "config/yaml_reader.hpp"

namespace bgsim::config {

Specification read_tree(Node root,
                        const std::filesystem::path& name,
                        const Overrides& overrides,
                        const model::ModelCatalogue& models,
                        Diagnostics& diagnostics) {
    check_cell_folders(overrides.params, diagnostics);
    if (const Node* const protocol = root.find("protocol")) {
        diagnostics.error(protocol->location, "this file holds a protocol for single cells",
                          "run it with 'bgsim cell'");
        return {};
    }
    const SizeChanges size_changes = apply_overrides(root, overrides, diagnostics);
    CellLibrary cells(name, overrides.params, diagnostics);
    Context context{.models = models,
                    .diagnostics = diagnostics,
                    .cells = cells,
                    .size_changes = size_changes,
                    .root = root,
                    .specification = {},
                    .status = {}};
    check_sections(context);
    read_general(context);
    read_populations(context);
    read_projections(context);
    read_inputs(context);
    read_loops(context);
    read_recording(context);
    read_targets(context);
    if (diagnostics.count() != 0) return std::move(context.specification);

    note_without_effect(context.specification);
    embed_cells(root, cells);
    context.specification.resolved_yaml = to_yaml(root);
    return std::move(context.specification);
}

Specification load(const std::filesystem::path& file,
                   const Overrides& overrides,
                   const model::ModelCatalogue& models) {
    Diagnostics diagnostics;
    check_cell_folders(overrides.params, diagnostics);
    auto root = read_merged(file, diagnostics);
    if (!root) diagnostics.throw_if_any();
    BGSIM_EXPECT(root.has_value());
    auto specification = read_tree(std::move(*root), file, overrides, models, diagnostics);
    diagnostics.throw_if_any();
    return specification;
}

Specification load_text(const std::string& yaml,
                        const std::filesystem::path& name,
                        const Overrides& overrides,
                        const model::ModelCatalogue& models) {
    Diagnostics diagnostics;
    diagnostics.announce_file(name.string());
    auto root = parse_yaml(yaml, name.string(), diagnostics);
    if (!root) diagnostics.throw_if_any();
    BGSIM_EXPECT(root.has_value());
    auto specification = read_tree(std::move(*root), name, overrides, models, diagnostics);
    diagnostics.throw_if_any();
    return specification;
}

}  // namespace bgsim::config
