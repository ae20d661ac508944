#include "analysis/run_analysis.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <numbers>

#include "analysis/analysis_json.hpp"
#include "analysis/analysis_table.hpp"
#include "analysis/analysis_text.hpp"
#include "support/example_result.hpp"
#include "support/temporary_folder.hpp"

namespace bgsim::analysis {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class RunAnalysisTest : public testing::Test {
protected:
    static void SetUpTestSuite() {
        folder_ = new test::TemporaryFolder();
        test::write_example_result(*folder_ / "a.h5");
    }
    static void TearDownTestSuite() {
        delete folder_;
        folder_ = nullptr;
    }

    static RunAnalysis analysis_of(const AnalysisRequest& request) {
        return analyse(io::ResultReader(*folder_ / "a.h5"), request, {});
    }
    static AnalysisRequest whole() { return {.window = {0.0, 20'000.0}}; }

    static const PopulationAnalysis& of(const RunAnalysis& run, const std::string& name) {
        return *std::ranges::find(run.populations, name, &PopulationAnalysis::name);
    }
    static const PairCoherence& pair(const RunAnalysis& run, std::size_t a, std::size_t b) {
        return *std::ranges::find_if(
            run.pairs, [&](const PairCoherence& found) { return found.a == a && found.b == b; });
    }

    static inline test::TemporaryFolder* folder_ = nullptr;
};

TEST_F(RunAnalysisTest, AModulatedRateHasItsPeakAndItsPowerWhereItIsModulated) {
    const RunAnalysis run = analysis_of(whole());
    const Rhythm& rhythm = *of(run, "leader").rhythm;
    EXPECT_EQ(rhythm.peak.value().frequency_hz, 20.0);
    // (0.8 * 20 Hz)^2 / 2 from the modulation; by chance 2 * 20 Hz / 200 per Hz, over 17 Hz.
    EXPECT_NEAR(rhythm.band_power[3], 128.0 + 17.0 * 0.2, 6.0);
    EXPECT_NEAR(rhythm.total_power, 128.0 + 500.0 * 0.2, 10.0);
}

TEST_F(RunAnalysisTest, IndependentCellsHaveTheFlatSpectrumOfAPoissonProcess) {
    const RunAnalysis run = analysis_of(whole());
    // One-sided: 2 * rate / cells = 0.2 Hz^2/Hz.
    const auto& rhythm = *of(run, "poisson").rhythm;
    EXPECT_NEAR(rhythm.total_power / 500.0, 0.2, 0.01);
    EXPECT_NEAR(rhythm.band_power[4] / 50.0, 0.2, 0.02);
    EXPECT_LT(rhythm.peak.value().over_median, 2.5);
    EXPECT_NEAR(of(run, "poisson").synchrony.value().mean_correlation, 0.0, 0.005);
    EXPECT_GT(of(run, "leader").synchrony.value().mean_correlation, 0.01);
}

TEST_F(RunAnalysisTest, PopulationsThatShareARhythmAreCoherentAndOneIsAhead) {
    const RunAnalysis run = analysis_of(whole());
    const BandCoherence& shared = pair(run, 0, 1).coherence;
    EXPECT_EQ(shared.frequency_hz, 20.0);
    EXPECT_GT(shared.highest, 0.95);
    EXPECT_NEAR(shared.phase_rad, 2.0 * std::numbers::pi * 20.0 * 0.005, 0.05);
    const BandCoherence& none = pair(run, 0, 2).coherence;
    EXPECT_NEAR(none.mean, 1.0 / 37.0, 0.03);
    EXPECT_LT(none.highest, 0.25);
    EXPECT_NEAR(run.chance_coherence, 0.08, 0.02);
}

TEST_F(RunAnalysisTest, TheFieldHasItsRhythmAndSpikesFollowIt) {
    const RunAnalysis run = analysis_of(whole());
    const FieldAnalysis& field = of(run, "leader").field.value();
    EXPECT_NEAR(field.mean_pA, 100.0, 0.01);
    EXPECT_EQ(field.lfp_pA.size(), 20'000U);
    EXPECT_EQ(field.rhythm.value().peak.value().frequency_hz, 20.0);
    EXPECT_NEAR(field.rhythm.value().total_power, 200.0, 1.0);  // (20 pA)^2 / 2
    const BandCoherence& coherence = field.spikes_to_field.value();
    EXPECT_EQ(coherence.frequency_hz, 20.0);
    EXPECT_GT(coherence.highest, 0.97);
    EXPECT_NEAR(coherence.phase_rad, 0.0, 0.03);
    EXPECT_FALSE(of(run, "follower").field.has_value());
    EXPECT_THAT(field_table(run), HasSubstr("leader       100.00     20.0  >9999"));
}

TEST_F(RunAnalysisTest, TheFieldOfAWindowIsThatOfItsTimes) {
    AnalysisRequest request = whole();
    request.window = {3'010.0, 20'000.0};
    const auto whole_run = of(analysis_of(whole()), "leader").field.value();
    const auto part = of(analysis_of(request), "leader").field.value();
    EXPECT_EQ(part.lfp_pA.front(), whole_run.lfp_pA.at(3'010));
    EXPECT_EQ(part.lfp_pA.size(), 16'990U);
}

TEST_F(RunAnalysisTest, BinsThatAreNoMultipleOfTheFieldHaveNone) {
    AnalysisRequest request = whole();
    request.scan.rate_bin_ms = 0.2;
    request.welch.segment = 5'000;
    const RunAnalysis run = analysis_of(request);
    EXPECT_FALSE(of(run, "leader").field.has_value());
    EXPECT_THAT(analysis_text(run), HasSubstr("No LFP: it was recorded every 0.5 ms"));
}

TEST_F(RunAnalysisTest, WhatIsNotThereHasNoNumbers) {
    const RunAnalysis run = analysis_of(whole());
    EXPECT_EQ(run.populations.size(), 6U);  // not the unrecorded one
    EXPECT_EQ(run.pairs.size(), 6U);        // of the four that fire
    EXPECT_FALSE(of(run, "silent").rhythm.value().peak.has_value());
    EXPECT_FALSE(of(run, "once").synchrony.has_value());
    EXPECT_TRUE(of(run, "nobody").rate_hz.size() == 20'000);
    AnalysisRequest narrow = whole();
    narrow.band = {"none", 13.1, 13.9};
    EXPECT_TRUE(analysis_of(narrow).pairs.empty());
    EXPECT_THAT(analysis_text(analysis_of(narrow)), HasSubstr("No coherence: spectra have"));
    const AnalysisRequest one{.window = {0.0, 1'400.0}};
    EXPECT_EQ(analysis_of(one).n_segments, 1U);
    EXPECT_TRUE(analysis_of(one).pairs.empty());
    const AnalysisRequest brief{.window = {0.0, 999.0}};
    EXPECT_EQ(analysis_of(brief).n_segments, 0U);
    EXPECT_FALSE(of(analysis_of(brief), "leader").rhythm.has_value());
    EXPECT_THAT(analysis_text(analysis_of(brief)), HasSubstr("No spectra"));
}

TEST_F(RunAnalysisTest, ResponsesAreInModelTimeWhateverTheWindow) {
    AnalysisRequest request{.window = {5'000.0, 20'000.0}};
    request.stimuli = {{6'900.0, 7'100.0}};
    request.events_ms = {7'000.0};
    request.histogram = {-100.0, 100.0, 50.0};
    const RunAnalysis run = analysis_of(request);
    const PopulationAnalysis& once = of(run, "once");
    EXPECT_DOUBLE_EQ(once.responses.at(0).during_hz.value(), 5.0);
    EXPECT_DOUBLE_EQ(once.responses.at(0).before_hz.value(), 0.0);
    EXPECT_DOUBLE_EQ(once.histogram.rate_hz.at(1), 20.0);
    EXPECT_EQ(once.histogram.n_events, 1U);
    EXPECT_THAT(response_table(run), HasSubstr("once"));
}

TEST_F(RunAnalysisTest, TablesAreOfWhatTheySay) {
    AnalysisRequest request = whole();
    request.stimuli = {{6'900.0, 7'100.0}};
    request.events_ms = {7'000.0};
    const RunAnalysis run = analysis_of(request);
    const auto rows = rate_rows(run, {});
    for (const auto& name : table_names()) {
        SCOPED_TRACE(name);
        const std::string csv = analysis_csv(name, run, rows);
        const std::string header = csv.substr(0, csv.find('\n'));
        const auto n_commas = std::ranges::count(header, ',');
        EXPECT_GT(n_commas, 2);
        std::size_t line = 0;
        for (std::size_t at = 0; at < csv.size(); at = csv.find('\n', at) + 1, ++line) {
            const std::string text = csv.substr(at, csv.find('\n', at) - at);
            EXPECT_EQ(std::ranges::count(text, ','), n_commas) << text;
        }
        EXPECT_GT(line, 1U);
    }
    EXPECT_THAT(analysis_csv("spectra", run, rows),
                StartsWith("frequency_hz,leader,follower,poisson,silent,once,nobody\n0,"));
}

TEST_F(RunAnalysisTest, ABandOfOnesOwnHasItsPower) {
    AnalysisRequest request = whole();
    request.band = {"narrow", 19.0, 22.0};
    const RunAnalysis run = analysis_of(request);
    // Nearly all of the 128 Hz^2 of the modulation, of 228 in all.
    EXPECT_NEAR(of(run, "leader").band_share.value(), 128.0 / 228.0, 0.04);
    EXPECT_FALSE(of(run, "silent").band_share.has_value());
    EXPECT_THAT(rhythm_table(run), HasSubstr("19-22"));
    EXPECT_THAT(rhythm_table(analysis_of(whole())), Not(HasSubstr("80  13-30")));
}

TEST_F(RunAnalysisTest, JsonHoldsEverything) {
    const RunAnalysis run = analysis_of(whole());
    const std::vector<PublishedTarget> targets = {
        {.name = "both", .populations = {"leader", "follower"}, .rate_hz = {{18.0, 22.0}}}};
    const auto json = nlohmann::json::parse(analysis_json(run, rate_rows(run, targets)));
    EXPECT_EQ(json["groups"][0]["published"]["rate"], "within");
    const auto& leader = json["populations"][0];
    EXPECT_EQ(leader["rhythm"]["peak_hz"], 20.0);
    EXPECT_EQ(leader["rhythm"]["power_hz2_per_hz"].size(), 501U);
    EXPECT_EQ(leader["interval_ms"]["edges"].size(), 61U);
    EXPECT_TRUE(json["populations"][4]["cv"].is_null());
    EXPECT_EQ(leader["lfp"]["rhythm"]["peak_hz"], 20.0);
    EXPECT_EQ(leader["lfp"]["rhythm"]["power_pa2_per_hz"].size(), 501U);
    EXPECT_TRUE(json["populations"][1]["lfp"].is_null());
    EXPECT_EQ(json["coherence"][0]["b"], "follower");
    EXPECT_EQ(json["settings"]["segment_ms"], 1000.0);
}

TEST_F(RunAnalysisTest, ChannelsAreAnalysedLikePopulations) {
    AnalysisRequest request = whole();
    const RunAnalysis together = analysis_of(request);
    request.by_channel = true;
    const RunAnalysis run = analysis_of(request);
    std::vector<std::string> names;
    for (const auto& population : run.populations) names.push_back(population.name);
    EXPECT_THAT(names, testing::ElementsAre("leader/a", "leader/b", "follower", "poisson", "silent",
                                            "once", "nobody"));
    const PopulationAnalysis& a = of(run, "leader/a");
    const PopulationAnalysis& b = of(run, "leader/b");
    const PopulationAnalysis& leader = of(together, "leader");
    EXPECT_EQ(a.population, "leader");
    EXPECT_EQ(a.channel, "a");
    EXPECT_EQ(a.firing.n_cells, 100U);
    EXPECT_EQ(a.firing.n_spikes + b.firing.n_spikes, leader.firing.n_spikes);
    EXPECT_NEAR(static_cast<double>(a.firing.n_spikes), 20.0 * 20.0 * 100.0, 1000.0);
    for (const std::size_t bin : {0U, 5000U, 19'999U}) {
        EXPECT_NEAR(0.5 * (a.rate_hz[bin] + b.rate_hz[bin]), leader.rate_hz[bin], 1e-9);
    }
    EXPECT_EQ(a.rhythm->peak.value().frequency_hz, 20.0);
    EXPECT_GT(pair(run, 0, 1).coherence.highest, 0.9);
    EXPECT_FALSE(a.field.has_value());
    EXPECT_THAT(analysis_text(run), HasSubstr("leader/a"));
    EXPECT_THAT(analysis_csv("rates", run, {}), StartsWith("from_ms,leader/a,leader/b,follower,"));
    const auto json = nlohmann::json::parse(analysis_json(run, {}));
    EXPECT_EQ(json["populations"][1]["channel"], "b");
    EXPECT_EQ(json["populations"][1]["population"], "leader");
    EXPECT_FALSE(json["populations"][2].contains("channel"));
}

TEST_F(RunAnalysisTest, CellsOfAChannelAreItsOwn) {
    const io::ResultReader reader(*folder_ / "a.h5");
    const auto range = [&](std::uint64_t first, std::uint64_t size) {
        return scan(reader, "leader", {0.0, 20'000.0},
                    {.sample_size = 10, .keep_cells = true, .cells = CellRange{first, size}});
    };
    const auto all = range(0, 200);
    const auto middle = range(50, 100);
    ASSERT_EQ(middle.cell_rates_hz.size(), 100U);
    for (std::size_t i = 0; i != 100; ++i) {
        EXPECT_EQ(middle.cell_rates_hz[i], all.cell_rates_hz[50 + i]);
    }
    // Sampled cells are 0, 20, 40, ... and 50, 60, 70, ...
    const std::size_t n = all.n_sample_bins;
    EXPECT_TRUE(std::equal(all.sampled_counts.begin() + static_cast<std::ptrdiff_t>(3 * n),
                           all.sampled_counts.begin() + static_cast<std::ptrdiff_t>(4 * n),
                           middle.sampled_counts.begin() + static_cast<std::ptrdiff_t>(n)));
}

}  // namespace
}  // namespace bgsim::analysis
