#include "analysis/analysis_json.hpp"

#include <nlohmann/json.hpp>

namespace bgsim::analysis {
namespace {

using Json = nlohmann::ordered_json;

Json value_or_null(const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json histogram(const Histogram& counts, const HistogramScale& scale) {
    Json edges = Json::array();
    for (std::size_t i = 0; i <= scale.n_bins(); ++i) edges.push_back(scale.edge(i));
    return {{"edges", edges}, {"counts", counts.counts}};
}

Json firing(const SpikeStatistics& s) {
    return {{"name", s.name},
            {"cells", s.n_cells},
            {"spikes", s.n_spikes},
            {"rate_hz", s.mean_rate_hz},
            {"rate_sd_hz", s.sd_rate_hz},
            {"silent_share", s.silent_share},
            {"cv", value_or_null(s.mean_cv)},
            {"cv2", value_or_null(s.mean_cv2)},
            {"fano_factor", value_or_null(s.fano_factor)},
            {"bursts_per_minute", s.bursts_per_minute},
            {"burst_share", value_or_null(s.burst_share)}};
}

Json range(const std::optional<PublishedTarget::Range>& values) {
    return values ? Json(*values) : Json(nullptr);
}

Json group(const RateRow& row) {
    Json json = firing(row.simulated);
    const PublishedTarget& published = *row.published;
    json["populations"] = published.populations;
    json["published"] = {{"rate_hz", range(published.rate_hz)},
                         {"cv", range(published.cv)},
                         {"source", published.source},
                         {"rate", comparison(row.simulated.mean_rate_hz, published.rate_hz)},
                         {"cv_is", comparison(row.simulated.mean_cv, published.cv)}};
    return json;
}

/// @param unit  of the signal, squared
Json rhythm(const std::optional<Rhythm>& rhythm,
            const std::vector<double>& power,
            const std::string& unit) {
    if (!rhythm) return nullptr;
    Json shares;
    for (std::size_t b = 0; b != bands.size(); ++b) {
        shares[std::string(bands[b].name)] = value_or_null(rhythm->band_share(b));
    }
    const auto& peak = rhythm->peak;
    return {{"total_power_" + unit, rhythm->total_power},
            {"band_share", shares},
            {"peak_hz", peak ? Json(peak->frequency_hz) : Json(nullptr)},
            {"peak_over_median", peak ? Json(peak->over_median) : Json(nullptr)},
            {"power_" + unit + "_per_hz", power}};
}

Json synchrony(const std::optional<Synchrony>& found) {
    if (!found) return nullptr;
    return {{"cells", found->n_cells},
            {"correlation", found->mean_correlation},
            {"correlation_sd", found->sd_correlation},
            {"chi", found->chi}};
}

Json responses(const PopulationAnalysis& population) {
    Json list = Json::array();
    for (const Response& response : population.responses) {
        list.push_back({{"from_ms", response.stimulus.from_ms},
                        {"to_ms", response.stimulus.to_ms},
                        {"before_hz", value_or_null(response.before_hz)},
                        {"during_hz", value_or_null(response.during_hz)},
                        {"after_hz", value_or_null(response.after_hz)}});
    }
    return list;
}

Json settings(const AnalysisRequest& request) {
    return {{"window_ms", {request.window.from_ms, request.window.to_ms}},
            {"bin_ms", request.scan.rate_bin_ms},
            {"segment_ms", static_cast<double>(request.welch.segment) * request.welch.bin_ms},
            {"overlap", request.welch.overlap},
            {"band_hz", {request.band.low_hz, request.band.high_hz}},
            {"fano_window_ms", request.scan.fano_window_ms},
            {"burst_interval_ms", request.scan.burst_interval_ms},
            {"burst_spikes", request.scan.burst_spikes},
            {"sample_cells", request.scan.sample_size},
            {"sample_bin_ms", request.scan.sample_bin_ms},
            {"events_ms", request.events_ms},
            {"histogram_ms",
             {request.histogram.from_ms, request.histogram.to_ms, request.histogram.bin_ms}}};
}

Json coherence(const BandCoherence& found) {
    return {{"mean", found.mean},
            {"highest", found.highest},
            {"frequency_hz", found.frequency_hz},
            {"phase_rad", found.phase_rad}};
}

Json field(const std::optional<FieldAnalysis>& found) {
    if (!found) return nullptr;
    Json json = {{"mean_pa", found->mean_pA}, {"by_time_pa", found->lfp_pA}};
    json["rhythm"] = rhythm(found->rhythm, found->power, "pa2");
    json["spikes_to_field"] =
        found->spikes_to_field ? coherence(*found->spikes_to_field) : Json(nullptr);
    return json;
}

Json population(const RunAnalysis& run, const PopulationAnalysis& found) {
    Json json = firing(statistics_of(found.name, found.firing, run.request.window));
    if (!found.channel.empty()) {
        json["population"] = found.population;
        json["channel"] = found.channel;
    }
    json["interval_ms"] = histogram(found.firing.intervals, interval_scale());
    json["cell_rate_hz"] = histogram(found.firing.rates, rate_scale());
    json["cell_cv"] = histogram(found.firing.cvs, cv_scale());
    json["rate_by_time_hz"] = found.rate_hz;
    json["rhythm"] = rhythm(found.rhythm, found.power, "hz2");
    if (found.rhythm) json["rhythm"]["chosen_band_share"] = value_or_null(found.band_share);
    json["synchrony"] = synchrony(found.synchrony);
    json["lfp"] = field(found.field);
    json["stimuli"] = responses(found);
    if (!run.request.events_ms.empty()) {
        json["peristimulus_histogram"] = {{"events", found.histogram.n_events},
                                          {"rate_hz", found.histogram.rate_hz}};
    }
    return json;
}

Json pair(const RunAnalysis& run, const PairCoherence& found) {
    Json json = {{"a", run.populations[found.a].name}, {"b", run.populations[found.b].name}};
    json.update(coherence(found.coherence));
    return json;
}

}  // namespace

std::string analysis_json(const RunAnalysis& run, const std::vector<RateRow>& rows) {
    Json json = {{"settings", settings(run.request)},
                 {"resolution_hz", run.resolution_hz},
                 {"segments", run.n_segments},
                 {"independent_coherence", value_or_null(run.independent_coherence)},
                 {"chance_coherence", run.chance_coherence}};
    json["groups"] = Json::array();
    for (const RateRow& row : rows) {
        if (row.published) json["groups"].push_back(group(row));
    }
    json["populations"] = Json::array();
    for (const auto& found : run.populations) json["populations"].push_back(population(run, found));
    json["coherence"] = Json::array();
    for (const auto& found : run.pairs) json["coherence"].push_back(pair(run, found));
    return json.dump() + '\n';
}

}  // namespace bgsim::analysis
