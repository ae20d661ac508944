#include "protocol/rheobase.hpp"

#include <cmath>
#include <limits>

#include "bgsim/error.hpp"

namespace bgsim::protocol {

std::vector<double> between(const Bracket& bracket, std::size_t n) {
    std::vector<double> currents;
    for (std::size_t i = 1; i < n; ++i) {
        const double part = static_cast<double>(i) / static_cast<double>(n);
        currents.push_back(bracket.silent + part * (bracket.firing - bracket.silent));
    }
    currents.push_back(bracket.firing);
    return currents;
}

std::optional<Bracket> first_firing(std::span<const double> currents,
                                    const std::vector<bool>& has_fired) {
    BGSIM_EXPECT(currents.size() == has_fired.size());
    double silent = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t i = 0; i != currents.size(); ++i) {
        if (has_fired[i]) return Bracket{silent, currents[i]};
        silent = currents[i];
    }
    return std::nullopt;
}

Rheobase rheobase_of(std::span<const double> currents, const std::vector<bool>& has_fired) {
    const auto bracket = first_firing(currents, has_fired);
    if (!bracket) return {.kind = Rheobase::Kind::above, .current = currents.back()};
    if (std::isnan(bracket->silent)) {
        return {.kind = Rheobase::Kind::below, .current = currents.front()};
    }
    return {.kind = Rheobase::Kind::found,
            .current = bracket->firing,
            .resolution = bracket->firing - bracket->silent};
}

}  // namespace bgsim::protocol
