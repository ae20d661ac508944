#include "engine/conditions.hpp"

#include <algorithm>
#include <iterator>
#include <limits>

#include "config/distribution.hpp"
#include "engine/waveform.hpp"

namespace bgsim::engine {
namespace {

bool depends_on_dopamine(const config::Population& population) {
    const auto is_sensitive = [](const auto& item) { return item.dopamine != 0.0; };
    return std::ranges::any_of(population.parameters, is_sensitive) ||
           std::ranges::any_of(population.ports, is_sensitive);
}

}  // namespace

double phi_during(const config::Specification& specification, Step step) {
    const auto& course = specification.dopamine_course;
    const auto after =
        std::ranges::upper_bound(course, step, {}, [](const auto& entry) { return entry.first; });
    return after == course.begin() ? 0.0 : std::prev(after)->second;
}

double rate_during(const config::Specification& specification,
                   const config::Waveform& rate,
                   Step step,
                   StreamKey jitter) {
    const double value = value_during(rate, step, specification.dt, jitter);
    if (rate.dopamine == 0.0 || specification.dopamine_course.empty()) return value;
    return value * (1.0 + rate.dopamine * phi_during(specification, step));
}

Conditions::Conditions(const config::Specification& specification, PopulationId population)
    : specification_(&specification),
      population_(population),
      has_course_(!specification.dopamine_course.empty() &&
                  depends_on_dopamine(specification.populations[population])),
      starts_{0} {
    if (has_course_) {
        for (const auto& [step, phi] : specification.dopamine_course) starts_.push_back(step);
    }
    for (const auto& blocker : specification.blockers) {
        if (blocker.population != population) continue;
        starts_.push_back(blocker.from);
        starts_.push_back(blocker.to);
    }
    std::ranges::sort(starts_);
    starts_.erase(std::unique(starts_.begin(), starts_.end()), starts_.end());
}

bool Conditions::are_constant() const { return starts_.size() == 1 && !has_course_; }

std::size_t Conditions::stretch_at(Step step) const {
    return static_cast<std::size_t>(std::ranges::upper_bound(starts_, step) - starts_.begin()) - 1;
}

Step Conditions::next_change(Step step) const {
    const auto next = std::ranges::upper_bound(starts_, step);
    return next == starts_.end() ? std::numeric_limits<Step>::max() : *next;
}

config::Population Conditions::during(std::size_t stretch) const {
    config::Population population = specification_->populations[population_];
    const Step start = starts_[stretch];
    if (has_course_) {
        const double phi = phi_during(*specification_, start);
        for (auto& parameter : population.parameters) {
            if (parameter.dopamine == 0.0) continue;
            parameter.value = config::scaled(parameter.value, 1.0 - parameter.dopamine * phi);
        }
        for (auto& port : population.ports) port.gain *= 1.0 + port.dopamine * phi;
    }
    for (const auto& blocker : specification_->blockers) {
        const bool acts =
            blocker.population == population_ && blocker.from <= start && start < blocker.to;
        if (!acts) continue;
        for (const std::uint32_t port : blocker.ports) population.ports[port].gain *= blocker.scale;
    }
    return population;
}

}  // namespace bgsim::engine
