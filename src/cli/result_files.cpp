#include "cli/result_files.hpp"

#include <fmt/format.h>

#include <system_error>

#include "bgsim/error.hpp"

namespace bgsim::cli {
ResultFiles result_files(const config::Specification& specification,
                         const std::optional<std::filesystem::path>& output) {
    if (output && output->extension() != ".h5") {
        throw InputError(fmt::format("--output {}: the name must end in .h5", output->string()),
                         ExitCode::usage);
    }
    return simulation::run_files(
        output.value_or(std::filesystem::path("results") / specification.experiment /
                        fmt::format("seed-{}.h5", specification.seed)));
}

void refuse_existing(const ResultFiles& files) {
    std::error_code ignored;  // what cannot be looked at is found out when it is created
    if (!std::filesystem::exists(files.result, ignored)) return;
    throw SystemError(fmt::format("{}: this result exists already; use --overwrite to replace it, "
                                  "or --output FILE.h5 or --seed N for another one",
                                  files.result.string()),
                      ExitCode::cannot_create);
}

}  // namespace bgsim::cli
