#include "simulation/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/host.hpp"

namespace bgsim::simulation {
namespace {

constexpr std::array milestones = {0.01, 0.10, 0.25, 0.50, 0.75, 1.0};
constexpr double plain_period_s = 30.0;
constexpr double redraw_period_s = 0.2;

double done_ms(const RunStatus& status) { return status.model_ms - status.start_ms; }

double fraction_of(const RunStatus& status) {
    return status.duration_ms > 0.0 ? status.model_ms / status.duration_ms : 1.0;
}

double real_time_factor(const RunStatus& status) {
    return done_ms(status) > 0.0 ? 1000.0 * status.elapsed_s / done_ms(status) : 0.0;
}

/// Wall time to the end [s]; infinite before the first step is done.
double remaining_s(const RunStatus& status) {
    if (status.model_ms >= status.duration_ms) return 0.0;
    if (done_ms(status) <= 0.0) return std::numeric_limits<double>::infinity();
    return status.elapsed_s * (status.duration_ms - status.model_ms) / done_ms(status);
}

std::string arrival(double remaining, core::WallTime now) {
    const std::string left = core::hours_minutes_seconds(remaining);
    constexpr double a_year_s = 365.0 * 86400.0;
    if (!(remaining < a_year_s)) return left;
    return fmt::format("{} ({})", left,
                       core::local_clock(now + std::chrono::seconds(std::llround(remaining))));
}

}  // namespace

ProgressDevice ProgressDevice::standard_error() {
    return {.write =
                [](std::string_view text) {
                    std::fwrite(text.data(), 1, text.size(), stderr);
                    std::fflush(stderr);
                },
            .now = [] { return std::chrono::system_clock::now(); },
            .memory_bytes = [] { return core::current_memory_bytes(); },
            .is_terminal = core::stderr_is_terminal(),
            .width = static_cast<std::size_t>(core::terminal_width())};
}

Progress::Progress(ProgressMode mode, ProgressDevice device)
    : mode_(mode), device_(std::move(device)) {
    if (mode_ == ProgressMode::automatic) {
        mode_ = device_.is_terminal ? ProgressMode::tty : ProgressMode::plain;
    }
    next_s_ = mode_ == ProgressMode::tty ? 0.0 : plain_period_s;
}

void Progress::update(const RunStatus& status) {
    if (mode_ == ProgressMode::none) return;
    add_up_rates(status);
    if (!is_due(status)) return;
    if (mode_ == ProgressMode::tty) {
        redraw(line(status));
    } else {
        device_.write((mode_ == ProgressMode::json ? json_line(status) : line(status)) + '\n');
    }
    summed_rates_.clear();
    summed_ms_ = 0.0;
}

void Progress::clear() {
    if (!is_line_open_) return;
    device_.write('\r' + std::string(device_.width - 1, ' ') + '\r');
    is_line_open_ = false;
}

void Progress::finish() {
    if (!is_line_open_) return;
    device_.write("\n");
    is_line_open_ = false;
}

bool Progress::is_due(const RunStatus& status) {
    bool due = status.elapsed_s >= next_s_;
    constexpr double rounding = 1e-9;
    while (milestone_ != milestones.size() &&
           fraction_of(status) + rounding >= milestones[milestone_]) {
        ++milestone_;
        due = true;
    }
    if (due) {
        next_s_ =
            status.elapsed_s + (mode_ == ProgressMode::tty ? redraw_period_s : plain_period_s);
    }
    return due;
}

void Progress::add_up_rates(const RunStatus& status) {
    const double span_ms = status.model_ms - last_model_ms_;
    last_model_ms_ = status.model_ms;
    if (status.rates_hz.empty() || span_ms <= 0.0) return;
    if (summed_rates_.size() != status.rates_hz.size()) {
        summed_rates_ = status.rates_hz;
        for (auto& entry : summed_rates_) entry.second = 0.0;
        summed_ms_ = 0.0;
    }
    for (std::size_t i = 0; i != summed_rates_.size(); ++i) {
        summed_rates_[i].second += span_ms * status.rates_hz[i].second;
    }
    summed_ms_ += span_ms;
}

Progress::Rates Progress::mean_rates() const {
    if (summed_ms_ <= 0.0) return {};
    Rates rates = summed_rates_;
    for (auto& entry : rates) entry.second /= summed_ms_;
    return rates;
}

std::string Progress::line(const RunStatus& status) const {
    std::string text = fmt::format(
        "t={:.1f}/{:.1f} ms ({:.1f}%) | real-time factor {:.2f} | elapsed {} | ETA {} | {}",
        status.model_ms, status.duration_ms, 100.0 * fraction_of(status), real_time_factor(status),
        core::hours_minutes_seconds(status.elapsed_s), arrival(remaining_s(status), device_.now()),
        core::readable_bytes(static_cast<double>(device_.memory_bytes())));
    const Rates rates = mean_rates();
    if (rates.empty()) return text;
    text += " |";
    for (const auto& [name, rate] : rates) text += fmt::format(" {} {:.1f}", name, rate);
    return text + " Hz";
}

std::string Progress::json_line(const RunStatus& status) const {
    nlohmann::ordered_json json = {
        {"model_ms", status.model_ms},           {"duration_ms", status.duration_ms},
        {"fraction", fraction_of(status)},       {"real_time_factor", real_time_factor(status)},
        {"elapsed_s", status.elapsed_s},         {"remaining_s", remaining_s(status)},
        {"memory_bytes", device_.memory_bytes()}};
    json["rates_hz"] = nlohmann::ordered_json::object();
    for (const auto& [name, rate] : mean_rates()) json["rates_hz"][name] = rate;
    return json.dump();
}

void Progress::redraw(const std::string& line) {
    // A line that wraps cannot be redrawn; the last column stays free for the cursor.
    const std::size_t room = std::max<std::size_t>(device_.width, 2) - 1;
    std::string shown = line.substr(0, room);
    shown.resize(room, ' ');
    device_.write('\r' + shown);
    is_line_open_ = true;
}

}  // namespace bgsim::simulation
