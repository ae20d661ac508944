#include "engine/loop.hpp"

#include <algorithm>
#include <cmath>

#include "bgsim/error.hpp"
#include "engine/conditions.hpp"
#include "engine/waveform.hpp"

namespace bgsim::engine {
namespace {

/// On the straight lines between `points`, level before the first and after the last.
double on_lines(const std::vector<std::pair<double, double>>& points, double x) {
    const auto after =
        std::ranges::upper_bound(points, x, {}, [](const auto& point) { return point.first; });
    if (after == points.begin()) return after->second;
    const auto [from, first] = *std::prev(after);
    if (after == points.end()) return first;
    return first + (x - from) / (after->first - from) * (after->second - first);
}

double unlimited_response(const config::Loop& loop, double x) {
    switch (loop.function) {
        case config::Loop::Function::linear:
            return loop.offset + loop.gain * x;
        case config::Loop::Function::sigmoid:
            return loop.maximum / (1.0 + std::exp((loop.midpoint - x) / loop.slope));
        case config::Loop::Function::table:
            return on_lines(loop.points, x);
    }
    return 0.0;
}

double rate_of_loop(const config::Waveform& waveform,
                    Step step,
                    const ActivityHistories& activity) {
    if (step < waveform.from || step >= waveform.until) return 0.0;
    const config::Loop& loop = *waveform.loop;
    const auto& followed = activity.at(loop.population);
    BGSIM_EXPECT(followed.has_value());
    return response_hz(loop, followed->rate_hz(step - loop.delay, loop.window, loop.start));
}

}  // namespace

void ActivityHistory::append(std::span<const std::uint64_t> spikes) {
    for (const std::uint64_t n : spikes) until_.push_back(until_.back() + n);
    // In large pieces, since what is kept moves up.
    const auto kept = static_cast<std::size_t>(longest_look_) + 1;
    if (until_.size() < 2 * kept + 1024) return;
    const std::size_t gone = until_.size() - kept;
    until_.erase(until_.begin(), until_.begin() + static_cast<std::ptrdiff_t>(gone));
    first_ += static_cast<Step>(gone);
}

double ActivityHistory::rate_hz(Step end, Step window, double before_hz) const {
    BGSIM_EXPECT(end <= now());
    const Step known_from = std::clamp(end - window, first_, std::max(end, first_));
    const auto until = [&](Step step) {
        return step <= first_ ? until_.front() : until_[static_cast<std::size_t>(step - first_)];
    };
    const std::uint64_t spikes = until(end) - until(known_from);
    const auto unknown = static_cast<double>(std::min(window, known_from - (end - window)));
    constexpr double per_ms = 1000.0;  // in Hz
    const double cell_steps = static_cast<double>(n_cells_) * static_cast<double>(window);
    return per_ms * static_cast<double>(spikes) / (cell_steps * dt_) +
           before_hz * unknown / static_cast<double>(window);
}

std::vector<std::uint64_t> ActivityHistory::kept() const {
    const auto longest = static_cast<std::size_t>(longest_look_);
    std::vector<std::uint64_t> spikes;
    for (std::size_t i = until_.size() - std::min(until_.size(), longest + 1) + 1;
         i < until_.size(); ++i) {
        spikes.push_back(until_[i] - until_[i - 1]);
    }
    return spikes;
}

void ActivityHistory::restore(std::span<const std::uint64_t> kept, Step now) {
    first_ = now - static_cast<Step>(kept.size());
    until_ = {0};
    append(kept);
}

ActivityHistories activity_histories(const config::Specification& specification) {
    std::vector<Step> looks(specification.populations.size(), 0);
    const auto add = [&](const config::Waveform& waveform, Step delay) {
        if (!waveform.loop) return;
        Step& look = looks[waveform.loop->population];
        look = std::max(look, delay + waveform.loop->delay + waveform.loop->window);
    };
    for (const auto& p : specification.populations) {
        if (p.spike_rate) add(*p.spike_rate, 0);
    }
    for (const auto& input : specification.inputs) add(input.waveform, input.delay);
    ActivityHistories histories(looks.size());
    for (std::size_t p = 0; p != looks.size(); ++p) {
        if (looks[p] == 0) continue;
        histories[p].emplace(specification.populations[p].size, looks[p], specification.dt);
    }
    return histories;
}

double response_hz(const config::Loop& loop, double activity_hz) {
    return loop.factor * std::clamp(unlimited_response(loop, activity_hz), loop.low, loop.high);
}

double rate_during(const config::Specification& specification,
                   const config::Waveform& waveform,
                   Step step,
                   StreamKey jitter,
                   const ActivityHistories& activity) {
    const double value = waveform.loop ? rate_of_loop(waveform, step, activity)
                                       : value_during(waveform, step, specification.dt, jitter);
    if (waveform.dopamine == 0.0 || specification.dopamine_course.empty()) return value;
    return value * (1.0 + waveform.dopamine * phi_during(specification, step));
}

}  // namespace bgsim::engine
