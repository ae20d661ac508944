#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>

#include "bgsim/config/load.hpp"
#include "cli/command.hpp"
#include "cli/option_checks.hpp"
#include "comm/agreement.hpp"
#include "core/whole_file.hpp"
#include "importing/read_network.hpp"
#include "importing/share_receptors.hpp"
#include "importing/write_network.hpp"
#include "model/neuron_models.hpp"

namespace bgsim::cli {
namespace {

namespace fs = std::filesystem;

struct ImportOptions {
    std::string format;
    fs::path file;
    fs::path output;
    std::vector<fs::path> params;
    std::string compat;
    bool overwrite = false;
};

void make_folder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (!error) return;
    throw SystemError(
        fmt::format("--output {}: cannot create this folder: {}", folder.string(), error.message()),
        ExitCode::cannot_create);
}

void write(const importing::Imported& imported, const ImportOptions& options) {
    for (const auto& file : imported.files) {
        const fs::path path = options.output / file.name;
        std::error_code ignored;
        if (options.overwrite || !fs::exists(path, ignored)) continue;
        throw SystemError(fmt::format("{}: this file exists already; use --overwrite to replace it",
                                      path.string()),
                          ExitCode::cannot_create);
    }
    for (const auto& file : imported.files) {
        const fs::path path = options.output / file.name;
        make_folder(path.parent_path());
        core::write_whole(path, file.text);
    }
}

/// What was written and how the files were read.
std::string imported(const ImportOptions& options) {
    const auto read = importing::read_network(options.file, options.params);
    const auto network = importing::as_configuration(
        options.compat.empty() ? read : importing::with_shared_receptors(read));
    write(network, options);
    const fs::path configuration = options.output / network.files.front().name;
    const auto loaded = config::load(configuration, {}, model::catalogue());
    std::string text;
    for (const auto& file : network.files) text += (options.output / file.name).string() + '\n';
    text += fmt::format("\n{} populations, {} projections, {} inputs\n\nHow it was read:\n",
                        loaded.populations.size(), loaded.projections.size(), loaded.inputs.size());
    for (const auto& remark : network.remarks) text += "- " + remark + '\n';
    return text;
}

}  // namespace

void add_import(CLI::App& program, Action& chosen) {
    CLI::App* command = program.add_subcommand("import", "a network of others as a configuration");
    const auto options = std::make_shared<ImportOptions>();
    must_be_one_of(*command
                        ->add_option("FORMAT", options->format,
                                     "of the Brian2 project Basal-ganglia-neuron-models")
                        ->required(),
                   {"brian2-json"});
    command->add_option("NETWORK", options->file, "network file")->required();
    command->add_option("-o,--output", options->output, "folder for configuration and cells")
        ->type_name("DIR")
        ->required();
    command
        ->add_option("--params", options->params,
                     "folder searched first for files of cells; may be repeated")
        ->type_name("DIR")
        ->allow_extra_args(false);
    must_be_one_of(*command->add_option("--compat", options->compat,
                                        "share and limit receptors as the project's code does"),
                   {"shared-receptors"});
    command->add_flag("--overwrite", options->overwrite, "replace existing files");
    command->footer("Example:\n  bgsim import brian2-json config/network.json -o imported");
    command->callback([&chosen, options] {
        chosen = [options](const comm::Communicator& ranks) {
            const std::string text = comm::from_root(ranks, [&] { return imported(*options); });
            if (ranks.is_root()) fmt::print("{}", text);
            return ExitCode::done;
        };
    });
}

}  // namespace bgsim::cli
