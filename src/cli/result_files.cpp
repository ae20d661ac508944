#include "cli/result_files.hpp"

#include <fmt/format.h>

#include <fstream>
#include <system_error>

#include "bgsim/error.hpp"

namespace bgsim::cli {
namespace {

std::filesystem::path with_extension(std::filesystem::path file, const char* extension) {
    return file.replace_extension(extension);
}

}  // namespace

ResultFiles result_files(const config::Specification& specification,
                         const std::optional<std::filesystem::path>& output) {
    if (output && output->extension() != ".h5") {
        throw InputError(fmt::format("--output {}: the name must end in .h5", output->string()),
                         ExitCode::usage);
    }
    const auto result =
        output.value_or(std::filesystem::path("results") / specification.experiment /
                        fmt::format("seed-{}.h5", specification.seed));
    return {.result = result,
            .log = with_extension(result, ".log"),
            .summary = with_extension(result, ".json")};
}

void refuse_existing(const ResultFiles& files) {
    std::error_code ignored;  // what cannot be looked at is found out when it is created
    if (!std::filesystem::exists(files.result, ignored)) return;
    throw SystemError(fmt::format("{}: this result exists already; use --overwrite to replace it, "
                                  "or --output FILE.h5 or --seed N for another one",
                                  files.result.string()),
                      ExitCode::cannot_create);
}

void write_whole(const std::filesystem::path& file, const std::string& text) {
    const std::filesystem::path unfinished = file.string() + ".tmp";
    std::error_code error;
    {
        std::ofstream stream(unfinished, std::ios::binary);
        stream << text;
        stream.close();
        if (!stream) error = std::make_error_code(std::errc::io_error);
    }
    if (!error) std::filesystem::rename(unfinished, file, error);
    if (!error) return;
    std::error_code ignored;
    std::filesystem::remove(unfinished, ignored);
    throw SystemError(
        fmt::format("{}: cannot write: {}; is the disk full?", file.string(), error.message()));
}

}  // namespace bgsim::cli
