/// The figures of a report.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "figure/figure.hpp"
#include "report/groups.hpp"

namespace bgsim::report {

struct Picture {
    std::string name;     ///< of its folder and of its place in the page; letters, digits and -
    std::string caption;  ///< empty: its title says enough
    figure::Figure figure;
    bool is_wide = false;  ///< as wide as a column of a run
};

/// Mean rates of all populations and groups beside the published ones.
Picture rate_picture(const Scene& scene);

/// Room [letters] left of all figures over time, whose axes are thus in line.
std::size_t margin_of_times(const Scene& scene);

/// Spikes of some cells of the first run of a group, and the rates at the same time.
Picture raster_picture(const Scene& scene, std::size_t group);
Picture rate_trace_picture(const Scene& scene, std::size_t group);

/// Rates around the events of the analysis, one picture for each population, with a curve for each
/// group: its mean over seeds. None without events.
std::vector<Picture> response_pictures(const Scene& scene);

/// Recorded variables of a few cells of the first run, one picture for each population.
std::vector<Picture> membrane_pictures(const Scene& scene, std::size_t group);

/// One picture for each population, with a curve for each group: its mean and standard deviation
/// over seeds. Populations without a spectrum have none.
std::vector<Picture> spectrum_pictures(const Scene& scene);
std::vector<Picture> lfp_spectrum_pictures(const Scene& scene);

/// Intervals and their coefficients of variation, of all runs of a group together.
std::vector<Picture> interval_pictures(const Scene& scene);
std::vector<Picture> cv_pictures(const Scene& scene);

/// Means over the band of the analysis, and over seeds. None without coherences.
std::optional<Picture> coherence_picture(const Scene& scene, std::size_t group);

}  // namespace bgsim::report
