/// Ports that move V_m at once, against closed forms.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "support/one_event.hpp"

namespace bgsim::test {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::IsEmpty;

double ms(std::size_t sample) { return 0.1 * static_cast<double>(sample); }

TEST(DeltaPortTest, AJumpDecaysWithTheMembrane) {
    for (const std::string solver : {"exact", "rk4"}) {
        for (const double weight : {5.0, -3.0}) {
            const auto traces = traces_of({.port = "{type: delta}",
                                           .weight = fmt::format("{} mV", weight),
                                           .solver = solver});
            for (std::size_t i = 0; i != traces.V_m.size(); ++i) {
                const double t = ms(i) - OneEvent::arrival_ms;
                const double jumped = t > 0.05 ? weight * std::exp(-t / OneEvent::tau_m) : 0.0;
                ASSERT_NEAR(traces.V_m[i], OneEvent::E_L + jumped, 1e-5)
                    << solver << " sample " << i;
            }
        }
    }
}

TEST(DeltaPortTest, EventsOfOneStepAddUpAndDopamineScalesThem) {
    // Five sources; beta = -0.5 and phi = -0.8 multiply by 1.4.
    const auto traces =
        traces_of({.port = "{type: delta, dopamine: -0.5}", .weight = "0.5 mV", .n_sources = 5});
    EXPECT_NEAR(traces.V_m[10], OneEvent::E_L, 1e-5);
    EXPECT_NEAR(traces.V_m[11], OneEvent::E_L + 5 * 0.5 * 1.4 * std::exp(-0.1 / OneEvent::tau_m),
                1e-5);
}

TEST(DeltaPortTest, EventsOfSeveralStepsAddUpAsTheyDecay) {
    const auto traces = traces_of({.port = "{type: delta}",
                                   .weight = "2 mV",
                                   .times = "0.1 ms, 0.2 ms, 10.1 ms",
                                   .solver = "exact"});
    const double expected =
        2.0 * (std::exp(-11.0 / OneEvent::tau_m) + std::exp(-10.9 / OneEvent::tau_m) +
               std::exp(-1.0 / OneEvent::tau_m));
    EXPECT_NEAR(traces.V_m[120], OneEvent::E_L + expected, 1e-5);
}

TEST(DeltaPortTest, AJumpOverTheThresholdFiresInItsStep) {
    for (const std::string solver : {"exact", "rk4", "euler"}) {
        OneEvent event{.port = "{type: delta}",
                       .weight = "20.5 mV",
                       .parameters = "V_th: -50 mV, V_reset: -65 mV",
                       .solver = solver};
        // It arrives at 1 ms; the step ends at 1.1 ms.
        EXPECT_THAT(traces_of(event).spike_times_ms, ElementsAre(DoubleNear(1.1, 1e-9)));
        event.weight = "19.5 mV";
        EXPECT_THAT(traces_of(event).spike_times_ms, IsEmpty());
    }
}

TEST(DeltaPortTest, ACellThatIsHeldIgnoresIt) {
    const auto traces = traces_of({.port = "{type: delta}",
                                   .weight = "20.5 mV",
                                   .times = "0.1 ms, 1.1 ms, 2.2 ms, 5.2 ms",
                                   .parameters = "V_th: -50 mV, V_reset: -65 mV, t_ref: 3 ms",
                                   .solver = "exact"});
    // Spike at 1.1 ms; held from there to 4.1 ms, so nothing comes of 2 ms and 3.1 ms.
    EXPECT_THAT(traces.spike_times_ms, ElementsAre(DoubleNear(1.1, 1e-9), DoubleNear(6.2, 1e-9)));
    for (std::size_t i = 11; i <= 41; ++i) EXPECT_EQ(traces.V_m[i], -65.0) << i;
    EXPECT_NEAR(traces.V_m[51], OneEvent::E_L + 5.0 * std::exp(-1.0 / OneEvent::tau_m), 1e-5);
}

}  // namespace
}  // namespace bgsim::test
