#include "protocol/report_parts.hpp"

#include <fmt/format.h>

#include <cmath>

#include "config/values.hpp"
#include "core/units.hpp"
#include "protocol/table.hpp"

namespace bgsim::protocol {

std::string how_applied(const Plan& plan) {
    if (plan.replaces_own_current) return "in place of the cells' own current I_e";
    const std::string held =
        plan.hold ? fmt::format(" and to {} all the time",
                                config::with_unit(plan.hold->values.front(), plan.hold->unit))
                  : "";
    return "added to the cells' own current I_e" + held;
}

std::string time_text(double time_ms) {
    return time_ms >= core::ms_per_s ? config::with_unit(time_ms / core::ms_per_s, "s")
                                     : config::with_unit(time_ms, "ms");
}

std::vector<std::string> passive_titles() {
    return {"rest [mV]", "R_in [MOhm]", "tau_m [ms]", "alone [Hz]"};
}

std::vector<std::string> passive_values(const Passive& passive) {
    return {shown(passive.V_rest_mV, 2), significant(passive.R_in_MOhm, 4), tau_text(passive),
            shown(passive.alone.rate_hz, 2)};
}

std::string tau_text(const Passive& passive) {
    const std::string mark = passive.is_one_exponential ? "" : "~";
    return mark + significant(passive.tau_m_ms, 3);
}

std::vector<std::string> passive_keys() { return {"rest_mV", "R_in_MOhm", "tau_m_ms", "alone_hz"}; }

std::vector<std::string> passive_numbers(const Passive& passive) {
    return {exact(passive.V_rest_mV), exact(passive.R_in_MOhm), exact(passive.tau_m_ms),
            exact(passive.alone.rate_hz)};
}

Curve potential_curve(const Potential& potential, double from_ms, const std::string& title) {
    Curve curve{.title = title};
    const auto first = static_cast<std::size_t>(std::llround(from_ms / potential.every_ms));
    for (std::size_t i = first; i < potential.V_mV.size(); ++i) {
        curve.x.push_back(static_cast<double>(i) * potential.every_ms);
        curve.y.push_back(potential.V_mV[i]);
    }
    return curve;
}

std::string current_label(const std::string& unit) { return fmt::format("current [{}]", unit); }

}  // namespace bgsim::protocol
