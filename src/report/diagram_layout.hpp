/// Where the populations of a network stand in its diagram.
#pragma once

#include <string>
#include <vector>

namespace bgsim::report {

struct Place {
    double x = 0.0;
    double y = 0.0;
};

struct DiagramLayout {
    double width = 0.0;
    double height = 0.0;
    std::vector<Place> places;  ///< [populations]
};

/// In rows as textbooks draw them, by what the names say (cortex and thalamus, striatum, pallidum
/// and subthalamic nucleus, output); on a circle where most names say nothing.
DiagramLayout diagram_layout(const std::vector<std::string>& names);

}  // namespace bgsim::report
