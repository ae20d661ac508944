/// Every compiled kernel against the same cells stepped one by one in plain arithmetic.
#include <gtest/gtest.h>

#include "model/block_kernel.hpp"
#include "support/plain_cell.hpp"
#include "support/plain_hodgkin_huxley.hpp"
#include "support/varied_block.hpp"

namespace bgsim::test {
namespace {

using config::Solver;

struct Case {
    std::string model;
    Solver solver = Solver::rk4;
    PortMix mix = PortMix::simple;
    std::string isa;
};

std::string name_of(Solver solver) {
    switch (solver) {
        case Solver::euler:
            return "euler";
        case Solver::rk4:
            return "rk4";
        case Solver::exact:
            return "exact";
        case Solver::published:
            return "published";
    }
    return "?";
}

std::string name_of(const Case& c) {
    const std::string mix = c.mix == PortMix::simple    ? "simple"
                            : c.mix == PortMix::blocked ? "blocked"
                            : c.mix == PortMix::every   ? "every_port"
                                                        : "currents";
    return c.model + "_" + name_of(c.solver) + "_" + mix + "_" + c.isa;
}

void PrintTo(const Case& c, std::ostream* out) { *out << name_of(c); }

bool is_hodgkin_huxley(const std::string& model) { return model.starts_with("hh_"); }

std::vector<Case> all_cases() {
    std::vector<Case> cases;
    for (const auto& isa : model::isa_levels()) {
        for (const auto& model : model::catalogue()) {
            for (const Solver solver : solvers_of(model)) {
                for (const PortMix mix :
                     {PortMix::simple, PortMix::blocked, PortMix::every, PortMix::currents}) {
                    // Only the exact solver tells whether all ports are currents.
                    if (mix == PortMix::currents && solver != Solver::exact) continue;
                    cases.push_back({model.name, solver, mix, isa});
                }
            }
        }
    }
    return cases;
}

/// Longest part [ms] of a step; the table of the model is not asked.
double longest_part(const Case& c) {
    if (c.solver == Solver::euler) return 0.01;
    return c.model == "hh_dopaminergic" ? 0.0125 : 0.025;
}

bool step(PlainCell& cell, const Case& c, double I) { return cell.step(c.solver, I); }
bool step(PlainHodgkinHuxley& cell, const Case& c, double I) {
    return cell.step(c.solver, longest_part(c), I);
}

class KernelAgreementTest : public testing::TestWithParam<Case> {
protected:
    static constexpr int n_steps = 400;
    // Plain cells are slow: some lanes stand for all.
    const NeuronIndex stride = is_hodgkin_huxley(GetParam().model) ? 17 : 5;

    const config::Specification specification =
        varied_specification(GetParam().model, GetParam().solver, GetParam().mix);
    const config::Population& cells = specification.populations[0];

    /// Largest difference of a state variable, and the number of spikes.
    struct Comparison {
        double largest = 0.0;
        int n_spikes = 0;
    };

    template <typename Cell>
    void compare(Comparison& found) {
        engine::PopulationStore<double> store(specification, 0, {0}, 1, GetParam().isa);
        std::vector<Cell> plain;
        for (NeuronIndex lane = 0; lane < block_size; lane += stride) {
            plain.push_back(plain_copy<Cell>(store, specification, lane));
        }
        std::vector<std::uint8_t> fired(block_size);
        for (int i = 0; i != n_steps; ++i) {
            const auto current = fill_input(store, cells.ports.size(), i, 1);
            std::ranges::fill(fired, std::uint8_t{0});
            ASSERT_TRUE(store.advance(0, 0, 1, current.data(), fired.data()).is_finite);
            for (std::size_t k = 0; k != plain.size(); ++k) {
                const auto lane = static_cast<NeuronIndex>(k) * stride;
                const bool fires = advance(plain[k], i, lane);
                ASSERT_EQ(fires, fired[lane] != 0) << "lane " << lane << ", step " << i;
                found.n_spikes += fires ? 1 : 0;
                compare_rows(store, plain[k], lane, found);
            }
        }
    }

private:
    template <typename Cell>
    static bool advance(Cell& cell, int i, NeuronIndex lane) {
        for (std::size_t port = 0; port != cell.ports.ports.size(); ++port) {
            cell.ports.ports[port].receive(arriving(port, i, lane));
        }
        return step(cell, GetParam(), external_current(i, lane));
    }

    template <typename Cell>
    void compare_rows(engine::PopulationStore<double>& store,
                      const Cell& cell,
                      NeuronIndex lane,
                      Comparison& found) {
        for (std::size_t k = 0; k != cells.initial.size(); ++k) {
            found.largest = std::max(found.largest, std::abs(store.row(0, k)[lane] - cell.s[k]));
        }
        for (std::size_t port = 0; port != cells.ports.size(); ++port) {
            if (cells.ports[port].type == config::Port::Type::delta) continue;
            const double g = store.row(0, store.layout().port_row(port))[lane];
            ASSERT_NEAR(g, cell.ports.ports[port].value(), 1e-12);
        }
    }
};

TEST_P(KernelAgreementTest, TracesAndSpikesAreThoseOfPlainArithmetic) {
    Comparison found;
    if (is_hodgkin_huxley(GetParam().model)) {
        compare<PlainHodgkinHuxley>(found);
    } else {
        compare<PlainCell>(found);
    }
    // Rounding of 1e-14 mV per step, enlarged where the membrane runs up to a spike.
    EXPECT_LT(found.largest, 1e-9);
    EXPECT_GT(found.n_spikes, static_cast<int>(block_size / stride) / 2);  // resets are seen
}

TEST_P(KernelAgreementTest, SinglePrecisionFollowsDoubleUntilTheFirstSpikes) {
    const int steps = is_hodgkin_huxley(GetParam().model) ? 3 : 20;  // they rise in 1 ms
    engine::PopulationStore<double> in_double(specification, 0, {0}, steps, GetParam().isa);
    engine::PopulationStore<float> in_single(specification, 0, {0}, steps, GetParam().isa);
    std::vector<std::uint8_t> fired(static_cast<std::size_t>(steps) * block_size);
    const auto I_double = fill_input(in_double, cells.ports.size(), 0, steps);
    const auto I_single = fill_input(in_single, cells.ports.size(), 0, steps);
    in_single.advance(0, 0, steps, I_single.data(), fired.data());
    in_double.advance(0, 0, steps, I_double.data(), fired.data());
    const double V_of_upstroke = is_hodgkin_huxley(GetParam().model) ? -40.0 : -52.0;
    int n_compared = 0;
    for (NeuronIndex lane = 0; lane != block_size; ++lane) {
        // Rounding of single precision at -60 mV (4e-6 mV each step), enlarged by the upstroke.
        const double V_m = in_double.row(0, 0)[lane];
        if (V_m > V_of_upstroke) continue;
        EXPECT_NEAR(in_single.row(0, 0)[lane], V_m, 1e-3) << lane;
        ++n_compared;
    }
    EXPECT_GT(n_compared, 0);
}

INSTANTIATE_TEST_SUITE_P(AllKernels,
                         KernelAgreementTest,
                         testing::ValuesIn(all_cases()),
                         [](const auto& tested) { return name_of(tested.param); });

}  // namespace
}  // namespace bgsim::test
