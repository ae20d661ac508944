/// What a run took, as its summary says.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bgsim::simulation {

struct RunCost {
    std::string experiment{};
    std::uint64_t seed = 0;
    std::string spike_digest{};
    double real_time_factor = 0.0;
    std::vector<std::pair<std::string, double>> phases_s{};  ///< largest over ranks
    double peak_memory_bytes = 0.0;                          ///< sum over ranks
    std::uint64_t synapses = 0;
};

/// Local; nothing if there is no summary in `file`, or not one of this form.
std::optional<RunCost> read_run_cost(const std::filesystem::path& file);

}  // namespace bgsim::simulation
