/// Channels that several conductance-based neurons share. Potentials in mV, times in ms.
#pragma once

#include "model/math.hpp"

namespace bgsim::model {
inline namespace BGSIM_ISA {

/// A literal of a channel's kinetics in the precision of `Real`.
template <typename Real>
[[gnu::always_inline]] inline Real num(double x) {
    return Real(static_cast<typename ScalarOf<Real>::type>(x));
}

/// Open share of a gate at rest: 1 / (1 + exp(-(V - V_half) / k)).
template <typename Real>
[[gnu::always_inline]] inline Real open_at(Real V, double V_half, double k) {
    return sigmoid((V - num<Real>(V_half)) * num<Real>(1.0 / k));
}

/// dx/dt of a gate that relaxes to `x_inf` with time constant `tau`.
template <typename Real>
[[gnu::always_inline]] inline Real relaxation(Real x, Real x_inf, Real tau) {
    return (x_inf - x) / tau;
}

template <typename Real>
[[gnu::always_inline]] inline Real cubed(Real x) {
    return x * x * x;
}

/// [uA/cm^2] of 1 pA into a cell of `area` [um^2].
template <typename Real>
[[gnu::always_inline]] inline Real current_density(Real area) {
    return Real(100) / area;
}

/// Fast sodium channel of midbrain dopamine and striatal cholinergic neurons.
/// Source: Drion, Massotte, Sepulchre & Seutin (2011), PLoS Comput Biol 7, e1002050.
struct FastSodium {
    template <typename Real>
    [[gnu::always_inline]] static Real m_inf(Real V) {
        return open_at(V, -30.0907, 9.7264);
    }
    template <typename Real>
    [[gnu::always_inline]] static Real tau_m(Real V) {
        const Real numerator = num<Real>(-15.6504) - num<Real>(0.4043) * V;
        const Real denominator = exponential(num<Real>(-19.565) - num<Real>(0.5052) * V) - Real(1);
        // Both are zero near -38.72 mV, but not at the same potential.
        const Real x = V - num<Real>(-38.72);
        const auto is_near = x * x < num<Real>(0.0025);  // within 0.05 mV
        const Real alpha = choose(is_near, num<Real>(0.4043 / 0.5052),
                                  numerator / choose(is_near, Real(1), denominator));
        const Real beta = num<Real>(3.0212) * exponential(num<Real>(-0.007463) * V);
        return num<Real>(0.01) + Real(1) / (alpha + beta);
    }
    template <typename Real>
    [[gnu::always_inline]] static Real h_inf(Real V) {
        return open_at(V, -54.0289, -10.7665);
    }
    template <typename Real>
    [[gnu::always_inline]] static Real tau_h(Real V) {
        const Real alpha = num<Real>(5.0754e-4) * exponential(num<Real>(-0.063213) * V);
        const Real beta = num<Real>(9.7529) * exponential(num<Real>(0.13442) * V);
        return num<Real>(0.4) + Real(1) / (alpha + beta);
    }
};

/// Delayed rectifier of the same cells and source.
struct DelayedRectifier {
    template <typename Real>
    [[gnu::always_inline]] static Real n_inf(Real V) {
        return open_at(V, -25.0, 12.0);
    }
    template <typename Real>
    [[gnu::always_inline]] static Real tau_n(Real V) {
        return Real(20) - Real(18) * open_at(V, -38.0, 10.0);
    }
};

/// What subthalamic and pallidal cells of the models after Terman et al. (2002) share: currents
/// [uA/cm^2] of leak, sodium (instantaneous activation m), potassium and the potassium current that
/// calcium opens. `p` holds the conductances [mS/cm^2] and reversal potentials [mV].
/// Source: Terman, Rubin, Yew & Wilson (2002), J Neurosci 22, 2963-2976.
template <typename Parameters, typename Real>
struct SubthalamopallidalCurrents {
    const Parameters& p;
    Real V;

    [[gnu::always_inline]] Real leak() const { return p.g_L * (V - p.E_L); }
    [[gnu::always_inline]] Real sodium(Real m, Real h) const {
        return p.g_Na * cubed(m) * h * (V - p.E_Na);
    }
    [[gnu::always_inline]] Real potassium(Real n) const {
        return p.g_K * (n * n) * (n * n) * (V - p.E_K);
    }
    [[gnu::always_inline]] Real afterhyperpolarisation(Real Ca) const {
        return p.g_AHP * (V - p.E_K) * Ca / (Ca + p.k_1);
    }
    /// dCa/dt, fed by the calcium currents `I_Ca` and `I_T`.
    [[gnu::always_inline]] Real calcium(Real I_Ca, Real I_T, Real Ca) const {
        return p.epsilon * (Real(0) - I_Ca - I_T - p.k_Ca * Ca);
    }
};

}  // namespace BGSIM_ISA
}  // namespace bgsim::model
