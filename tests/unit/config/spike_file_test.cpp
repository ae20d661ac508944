/// Recorded spikes on their way to a population.
#include <gmock/gmock.h>

#include <limits>

#include "bgsim/config/load.hpp"
#include "bgsim/error.hpp"
#include "model/neuron_models.hpp"
#include "support/bytes_without_places.hpp"

namespace bgsim::config {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Specification with_spikes(const RecordedSpikes& recorded,
                          const std::string& more = {},
                          const Overrides& overrides = {}) {
    return load_text(
        "experiment: a\ntime: {duration: 100 ms, dt: 0.1 ms}\n"
        "populations:\n"
        "  CTX: {size: 10, spikes: {file: data/x.h5" +
            more + "}}\n",
        "folder/a.yaml", overrides, model::catalogue(),
        [&](const SpikeSelection&) { return recorded; });
}

std::string refused_spikes(const RecordedSpikes& recorded,
                           const std::string& more = {},
                           const Overrides& overrides = {}) {
    try {
        with_spikes(recorded, more, overrides);
    } catch (const InputError& error) {
        return error.what();
    }
    return "loaded";
}

const std::vector<std::uint64_t>& spikes_of(const Specification& s) {
    return s.populations.at(0).spike_file.value().spikes;
}

TEST(RecordedSpikesTest, AreSortedByTimeAndCell) {
    const auto s = with_spikes({{5.0, 0.1, 100.0, 5.0}, {7, 9, 0, 2}});
    EXPECT_THAT(spikes_of(s), ElementsAre(packed_spike(1, 9), packed_spike(50, 2),
                                          packed_spike(50, 7), packed_spike(1000, 0)));
    EXPECT_TRUE(s.populations[0].model.empty());
    EXPECT_THAT(s.notes, IsEmpty());
    EXPECT_EQ(unpack(pack(s)).populations.at(0).spike_file->spikes, spikes_of(s));
}

TEST(RecordedSpikesTest, WhatIsAskedForIsFoundBesideTheConfiguration) {
    SpikeSelection asked;
    const auto load_and_look = [&](const std::string& more) {
        load_text(
            "experiment: a\ntime: {duration: 100 ms}\npopulations: {CTX: {size: 10, spikes: "
            "{file: data/x.h5" +
                more + "}}}\n",
            "folder/a.yaml", {}, model::catalogue(), [&](const SpikeSelection& selection) {
                asked = selection;
                return RecordedSpikes{};
            });
    };
    load_and_look("");
    EXPECT_EQ(asked.file, "folder/data/x.h5");
    EXPECT_EQ(asked.population, "CTX");
    EXPECT_TRUE(asked.may_be_only);
    load_and_look(", population: M1");
    EXPECT_EQ(asked.population, "M1");
    EXPECT_FALSE(asked.may_be_only);
}

TEST(RecordedSpikesTest, ChangesAreNoted) {
    const auto s = with_spikes({{0.0, 0.04, 0.26, 0.3, 0.3, 100.06, 150.0}, {1, 2, 3, 3, 3, 4, 5}});
    EXPECT_THAT(spikes_of(s),
                ElementsAre(packed_spike(1, 1), packed_spike(1, 2), packed_spike(3, 3)));
    EXPECT_THAT(
        s.notes,
        ElementsAre("'CTX': 3 of 7 spikes of 'data/x.h5' were moved to the nearest multiple of dt "
                    "= 0.1 ms, at least one dt",
                    "'CTX': 2 of 7 spikes of 'data/x.h5' are of cells that fire in the same step "
                    "already",
                    "'CTX': 2 of 7 spikes of 'data/x.h5' come after the end of the run"));
    EXPECT_THAT(with_spikes({}).notes,
                ElementsAre("'CTX': there are no spikes of it in 'data/x.h5'"));
}

TEST(RecordedSpikesTest, MistakesAreNamedWithTheSpike) {
    EXPECT_THAT(refused_spikes({{5.0, -0.1}, {7, 9}}),
                HasSubstr("folder/a.yaml:4:34: 'data/x.h5', spike 2 of cell 9 at -0.1 ms: this is "
                          "no time of a run; times are numbers in ms from 0 on"));
    const double nan = std::numeric_limits<double>::quiet_NaN();
    EXPECT_THAT(refused_spikes({{nan}, {7}}), HasSubstr("spike 1 of cell 7 at nan ms"));
    EXPECT_THAT(refused_spikes({{5.0}, {10}}),
                HasSubstr("spike 1 of cell 10 at 5 ms: 'CTX' has only 10 cells, numbered from 0; "
                          "choose a larger size"));
}

TEST(RecordedSpikesTest, CellsThatScalingRemovesAreLeftOut) {
    Overrides overrides;
    overrides.scale = 0.5;
    const auto s = with_spikes({{5.0, 6.0}, {4, 5}}, "", overrides);
    EXPECT_THAT(spikes_of(s), ElementsAre(packed_spike(50, 4)));
    EXPECT_THAT(s.notes, ElementsAre("'CTX': 1 of 2 spikes of 'data/x.h5' are of cells that are "
                                     "left out by --scale"));
}

TEST(RecordedSpikesTest, OtherOriginsDoNotGoWithThem) {
    EXPECT_THAT(refused_spikes({}, ", times: [5 ms]"),
                HasSubstr("'populations.CTX.spikes' has both 'times' and 'file'"));
    EXPECT_THAT(refused_spikes({}, ", poisson: {rate: 5 Hz}"),
                HasSubstr("has both 'poisson' and 'file'"));
    EXPECT_THAT(refused_spikes({}, ", model: lif"), HasSubstr("unknown key 'model'"));
    Overrides overrides;
    overrides.set = {"populations.CTX.spikes={times: [5 ms], population: M1, digest: 0}"};
    EXPECT_THAT(refused_spikes({}, "", overrides),
                AllOf(HasSubstr("'population' has no meaning without 'file'"),
                      HasSubstr("'digest' has no meaning without 'file'")));
}

TEST(RecordedSpikesTest, WhatCannotBeReadIsReportedWhereTheFileIsNamed) {
    const auto load_with = [](ExitCode code) {
        load_text(
            "experiment: a\ntime: {duration: 1 s}\n"
            "populations: {CTX: {size: 0, spikes: {file: x.h5}}}\n",
            "a.yaml", {}, model::catalogue(), [&](const SpikeSelection&) -> RecordedSpikes {
                throw UnreadableSpikes("'x.h5' is torn", "glue it", code);
            });
    };
    try {
        load_with(ExitCode::configuration);
        ADD_FAILURE() << "loaded";
    } catch (const InputError& error) {
        EXPECT_EQ(error.code(), ExitCode::configuration);
        EXPECT_THAT(error.what(), AllOf(HasSubstr("a.yaml:3:45: 'x.h5' is torn; glue it\n"),
                                        HasSubstr("2 errors")))
            << "the other mistake is told as well";
    }
    try {
        load_with(ExitCode::missing_input);
        ADD_FAILURE() << "loaded";
    } catch (const InputError& error) {
        EXPECT_EQ(error.code(), ExitCode::missing_input);
    }
}

TEST(RecordedSpikesTest, TheResolvedConfigurationNamesTheFileAndWhatIsInIt) {
    const RecordedSpikes recorded{{5.0, 6.25}, {4, 5}};
    const auto s = with_spikes(recorded);
    const auto whole = std::filesystem::absolute("folder/data/x.h5").string();
    EXPECT_THAT(s.resolved_yaml, HasSubstr(whole));
    EXPECT_THAT(s.resolved_yaml, HasSubstr("digest: "));
    const auto again = [&](const RecordedSpikes& found) {
        return load_text(s.resolved_yaml, "elsewhere/resolved.yaml", {}, model::catalogue(),
                         [&](const SpikeSelection&) { return found; });
    };
    EXPECT_EQ(test::bytes_without_places(again(recorded)), test::bytes_without_places(s));
    for (const RecordedSpikes& other :
         {RecordedSpikes{{5.0, 6.26}, {4, 5}}, RecordedSpikes{{5.0, 6.25}, {5, 4}},
          RecordedSpikes{{5.0}, {4}}}) {
        EXPECT_THROW(again(other), InputError);
    }
    EXPECT_THAT(refused_spikes(recorded, ", digest: 0123456789abcdef"),
                HasSubstr("not '0123456789abcdef'; put the former file back, or remove 'digest'"));
}

TEST(RecordedSpikesTest, WithoutAReaderTheyAreLeftOut) {
    const auto s = load_text(
        "experiment: a\ntime: {duration: 1 s}\npopulations: {CTX: {size: 5, spikes: {file: "
        "x.h5}}}\n",
        "a.yaml", {}, model::catalogue());
    EXPECT_THAT(spikes_of(s), IsEmpty());
    EXPECT_THAT(s.resolved_yaml, Not(HasSubstr("digest")));
}

}  // namespace
}  // namespace bgsim::config
