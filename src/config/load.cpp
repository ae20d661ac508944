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
#include "config/merge.hpp"
#include "config/overrides.hpp"
#include "config/populations.hpp"
#include "config/projections.hpp"
#include "config/recording.hpp"
#include "config/targets.hpp"

namespace bgsim::config {

namespace {

/// Record folders of --params that do not exist.
void check_folders(const std::vector<std::filesystem::path>& folders, Diagnostics& diagnostics) {
    for (const std::filesystem::path& folder : folders) {
        std::error_code ignored;
        if (std::filesystem::is_directory(folder, ignored)) continue;
        const SourceLocation location{"--params " + folder.string(), 0, 0};
        if (std::filesystem::exists(folder, ignored)) {
            diagnostics.missing_file(location, "this is no folder", "name the folder of the cells");
        } else {
            diagnostics.missing_file(location, "this folder does not exist", "check the path");
        }
    }
}

}  // namespace

Specification load(const std::filesystem::path& file,
                   const Overrides& overrides,
                   const model::ModelCatalogue& models) {
    Diagnostics diagnostics;
    check_folders(overrides.params, diagnostics);
    auto root = read_merged(file, diagnostics);
    if (!root) diagnostics.throw_if_any();
    BGSIM_EXPECT(root.has_value());

    const SizeChanges size_changes = apply_overrides(*root, overrides, diagnostics);
    CellLibrary cells(file, overrides.params, diagnostics);
    Context context{.models = models,
                    .diagnostics = diagnostics,
                    .cells = cells,
                    .size_changes = size_changes,
                    .root = *root,
                    .specification = {},
                    .status = {}};
    check_sections(context);
    read_general(context);
    read_populations(context);
    read_projections(context);
    read_inputs(context);
    read_recording(context);
    read_targets(context);
    diagnostics.throw_if_any();

    note_without_effect(context.specification);
    embed_cells(*root, cells);
    context.specification.resolved_yaml = to_yaml(*root);
    return std::move(context.specification);
}

}  // namespace bgsim::config
