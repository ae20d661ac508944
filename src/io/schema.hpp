/// The names of groups and datasets in a result file. Private to io.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <string>

#include "bgsim/ids.hpp"

namespace bgsim::io {

inline constexpr std::uint32_t sonata_magic = 0x0A7A;
inline constexpr std::array<std::uint32_t, 2> sonata_version = {0, 1};

namespace path {

inline std::string spikes(const std::string& population) { return "/spikes/" + population; }
inline std::string timestamps(const std::string& population) {
    return spikes(population) + "/timestamps";
}
inline std::string node_ids(const std::string& population) {
    return spikes(population) + "/node_ids";
}
inline std::string report(const std::string& population) { return "/report/" + population; }
inline std::string report_data(const std::string& population) {
    return report(population) + "/data";
}
inline std::string report_mapping(const std::string& population) {
    return report(population) + "/mapping";
}
inline std::string report_time(const std::string& population) {
    return report_mapping(population) + "/time";
}
inline std::string rates(const std::string& population) { return "/rates/" + population; }
inline constexpr const char* all_channel_rates = "/channel_rates";
inline std::string channel_rates(const std::string& population) {
    return std::string(all_channel_rates) + "/" + population;
}
inline std::string channel_rates(const std::string& population, const std::string& channel) {
    return channel_rates(population) + "/" + channel;
}
inline std::string lfp(const std::string& population) { return "/lfp/" + population; }
inline std::string provenance(const std::string& key) { return "/provenance/" + key; }

// What SONATA has no place for: the run itself.
inline constexpr const char* run = "/bgsim";
inline constexpr const char* dt = "/bgsim/dt_ms";
inline constexpr const char* start = "/bgsim/start_ms";
inline constexpr const char* planned = "/bgsim/planned_ms";
inline constexpr const char* complete_until = "/bgsim/complete_until_ms";
inline constexpr const char* population_names = "/bgsim/population_names";  ///< [n_populations]
inline constexpr const char* population_sizes = "/bgsim/population_sizes";  ///< [n_populations]
inline constexpr const char* all_channels = "/bgsim/channels";  ///< of populations that have some
inline std::string channels(const std::string& population) {
    return std::string(all_channels) + "/" + population;  ///< names
}
inline constexpr const char* has_spikes = "/bgsim/has_spikes";  ///< [n_populations] 0 or 1
inline constexpr const char* n_spikes =
    "/bgsim/n_spikes";  ///< [n_populations] written and complete

}  // namespace path

/// Turns steps into milliseconds.
class TimeGrid {
public:
    explicit TimeGrid(double dt_ms)
        : dt_ms_(dt_ms),
          dt_in_ns_(std::round(dt_ms * ns_per_ms)),
          is_decimal_(std::abs(dt_ms * ns_per_ms - dt_in_ns_) < 1e-9 * dt_in_ns_) {}

    /// The double nearest to step * dt [ms] for dt that is a whole number of nanoseconds.
    double time_of(Step step) const {
        const auto steps = static_cast<double>(step);
        // Both numbers are integers, hence exact, and a division of exact numbers rounds correctly.
        return is_decimal_ ? steps * dt_in_ns_ / ns_per_ms : steps * dt_ms_;
    }

private:
    static constexpr double ns_per_ms = 1e6;
    double dt_ms_;
    double dt_in_ns_;
    bool is_decimal_ = false;
};

}  // namespace bgsim::io
