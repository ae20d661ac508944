/// Results that belong together: seeds of one configuration are one group.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "report/read_run.hpp"

namespace bgsim::report {

/// Results of one configuration that differ in their seeds, in the order given.
struct Group {
    std::string label;
    std::vector<Run> runs;

    /// The one of which single spikes are shown.
    const Run& first() const { return runs.front(); }
};

/// All that a page is about.
struct Scene {
    std::vector<Group> groups;
    std::vector<std::string> populations;  ///< with spikes in some result; the place is the colour

    std::size_t colour_of(const std::string& population) const;
};

/// @throws InputError (64) if two of them are the same run
Scene scene_of(std::vector<Run> runs);

/// In what the network and its input differ from those of another group, a line for each value:
/// "dopamine.level: 0.8 -> 0".
std::vector<std::string> differences(const Group& group, const Group& from);

/// Nothing if the run has no spikes of it.
const analysis::PopulationAnalysis* found(const Run& run, const std::string& population);

}  // namespace bgsim::report
