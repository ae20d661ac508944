#include "report/diagram.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "core/readable.hpp"
#include "figure/page_svg.hpp"
#include "figure/palette.hpp"
#include "network/expected_pairs.hpp"
#include "report/diagram_layout.hpp"
#include "simulation/expected_size.hpp"

namespace bgsim::report {
namespace {

using config::Specification;

/// Projections between the same populations with the same effect are one arrow.
using ArrowKey = std::tuple<PopulationId, PopulationId, bool>;

double mean_of(const config::Distribution& value) {
    return value.kind == config::Distribution::Kind::uniform ? 0.5 * (value.first + value.second)
                                                             : value.first;
}

/// What a spike does there: conductances pull towards their reversal potential.
bool is_excitatory(const Specification& network, const config::Projection& projection) {
    constexpr double between_mV = -40.0;
    const auto& port = network.populations[projection.target].ports[projection.port];
    if (port.type == config::Port::Type::conductance) return port.E_rev > between_mV;
    return mean_of(projection.weight) * port.gain >= 0.0;
}

std::map<ArrowKey, double> arrows_of(const Specification& network) {
    std::map<ArrowKey, double> synapses;
    for (const auto& projection : network.projections) {
        const double n = network::expected_synapses(network, projection);
        if (!(n > 0.0)) continue;
        synapses[{projection.source, projection.target, is_excitatory(network, projection)}] += n;
    }
    return synapses;
}

double radius_of(const config::Population& population) {
    return 13.0 + 3.2 * std::log10(1.0 + static_cast<double>(population.size));
}

class Diagram {
public:
    Diagram(const Specification& network, const Scene& scene, const std::string& prefix)
        : network_(network), scene_(scene), prefix_(prefix), layout_(diagram_layout(names())) {}

    std::string svg() const {
        std::string text = fmt::format(
            "<svg viewBox=\"0 0 {:.0f} {:.0f}\" role=\"img\" aria-label=\"Network: {} populations, "
            "{} projections\" style=\"max-width:{:.0f}px\">{}",
            layout_.width, layout_.height, network_.populations.size(), network_.projections.size(),
            1.6 * layout_.width, marks());
        for (PopulationId i = 0; i != network_.populations.size(); ++i) text += node(i);
        for (const auto& [key, synapses] : arrows_of(network_)) text += arrow(key, synapses);
        return text + "</svg>";
    }

private:
    std::vector<std::string> names() const {
        std::vector<std::string> result;
        for (const auto& population : network_.populations) result.push_back(population.name);
        return result;
    }

    std::string marks() const {
        return fmt::format(
            "<defs>"
            "<marker id=\"{0}-excite\" viewBox=\"0 0 10 10\" refX=\"8\" refY=\"5\" "
            "markerUnits=\"userSpaceOnUse\" markerWidth=\"9\" markerHeight=\"9\" "
            "orient=\"auto\"><path d=\"M0,0 L10,5 L0,10 z\" fill=\"var(--excite)\"/></marker>"
            "<marker id=\"{0}-inhibit\" viewBox=\"0 0 10 10\" refX=\"5\" refY=\"5\" "
            "markerUnits=\"userSpaceOnUse\" markerWidth=\"7\" markerHeight=\"7\">"
            "<circle cx=\"5\" cy=\"5\" r=\"4.5\" fill=\"var(--inhibit)\"/></marker></defs>",
            prefix_);
    }

    std::string stroke(bool excites, double synapses) const {
        return fmt::format(
            "fill=\"none\" stroke=\"var(--{0})\" stroke-width=\"{1:.2f}\" "
            "marker-end=\"url(#{2}-{0})\"",
            excites ? "excite" : "inhibit", 0.8 + 0.32 * std::log10(1.0 + synapses), prefix_);
    }

    std::string title_of(const ArrowKey& key, double synapses) const {
        const auto& [source, target, excites] = key;
        return fmt::format("<title>{} to {}: {}, {} synapses</title>",
                           figure::escaped(network_.populations[source].name),
                           figure::escaped(network_.populations[target].name),
                           excites ? "excitatory" : "inhibitory", core::readable_count(synapses));
    }

    std::string arrow(const ArrowKey& key, double synapses) const {
        const auto& [source, target, excites] = key;
        return fmt::format("<path d=\"{}\" {}>{}</path>",
                           source == target ? loop(source) : bow(source, target, excites),
                           stroke(excites, synapses), title_of(key, synapses));
    }

    /// To itself: an arc beside the node.
    std::string loop(PopulationId i) const {
        const Place at = layout_.places[i];
        const double r = radius_of(network_.populations[i]);
        return fmt::format("M{:.1f},{:.1f} C{:.1f},{:.1f} {:.1f},{:.1f} {:.1f},{:.1f}",
                           at.x + 0.75 * r, at.y - 0.75 * r, at.x + 1.1 * r + 26.0,
                           at.y - 1.2 * r - 8.0, at.x + 1.1 * r + 30.0, at.y + 0.4 * r,
                           at.x + r + 5.0, at.y);
    }

    /// Bent to the right of its way, so that both directions are seen.
    std::string bow(PopulationId source, PopulationId target, bool excites) const {
        const Place from = layout_.places[source];
        const Place to = layout_.places[target];
        const double length = std::max(1.0, std::hypot(to.x - from.x, to.y - from.y));
        const Place along{(to.x - from.x) / length, (to.y - from.y) / length};
        const double bend = 0.10 * length + (excites ? 14.0 : 8.0);
        const Place middle{0.5 * (from.x + to.x) - along.y * bend,
                           0.5 * (from.y + to.y) + along.x * bend};
        const auto toward = [&](Place a, double distance) {
            const double d = std::max(1.0, std::hypot(middle.x - a.x, middle.y - a.y));
            return Place{a.x + (middle.x - a.x) * distance / d,
                         a.y + (middle.y - a.y) * distance / d};
        };
        const Place begin = toward(from, radius_of(network_.populations[source]));
        const Place end = toward(to, radius_of(network_.populations[target]) + 4.0);
        return fmt::format("M{:.1f},{:.1f} Q{:.1f},{:.1f} {:.1f},{:.1f}", begin.x, begin.y,
                           middle.x, middle.y, end.x, end.y);
    }

    std::string node(PopulationId i) const {
        const auto& population = network_.populations[i];
        const Place at = layout_.places[i];
        const double r = radius_of(population);
        const std::size_t colour = scene_.colour_of(population.name);
        const bool has_colour = colour < scene_.populations.size();
        return fmt::format(
            "<circle cx=\"{0:.1f}\" cy=\"{1:.1f}\" r=\"{2:.1f}\" fill=\"{3}\" "
            "stroke=\"var(--page)\" stroke-width=\"2\"/>"
            "<text x=\"{0:.1f}\" y=\"{4:.1f}\" class=\"name\">{5}</text>"
            "<text x=\"{0:.1f}\" y=\"{6:.1f}\" class=\"count\">{7}</text>",
            at.x, at.y, r,
            has_colour ? fmt::format("var(--c{})", colour % figure::colours.size())
                       : std::string("var(--grid)"),
            at.y + r + 13.0, figure::escaped(population.name), at.y + 4.0,
            core::readable_count(static_cast<double>(population.size)));
    }

    const Specification& network_;
    const Scene& scene_;
    const std::string& prefix_;
    DiagramLayout layout_;
};

}  // namespace

std::string network_diagram(const Specification& network,
                            const Scene& scene,
                            const std::string& prefix) {
    return Diagram(network, scene, prefix).svg();
}

}  // namespace bgsim::report
