#include "cli/site_file.hpp"

#include <system_error>
#include <vector>

namespace bgsim::cli {

namespace fs = std::filesystem;

std::optional<fs::path> find_site(const std::optional<fs::path>& given,
                                  const Variables& variables,
                                  const fs::path& folder) {
    if (given) return given;
    if (const auto named = variables("BGSIM_SITE")) return fs::path(*named);
    std::vector<fs::path> usual = {folder / "site.yaml"};
    if (const auto settings = variables("XDG_CONFIG_HOME")) {
        usual.push_back(fs::path(*settings) / "bgsim" / "site.yaml");
    } else if (const auto home = variables("HOME")) {
        usual.push_back(fs::path(*home) / ".config" / "bgsim" / "site.yaml");
    }
    for (const fs::path& file : usual) {
        std::error_code ignored;  // what cannot be looked at is not there
        if (fs::exists(file, ignored)) return file;
    }
    return std::nullopt;
}

}  // namespace bgsim::cli
