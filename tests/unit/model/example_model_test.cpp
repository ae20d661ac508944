/// The model that docs/adding_a_model.md walks through: does it compile as it stands there, into a
/// kernel, and do what its publication says?
#include "support/example_model.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "model/advance_block.hpp"
#include "model/choose_kernel.hpp"

namespace bgsim::test {
namespace {

template <typename Real>
using Eif = model::ExponentialIntegrateAndFire<Real>;

static_assert(model::NeuronModel<Eif<model::Pack<double>>, model::Pack<double>>);
static_assert(model::NeuronModel<Eif<model::Pack<float>>, model::Pack<float>>);

/// Cells that differ in their constant current, one for each lane, over 400 ms in steps of 0.1 ms.
class EifBlock {
public:
    EifBlock(double lowest_pA, double step_pA) : rows_(3 * block_size) {
        constants_.dt = 0.1;
        constants_.parameters = {250.0, 10.0, -65.0, -50.0, 3.5, 0.0, -68.0, 0.0, 1.7};
        constants_.parameter_rows = {-1, -1, -1, -1, -1, -1, -1, 2, -1};
        for (NeuronIndex lane = 0; lane != block_size; ++lane) {
            rows_[lane] = -65.0;                                        // V_m
            rows_[2 * block_size + lane] = lowest_pA + step_pA * lane;  // I_e
        }
    }

    /// Whether each cell fired.
    std::vector<bool> run() {
        constexpr int n_steps = 4000;
        std::vector<std::uint8_t> fired(n_steps * block_size);
        using Real = model::Pack<double>;
        const auto kernel = &model::advance_block<Eif<Real>, model::RungeKutta4, false, Real>;
        EXPECT_TRUE(kernel(constants_, {.rows = rows_.data(),
                                        .n_fetched_rows = 0,
                                        .input = rows_.data(),  // no ports: not read
                                        .input_port_stride = 0,
                                        .input_step_stride = 0,
                                        .current = nullptr,
                                        .fired = fired.data(),
                                        .n_steps = n_steps})
                        .is_finite);
        std::vector<bool> has_fired(block_size);
        for (std::size_t i = 0; i != fired.size(); ++i) {
            if (fired[i] != 0) has_fired[i % block_size] = true;
        }
        return has_fired;
    }

private:
    model::PopulationConstants<double> constants_;
    std::vector<double> rows_;
};

TEST(ExampleModelTest, FiresAboveItsClosedFormRheobaseOnly) {
    const double rheobase_pA = 10.0 * (-50.0 - (-65.0) - 3.5);  // g_L (V_T - E_L - Delta_T)
    const double step_pA = 0.5;
    const auto has_fired = EifBlock(rheobase_pA - 60.0, step_pA).run();
    for (NeuronIndex lane = 0; lane != block_size; ++lane) {
        const double above_pA = -60.0 + step_pA * lane;
        if (above_pA < 0.0) {
            EXPECT_FALSE(has_fired[lane]) << above_pA;
        }
        // Near the rheobase the first spike can take longer than the run.
        if (above_pA > 10.0) {
            EXPECT_TRUE(has_fired[lane]) << above_pA;
        }
    }
}

}  // namespace
}  // namespace bgsim::test
