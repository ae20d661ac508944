#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "cli/command.hpp"
#include "cli/model_text.hpp"
#include "model/neuron_models.hpp"

namespace bgsim::cli {

void add_models(CLI::App& program, Action& chosen) {
    CLI::App* command = program.add_subcommand("models", "list the neuron models, or describe one");
    const auto name = std::make_shared<std::string>();
    command->add_option("NAME", *name, "as in 'model: qif'");
    command->callback([&chosen, name] {
        chosen = [name](const comm::Communicator& ranks) {
            const std::string text = name->empty() ? list_of(model::catalogue())
                                                   : description_of(*name, model::catalogue());
            if (ranks.is_root()) fmt::print("{}", text);
            return ExitCode::done;
        };
    });
}

}  // namespace bgsim::cli
