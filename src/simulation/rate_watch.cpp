#include "simulation/rate_watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace bgsim::simulation {
namespace {

constexpr double window_ms = 100.0;

double to_ms(Step step, double dt) { return static_cast<double>(step) * dt; }

}  // namespace

RateWatch::RateWatch(const config::Specification& specification)
    : specification_(specification),
      window_(std::max<Step>(1, std::llround(window_ms / specification.dt))) {}

std::optional<std::string> RateWatch::look(Step now,
                                           Recorder& recorder,
                                           const comm::Communicator& communicator) {
    if (now / window_ == seen_at_ / window_) return std::nullopt;
    auto counts = recorder.take_recent();
    communicator.sum_in_place(counts);
    const double dt = specification_.dt;
    const double seconds = to_ms(now - seen_at_, dt) * 1e-3;
    seen_at_ = now;
    rates_.clear();
    std::optional<std::string> problem;
    for (std::size_t p = 0; p != counts.size(); ++p) {
        const auto& population = specification_.populations[p];
        const double rate = static_cast<double>(counts[p]) / population.size / seconds;
        rates_.emplace_back(population.name, rate);
        if (rate <= specification_.limits.max_rate_hz || problem) continue;
        problem = fmt::format(
            "{}: {:.4g} Hz at {:.1f} ms is above limits.max_rate ({:.4g} Hz): runaway activity; "
            "look for too strong excitation or raise the limit",
            population.name, rate, to_ms(now, dt), specification_.limits.max_rate_hz);
    }
    return problem;
}

std::vector<std::pair<std::string, double>> RateWatch::take_rates() {
    return std::exchange(rates_, {});
}

}  // namespace bgsim::simulation
