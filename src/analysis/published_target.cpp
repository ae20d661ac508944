#include "analysis/published_target.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "bgsim/error.hpp"

namespace bgsim::analysis {

namespace {

nlohmann::json range_to_json(const std::optional<PublishedTarget::Range>& range) {
    return range ? nlohmann::json(*range) : nlohmann::json(nullptr);
}

std::optional<PublishedTarget::Range> range_from(const nlohmann::json& entry, const char* key) {
    if (!entry.contains(key) || entry.at(key).is_null()) return std::nullopt;
    return entry.at(key).get<PublishedTarget::Range>();
}

}  // namespace

std::string comparison(std::optional<double> value,
                       const std::optional<PublishedTarget::Range>& range) {
    if (!value || !range) return "";
    const auto [low, high] = *range;
    if (low == high && low != 0.0) return fmt::format("x {:.2f}", *value / low);
    if (*value < low) return "below";
    return *value > high ? "above" : "within";
}

std::string to_json(const std::vector<PublishedTarget>& targets) {
    auto list = nlohmann::json::array();
    for (const auto& target : targets) {
        list.push_back({{"name", target.name},
                        {"populations", target.populations},
                        {"rate_hz", range_to_json(target.rate_hz)},
                        {"cv", range_to_json(target.cv)},
                        {"peak_hz", range_to_json(target.peak_hz)},
                        {"peak_band_hz", target.peak_band_hz},
                        {"rate_tolerance_hz", target.rate_tolerance_hz},
                        {"cv_tolerance", target.cv_tolerance},
                        {"peak_tolerance_hz", target.peak_tolerance_hz},
                        {"source", target.source}});
    }
    return list.dump(2);
}

std::vector<PublishedTarget> targets_from_json(const std::string& text) {
    try {
        std::vector<PublishedTarget> targets;
        for (const auto& entry : nlohmann::json::parse(text)) {
            targets.push_back(
                {.name = entry.at("name").get<std::string>(),
                 .populations = entry.at("populations").get<std::vector<std::string>>(),
                 .rate_hz = range_from(entry, "rate_hz"),
                 .cv = range_from(entry, "cv"),
                 .peak_hz = range_from(entry, "peak_hz"),
                 .peak_band_hz =
                     range_from(entry, "peak_band_hz").value_or(PublishedTarget{}.peak_band_hz),
                 .rate_tolerance_hz = entry.value("rate_tolerance_hz", 0.0),
                 .cv_tolerance = entry.value("cv_tolerance", 0.0),
                 .peak_tolerance_hz = entry.value("peak_tolerance_hz", 0.0),
                 .source = entry.value("source", "")});
        }
        return targets;
    } catch (const nlohmann::json::exception& error) {
        throw InputError(
            fmt::format("the list of published targets is not valid: {}", error.what()));
    }
}

}  // namespace bgsim::analysis
