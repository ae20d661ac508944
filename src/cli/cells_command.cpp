#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <vector>

#include "bgsim/config/cell_catalogue.hpp"
#include "cli/cell_markdown.hpp"
#include "cli/cell_text.hpp"
#include "cli/command.hpp"
#include "comm/agreement.hpp"

namespace bgsim::cli {
namespace {

struct CellsOptions {
    std::string name;
    bool as_markdown = false;
    std::vector<std::filesystem::path> params;
};

std::string text_of(const CellsOptions& options) {
    const auto cells = config::read_cells(options.params);
    if (options.as_markdown) return page_of(cells);
    if (options.name.empty()) return list_of(cells);
    return description_of(config::read_cell(options.name, options.params), cells);
}

}  // namespace

void add_cells(CLI::App& program, Action& chosen) {
    CLI::App* command = program.add_subcommand("cells", "list the cell types, or describe one");
    const auto options = std::make_shared<CellsOptions>();
    auto* const name = command->add_option("NAME", options->name,
                                           "as in 'cell: msn_d1', also an alias or a .json file");
    command
        ->add_option("--params", options->params,
                     "folder of cell types, instead of the usual; may be repeated")
        ->type_name("DIR")
        ->allow_extra_args(false);
    command->add_flag("--markdown", options->as_markdown, "all cells as the page docs/cells.md")
        ->excludes(name);
    command->footer(
        "Examples:\n  bgsim cells\n  bgsim cells dSPN\n  bgsim cells lindahl2016/stn\n"
        "  bgsim cells --markdown >docs/cells.md");
    command->callback([&chosen, options] {
        chosen = [options](const comm::Communicator& ranks) {
            const std::string text = comm::from_root(ranks, [&] { return text_of(*options); });
            if (ranks.is_root()) fmt::print("{}", text);
            return ExitCode::done;
        };
    });
}

}  // namespace bgsim::cli
