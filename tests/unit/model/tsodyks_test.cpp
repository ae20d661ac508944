#include "model/tsodyks.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace bgsim::model {
namespace {

using config::ShortTermPlasticity;

constexpr ShortTermPlasticity depressing = {.U = 0.29,
                                            .tau_rec = 902.0,
                                            .tau_fac = 53.0,
                                            .tau_psc = 8.0};

/// Factor on the weight after many spikes at `rate_hz`.
double steady_release(const ShortTermPlasticity& p, double rate_hz) {
    TsodyksState s;
    double released = 0.0;
    for (int i = 1; i <= 2000; ++i) released = release(p, s, i * 1000.0 / rate_hz);
    return released;
}

/// The same in closed form: the fixed point of one release and one interval of decay.
double steady_release_by_formula(const ShortTermPlasticity& p, double rate_hz) {
    const double h = 1000.0 / rate_hz;
    const double P_z = std::exp(-h / p.tau_rec);
    const double P_y = std::exp(-h / p.tau_psc);
    const double P_u = p.tau_fac > 0.0 ? std::exp(-h / p.tau_fac) : 0.0;
    const double y_to_x =
        (p.tau_rec * (P_z - 1.0) - p.tau_psc * (P_y - 1.0)) / (p.tau_psc - p.tau_rec);
    const double u = p.U / (1.0 - (1.0 - p.U) * P_u);
    const double x = (1.0 - P_z) / (1.0 - (1.0 - u) * P_z - (y_to_x - 1.0 + P_z) * u / (1.0 - P_y));
    return u * x;
}

struct Published {
    std::string projection;
    double weight_nS;
    ShortTermPlasticity plasticity;
    std::vector<std::pair<double, double>> jumps;  ///< rate [Hz], conductance per spike [nS]
};

/// The plastic projections of Lindahl & Hellgren Kotaleski (2016), mean weights; regular trains.
const std::vector<Published> published = {
    {"FSN -> MSN", 20.7, depressing, {{10, 1.772}, {15, 1.301}, {20, 1.025}}},
    {"FSN -> FSN", 3.448275862, {0.29, 902.0, 53.0, 6.0}, {{10, 0.296}, {15, 0.217}, {20, 0.171}}},
    {"GPe_TA -> FSN",
     1.776384535,
     {0.29, 902.0, 53.0, 66.0},
     {{5, 0.230}, {12, 0.126}, {20, 0.083}}},
    {"GPe_TI_F -> FSN",
     6.896551724,
     {0.29, 902.0, 53.0, 17.0},
     {{15, 0.430}, {30, 0.236}, {38, 0.190}}},
    {"MSN_D2 -> GPe_TI",
     8.333333333,
     {0.24, 77.0, 13.0, 6.0},
     {{0.1, 2.000}, {1, 2.000}, {10, 1.823}}},
    {"MSN_D1 -> SNr",
     104.1666667,
     {0.0192, 559.0, 623.0, 5.2},
     {{0.1, 2.000}, {1, 2.479}, {10, 7.588}, {20, 6.623}}},
    {"STN -> SNr", 9.88, {0.35, 800.0, 0.0, 12.0}, {{10, 0.943}, {15, 0.680}, {30, 0.370}}},
    {"GPe_TI -> SNr",
     387.755102,
     {0.196, 969.0, 0.0, 2.1},
     {{15, 20.224}, {30, 11.493}, {38, 9.342}}}};

TEST(TsodyksTest, TheFirstSpikeReleasesU) {
    for (const double t_ms : {0.0, 0.1, 5000.0}) {
        TsodyksState s;
        EXPECT_DOUBLE_EQ(release(depressing, s, t_ms), 0.29) << t_ms;
    }
}

TEST(TsodyksTest, SteadyJumpsAreThoseOfThePublishedNetwork) {
    for (const auto& [projection, weight_nS, plasticity, jumps] : published) {
        for (const auto& [rate_hz, jump_nS] : jumps) {
            // The table has three decimals.
            EXPECT_NEAR(weight_nS * steady_release(plasticity, rate_hz), jump_nS, 0.00051)
                << projection << " at " << rate_hz << " Hz";
        }
    }
}

TEST(TsodyksTest, SteadyReleaseIsTheFixedPointOfTheEquations) {
    for (const auto& [projection, weight_nS, plasticity, jumps] : published) {
        for (const double rate_hz : {0.5, 5.0, 40.0, 100.0}) {
            const double expected = steady_release_by_formula(plasticity, rate_hz);
            EXPECT_NEAR(steady_release(plasticity, rate_hz), expected, 1e-12 * expected)
                << projection;
        }
    }
}

TEST(TsodyksTest, SharesStayBetweenZeroAndOneAndSumToOne) {
    TsodyksState s;
    double t_ms = 0.0;
    for (int i = 0; i != 1000; ++i) {
        t_ms += 0.1 + 7.0 * (i * i % 31);
        const double released = release(depressing, s, t_ms);
        const double z = 1.0 - s.x - s.y;
        EXPECT_GE(s.x, 0.0);
        EXPECT_GE(s.y, released);
        EXPECT_GE(z, -1e-15);  // rounding
        EXPECT_LE(s.u, 1.0);
    }
}

TEST(TsodyksTest, NothingIsLostWhenTheRestIsLong) {
    TsodyksState s;
    for (int i = 1; i <= 20; ++i) release(depressing, s, i * 10.0);
    EXPECT_NEAR(release(depressing, s, 1e5), 0.29, 1e-12);  // 110 recovery times later
}

TEST(TsodyksTest, WithoutFacilitationTheProbabilityIsAlwaysU) {
    constexpr ShortTermPlasticity p = {.U = 0.4, .tau_rec = 100.0, .tau_fac = 0.0, .tau_psc = 3.0};
    TsodyksState s;
    for (int i = 1; i <= 50; ++i) {
        release(p, s, i * 3.0);
        EXPECT_DOUBLE_EQ(s.u, 0.4);
    }
    // A fast synapse that recovers to 1 - (1 - x) exp(-h / tau_rec): x = (1 - P) / (1 - (1 - U) P).
    constexpr ShortTermPlasticity fast = {
        .U = 0.4, .tau_rec = 100.0, .tau_fac = 0.0, .tau_psc = 1e-3};
    const double P = std::exp(-0.5);
    EXPECT_NEAR(steady_release(fast, 20.0), 0.4 * (1.0 - P) / (1.0 - 0.6 * P), 1e-5);
}

TEST(TsodyksTest, EqualTimeConstantsAreTheLimitOfAlmostEqualOnes) {
    const auto after_some_spikes = [](double tau_psc) {
        const ShortTermPlasticity p = {
            .U = 0.3, .tau_rec = 20.0, .tau_fac = 5.0, .tau_psc = tau_psc};
        TsodyksState s;
        double released = 0.0;
        for (int i = 1; i <= 10; ++i) released = release(p, s, 8.0 * i);
        return released;
    };
    const double limit = after_some_spikes(20.0);
    for (const double offset : {1e-2, 1e-4, 1e-6, 1e-8, 1e-10}) {
        // The release changes by about offset / tau; next to the switch of formulas 1e-7 cancels.
        EXPECT_NEAR(after_some_spikes(20.0 + offset), limit, 0.05 * offset + 2e-7) << offset;
        EXPECT_NEAR(after_some_spikes(20.0 - offset), limit, 0.05 * offset + 2e-7) << offset;
    }
}

}  // namespace
}  // namespace bgsim::model
