#include <fmt/format.h>

#include <string>

#include "bgsim/config/load.hpp"
#include "bgsim/error.hpp"

namespace bgsim::config {
namespace {

/// Where a key of the first level begins its line; npos if it is not there.
std::size_t place_of(const std::string& yaml, const std::string& key) {
    if (yaml.starts_with(key + ':')) return 0;
    const std::size_t before = yaml.find('\n' + key + ':');
    return before == std::string::npos ? before : before + 1;
}

}  // namespace

Specification with_seed(Specification specification, std::uint64_t seed) {
    std::string& text = specification.resolved_yaml;
    const std::size_t place = place_of(text, "seed");
    BGSIM_EXPECT(place != std::string::npos);
    const std::size_t end = text.find('\n', place);
    BGSIM_EXPECT(end != std::string::npos);
    text = fmt::format("{}seed: {}{}", text.substr(0, place), seed, text.substr(end));
    if (place_of(text, "input_seed") == std::string::npos) specification.input_seed = seed;
    specification.seed = seed;
    return specification;
}

}  // namespace bgsim::config
