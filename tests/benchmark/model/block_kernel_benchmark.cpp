/// How long does one neuron take for one step? Reported as `ns_per_step` per neuron and core.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "model/block_kernel.hpp"
#include "model/neuron_models.hpp"

namespace {

using bgsim::block_size;
namespace model = bgsim::model;
using bgsim::config::Solver;

constexpr int n_steps = 5;
constexpr std::size_t n_blocks = 16;  // stay in the second-level cache, as blocks of a rank do not

template <typename Real>
struct Setup {
    model::PopulationConstants<Real> constants;
    std::vector<Real> rows;
    std::vector<Real> input;
    std::vector<std::uint8_t> fired;
    std::size_t rows_per_block = 0;

    Setup(const model::ModelDescription& m,
          std::vector<double> values,
          int n_ports,
          Solver solver) {
        constants.dt = Real(0.1);
        constants.n_plain_ports = static_cast<std::size_t>(n_ports - 1);
        for (int p = 0; p != n_ports; ++p) {
            model::PortFactors<Real> f{};
            f.decay = Real(0.98);
            for (int s = 0; s != (solver == Solver::euler ? 1 : 3); ++s) {
                f.to_G[s] = Real(1);
                f.to_J[s] = Real(-60);
            }
            constants.ports.push_back(f);
        }
        constants.block_V_act = Real(-20);
        constants.block_per_S_act = Real(1.0 / 16.0);
        for (const double v : values) constants.parameters.push_back(static_cast<Real>(v));
        constants.parameter_rows.assign(values.size(), -1);
        const std::size_t first = m.state.size() + 1 + static_cast<std::size_t>(n_ports);
        constants.parameter_rows[0] = static_cast<int>(first);  // C_m and V_th differ between cells
        constants.parameter_rows[3] = static_cast<int>(first + 1);
        rows_per_block = first + 2;
        rows.assign(n_blocks * rows_per_block * block_size, Real(0));
        for (std::size_t b = 0; b != n_blocks; ++b) {
            Real* r = rows.data() + b * rows_per_block * block_size;
            std::fill_n(r, block_size, Real(-70));
            std::fill_n(r + first * block_size, block_size, static_cast<Real>(values[0]));
            std::fill_n(r + (first + 1) * block_size, block_size, static_cast<Real>(values[3]));
        }
        input.assign(static_cast<std::size_t>(n_ports) * n_steps * n_blocks * block_size, Real(0));
        fired.assign(n_steps * block_size, 0);
    }

    void run(model::BlockKernel<Real> kernel) {
        const std::size_t n = n_blocks * block_size;
        for (std::size_t b = 0; b != n_blocks; ++b) {
            const model::BlockTask<Real> task{.rows = rows.data() + b * rows_per_block * block_size,
                                              .input = input.data() + b * block_size,
                                              .input_port_stride = n_steps * n,
                                              .input_step_stride = n,
                                              .current = nullptr,
                                              .fired = fired.data(),
                                              .n_steps = n_steps};
            benchmark::DoNotOptimize(kernel(constants, task));
        }
    }
};

const std::vector<double> msn = {15.2, 1, -80, -29.7, 0.01, -80, -20, -20, 0, -55, 91, 40, 0, 0};
const std::vector<double> gpe = {40,  1,  -55.1, -54.7, 1.7, 20,  -55.1, 2.5,
                                 2.5, 70, -60,   15,    0,   1e9, 4.5,   0};

template <typename Real>
void time_kernel(benchmark::State& state,
                 const std::string& name,
                 Solver solver,
                 const std::vector<double>& values,
                 std::string isa) {
    Setup<Real> setup(model::describe_model(name), values, 5, solver);
    const auto kernel = model::find_kernel<Real>(name, solver, true, isa);
    for (auto _ : state) setup.run(kernel);
    const double steps = static_cast<double>(state.iterations()) * n_steps * n_blocks * block_size;
    state.counters["ns_per_step"] =
        benchmark::Counter(steps * 1e-9, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

}  // namespace

int main(int argc, char** argv) {
    for (const auto& isa : model::isa_levels()) {
        for (const auto solver : {Solver::euler, Solver::rk4}) {
            const std::string s = solver == Solver::euler ? "euler" : "rk4";
            for (const auto& [name, values] : {std::pair{std::string("qif"), msn}, {"adex", gpe}}) {
                const std::string label = name + "/" + s + "/5 ports, NMDA/" + isa;
                benchmark::RegisterBenchmark((label + "/double").c_str(), [=](auto& state) {
                    time_kernel<double>(state, name, solver, values, isa);
                });
                benchmark::RegisterBenchmark((label + "/single").c_str(), [=](auto& state) {
                    time_kernel<float>(state, name, solver, values, isa);
                });
            }
        }
    }
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}
