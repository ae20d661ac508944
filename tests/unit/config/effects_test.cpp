#include "config/effects.hpp"

#include <gmock/gmock.h>

namespace bgsim::config {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Input with(const Waveform& waveform) {
    Input input;
    input.name = "CTX -> STN";
    input.waveform = waveform;
    return input;
}

/// A run of one second in steps of 0.1 ms.
Specification one_second() {
    Specification s;
    s.duration = 10'000;
    s.populations.resize(1);
    s.populations[0].name = "STN";
    return s;
}

std::vector<std::string> notes_of(Specification s) {
    note_without_effect(s);
    return s.notes;
}

TEST(EffectsTest, StepsAfterTheEndAreNoted) {
    Specification s = one_second();
    s.inputs = {with({.kind = Waveform::Kind::steps, .steps = {{0, 1.0}, {9'999, 2.0}}})};
    EXPECT_THAT(notes_of(s), IsEmpty());
    s.inputs[0].waveform.steps.emplace_back(10'000, 3.0);
    EXPECT_THAT(notes_of(s), ElementsAre("input 'CTX -> STN': its step at 1000 ms has no effect, "
                                         "the run ends at 1000 ms"));
}

TEST(EffectsTest, AModulationFasterThanTheStepsIsNoted) {
    Specification s = one_second();
    s.inputs = {with({.kind = Waveform::Kind::sinusoid, .frequency = 5'000.0, .steps = {}})};
    EXPECT_THAT(notes_of(s), IsEmpty());
    s.inputs[0].waveform.frequency = 6'000.0;
    EXPECT_THAT(notes_of(s),
                ElementsAre("input 'CTX -> STN': steps of dt = 0.1 ms cannot follow a modulation "
                            "of 6000 Hz, at most 5000 Hz"));
}

TEST(EffectsTest, RecordingMoreRarelyThanTheRunIsLongIsNoted) {
    Specification s = one_second();
    s.recording.states = {{.population = 0, .variables = {}, .neurons = {}, .every = 9'999}};
    s.recording.rate_bin = 10'000;
    EXPECT_THAT(notes_of(s), IsEmpty());
    s.recording.states[0].every = 10'000;
    s.recording.rate_bin = 20'000;
    EXPECT_THAT(notes_of(s),
                ElementsAre("record.state.STN: only the initial state is recorded, 'every' (1000 "
                            "ms) is not shorter than the run (1000 ms)",
                            "record.rates: 'every' (2000 ms) is longer than the run (1000 ms)"));
}

}  // namespace
}  // namespace bgsim::config
