#include "importing/network.hpp"

#include <algorithm>

namespace bgsim::importing {

bool Network::is_source(const std::string& name) const {
    return std::ranges::find(sources, name, &PoissonSource::name) != sources.end();
}

bool Network::is_population(const std::string& name) const {
    return std::ranges::find(populations, name, &Population::name) != populations.end();
}

}  // namespace bgsim::importing
