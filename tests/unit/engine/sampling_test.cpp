#include "engine/sampling.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "bgsim/error.hpp"
#include "support/lif_network.hpp"

namespace bgsim::engine {
namespace {

TEST(SamplingTest, EverySampleStepFallsIntoOneInterval) {
    for (const Step every : {1, 3, 5, 16, 100}) {
        for (const int n_steps : {1, 5, 16}) {
            std::vector<Step> samples;
            for (Step first = 0; first < 480; first += n_steps) {
                const Interval interval{first,
                                        static_cast<int>(std::min<Step>(n_steps, 480 - first))};
                Step step = next_sample(first, every);
                for (std::size_t i = 0; i != n_samples(interval, every); ++i, step += every) {
                    EXPECT_GE(step, interval.first);
                    EXPECT_LT(step, interval.end());
                    samples.push_back(step);
                }
            }
            std::vector<Step> expected;
            for (Step step = 0; step < 480; step += every) expected.push_back(step);
            EXPECT_EQ(samples, expected) << every << " " << n_steps;
        }
    }
}

TEST(SamplingTest, VariablesAreStateOrPorts) {
    const auto population = test::lif_population("A", 10);
    const auto layout = row_layout(population);
    EXPECT_EQ(row_of_variable(population, "V_m"), 0U);
    EXPECT_EQ(row_of_variable(population, "g_AMPA"), layout.port_row(0));
    EXPECT_EQ(row_of_variable(population, "I_soma"), layout.port_row(1));
    EXPECT_NE(layout.port_row(0), layout.port_row(1));
    EXPECT_EQ(port_of_variable(population, "V_m"), -1);
    EXPECT_EQ(port_of_variable(population, "I_soma"), 1);
    EXPECT_EQ(unit_of_variable(population, "V_m"), "mV");
    EXPECT_EQ(unit_of_variable(population, "g_AMPA"), "nS");
    EXPECT_EQ(unit_of_variable(population, "I_soma"), "pA");
    EXPECT_THROW(row_of_variable(population, "g_GABA"), InternalError);
}

}  // namespace
}  // namespace bgsim::engine
