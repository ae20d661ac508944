#include "analysis/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/text_table.hpp"

namespace bgsim::analysis {
namespace {

using Range = Verdict::Range;

/// One of the numbers that a target may have.
struct Measure {
    std::string_view name;
    std::string_view unit;
    std::optional<Range> PublishedTarget::*published;
    double PublishedTarget::*tolerance;
    double Measured::*value;
};

constexpr std::array measures = {
    Measure{"rate", "Hz", &PublishedTarget::rate_hz, &PublishedTarget::rate_tolerance_hz,
            &Measured::rate_hz},
    Measure{"cv", "", &PublishedTarget::cv, &PublishedTarget::cv_tolerance, &Measured::cv},
    Measure{"peak", "Hz", &PublishedTarget::peak_hz, &PublishedTarget::peak_tolerance_hz,
            &Measured::peak_hz}};

Verdict verdict_on(const PublishedTarget& target,
                   const Measure& measure,
                   std::vector<double> values) {
    const Range published = *(target.*measure.published);
    Verdict verdict{.target = target.name,
                    .populations = target.populations,
                    .measure = measure.name,
                    .unit = measure.unit,
                    .published = published,
                    .accepted = accepted(published, target.*measure.tolerance),
                    .values = std::move(values),
                    .source = target.source};
    verdict.estimate = estimate(verdict.values);
    verdict.passed = verdict.estimate.n == verdict.values.size() && verdict.estimate.n != 0 &&
                     is_in(verdict.accepted, verdict.estimate.mean);
    return verdict;
}

std::string text_of(const Range& range, std::string_view unit) {
    const std::string space = unit.empty() ? "" : " ";
    if (range[0] == range[1]) return fmt::format("{:.4g}{}{}", range[0], space, unit);
    return fmt::format("{:.4g} to {:.4g}{}{}", range[0], range[1], space, unit);
}

std::string text_of(double value) { return std::isnan(value) ? "-" : fmt::format("{:.4g}", value); }

/// "pass", or why not.
std::string outcome(const Verdict& verdict) {
    if (verdict.passed) return "pass";
    const std::size_t n_without = verdict.values.size() - verdict.estimate.n;
    if (n_without != 0) {
        return fmt::format("FAIL: no value in {} of {}", n_without, verdict.values.size());
    }
    return verdict.estimate.mean < verdict.accepted[0] ? "FAIL: below" : "FAIL: above";
}

nlohmann::json finite_or_null(double value) {
    return std::isnan(value) ? nlohmann::json(nullptr) : nlohmann::json(value);
}

}  // namespace

PublishedTarget::Range accepted(const PublishedTarget::Range& published, double tolerance) {
    return {std::max(0.0, published[0] - tolerance), published[1] + tolerance};
}

bool is_in(const PublishedTarget::Range& range, double value) {
    constexpr double rounding = 1e-12;
    const double margin = rounding * std::abs(value);
    return value >= range[0] - margin && value <= range[1] + margin;
}

std::vector<Verdict> verdicts(const std::vector<PublishedTarget>& targets,
                              const std::vector<std::vector<Measured>>& measured) {
    std::vector<Verdict> all;
    for (std::size_t t = 0; t != targets.size(); ++t) {
        for (const Measure& measure : measures) {
            if (!(targets[t].*measure.published)) continue;
            std::vector<double> values;
            for (const auto& member : measured) values.push_back(member[t].*measure.value);
            all.push_back(verdict_on(targets[t], measure, std::move(values)));
        }
    }
    return all;
}

bool all_passed(const std::vector<Verdict>& verdicts) {
    return std::ranges::all_of(verdicts, &Verdict::passed);
}

std::string verdict_table(const std::vector<Verdict>& verdicts) {
    core::TextTable table(
        {"target", "measure", "published", "accepted", "mean", "SD", "seeds", "verdict", "source"});
    for (const Verdict& v : verdicts) {
        table.add({v.target, std::string(v.measure), text_of(v.published, v.unit),
                   text_of(v.accepted, v.unit), text_of(v.estimate.mean), text_of(v.estimate.sd),
                   fmt::to_string(v.estimate.n), outcome(v), v.source});
    }
    const auto n_passed = std::ranges::count(verdicts, true, &Verdict::passed);
    return fmt::format("{}\n{} of {} passed\n", table.text(), n_passed, verdicts.size());
}

std::string verdict_json(const std::vector<Verdict>& verdicts, const ValidationOrigin& origin) {
    auto list = nlohmann::json::array();
    for (const Verdict& v : verdicts) {
        auto values = nlohmann::json::array();
        for (const double value : v.values) values.push_back(finite_or_null(value));
        list.push_back({{"target", v.target},
                        {"populations", v.populations},
                        {"measure", v.measure},
                        {"unit", v.unit},
                        {"published", v.published},
                        {"accepted", v.accepted},
                        {"values", values},
                        {"mean", finite_or_null(v.estimate.mean)},
                        {"sd", finite_or_null(v.estimate.sd)},
                        {"passed", v.passed},
                        {"source", v.source}});
    }
    const nlohmann::json json = {{"experiment", origin.experiment}, {"seeds", origin.seeds},
                                 {"from_ms", origin.from_ms},       {"to_ms", origin.to_ms},
                                 {"passed", all_passed(verdicts)},  {"targets", list}};
    return json.dump(2) + '\n';
}

}  // namespace bgsim::analysis
