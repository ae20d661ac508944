/// How long does one neuron take for one step? Reported as `ns_per_step` per neuron and core.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "model/block_kernel.hpp"
#include "model/neuron_models.hpp"

namespace {

using bgsim::block_size;
namespace model = bgsim::model;
using bgsim::config::Solver;

constexpr int n_steps = 5;
constexpr std::size_t n_slots = 4;    // blocks whose input is prepared together, as in the engine
constexpr std::size_t n_blocks = 16;  // stay in the second-level cache, as blocks of a rank do not

/// A cell with its ports.
struct Case {
    std::string label;
    std::string model;
    Solver solver;
    std::vector<double> parameters;
    int n_exponential = 4;  ///< conductance ports with one row
    int n_rising = 0;       ///< with two rows
    bool has_block = true;  ///< one more, with NMDA block
    bool has_conductance = true;
};

template <typename Real>
model::PortFactors<Real> typical_factors() {
    return {.decay = Real(0.98),
            .to_G = {Real(1), Real(1), Real(1)},
            .to_J = {Real(-60), Real(-60), Real(-60)}};
}

template <typename Real>
struct Setup {
    model::PopulationConstants<Real> constants;
    std::vector<Real> rows;
    std::vector<Real> input;
    std::vector<std::uint8_t> fired;
    std::size_t rows_per_block = 0;

    explicit Setup(const Case& c) {
        const auto& description = model::describe_model(c.model);
        const auto f = typical_factors<Real>();
        constants.dt = Real(0.1);
        constants.plain.exponential.assign(static_cast<std::size_t>(c.n_exponential), f);
        constants.plain.rising.assign(static_cast<std::size_t>(c.n_rising),
                                      {.g = f, .q = f, .feed = Real(0.1)});
        if (c.has_block) constants.blocked.exponential.push_back(f);
        constants.block_V_act = Real(-20);
        constants.block_per_S_act = Real(1.0 / 16.0);
        for (const double v : c.parameters) constants.parameters.push_back(static_cast<Real>(v));
        constants.parameter_rows.assign(c.parameters.size(), -1);
        const std::size_t n_ports = constants.plain.size() + constants.blocked.size();
        const std::size_t first =
            description.state.size() + 1 + constants.plain.n_rows() + constants.blocked.n_rows();
        constants.parameter_rows[0] = static_cast<int>(first);  // two differ between cells
        constants.parameter_rows[3] = static_cast<int>(first + 1);
        rows_per_block = first + 2;
        rows.assign(n_blocks * rows_per_block * block_size, Real(0));
        fill_rows(description, c, first);
        input.assign(n_slots * std::max<std::size_t>(1, n_ports) * n_steps * block_size, Real(0));
        fired.assign(n_steps * block_size, 0);
    }

    void fill_rows(const model::ModelDescription& m, const Case& c, std::size_t first) {
        std::vector<double> start(m.state.size(), 0.0);
        if (m.steady_state) start = m.steady_state(c.parameters, -70.0);
        start.front() = -70.0;
        for (std::size_t b = 0; b != n_blocks; ++b) {
            Real* r = rows.data() + b * rows_per_block * block_size;
            for (std::size_t k = 0; k != start.size(); ++k) {
                std::fill_n(r + k * block_size, block_size, static_cast<Real>(start[k]));
            }
            std::fill_n(r + first * block_size, block_size, static_cast<Real>(c.parameters[0]));
            std::fill_n(r + (first + 1) * block_size, block_size,
                        static_cast<Real>(c.parameters[3]));
        }
    }

    void run(model::BlockKernel<Real> kernel) {
        const std::size_t in_slot = input.size() / n_slots;
        for (std::size_t b = 0; b != n_blocks; ++b) {
            const model::BlockTask<Real> task{.rows = rows.data() + b * rows_per_block * block_size,
                                              .n_fetched_rows = 0,
                                              .input = input.data() + b % n_slots * in_slot,
                                              .input_port_stride = n_steps * block_size,
                                              .input_step_stride = block_size,
                                              .current = nullptr,
                                              .fired = fired.data(),
                                              .n_steps = n_steps};
            benchmark::DoNotOptimize(kernel(constants, task));
        }
    }
};

constexpr double infinity = std::numeric_limits<double>::infinity();

// The cells of params/ (msn_d2, gpe_prototypic, snc_gaba, gpi_sstpos, stn of so2012 ...).
const std::vector<double> msn = {15.2, 1, -80, -29.7, 0.01, -80, -20, -20, 0, 0, -55, 91, 40, 0, 0};
const std::vector<double> gpe = {40,  1,  -55.1, -54.7, 1.7, 20,       -55.1, 2.5,
                                 2.5, 70, -60,   15,    0,   infinity, 4.5,   0};
const std::vector<double> snc_gaba = {80, 3, -55.8, -40.3, -65, -infinity, 0, 2};
const std::vector<double> gpi = {0.005, 0.585, -65, 4, 0.04, 5, 140, 30, 0, 1, 0};
const std::vector<double> hh_stn = {1,   6000, 2.25, -60, 45, -80,  37.5,    55, 0.5,
                                    140, 2,    140,  20,  15, 22.5, 3.75e-5, 0,  -10};
const std::vector<double> hh_gp = {1,    4000, 0.1, -65, 30, -80,  120, 55, 0.5, 120,
                                   0.15, 120,  10,  10,  15, 1e-4, 30,  0,  -10};
const std::vector<double> hh_da = {1,    1500, 30, 60,  5,    -85, 0.03, 0.03, 60,
                                   0.12, 0.1,  0,  1.4, 0.01, -50, 0,    -20};
const std::vector<double> hh_chin = {1,   11300, 30,  50,   1,   -90,  0.05, 0.01, 0.06,
                                     -50, 0.1,   120, 0.02, 0.4, 0.02, 150,  0,    -20};

std::vector<Case> all_cases() {
    std::vector<Case> cases;
    for (const auto solver : {Solver::euler, Solver::rk4}) {
        const std::string s = solver == Solver::euler ? "/euler" : "/rk4";
        cases.push_back({"qif" + s + "/5 ports, NMDA", "qif", solver, msn});
        cases.push_back({"adex" + s + "/5 ports, NMDA", "adex", solver, gpe});
        cases.push_back({"izhikevich" + s + "/5 ports, NMDA", "izhikevich", solver, gpi});
        cases.push_back({"lif" + s + "/5 ports, NMDA", "lif", solver, snc_gaba});
    }
    cases.push_back({"lif/exact/5 ports, NMDA", "lif", Solver::exact, snc_gaba});
    cases.push_back(
        {"lif/exact/2 current ports", "lif", Solver::exact, snc_gaba, 2, 0, false, false});
    cases.push_back(
        {"lif/exact/3 alpha currents", "lif", Solver::exact, snc_gaba, 0, 3, false, false});
    cases.push_back({"izhikevich/published/5 ports, NMDA", "izhikevich", Solver::published, gpi});
    cases.push_back({"qif/rk4/4 alpha ports, NMDA", "qif", Solver::rk4, msn, 0, 4});
    cases.push_back({"hh_stn/rk4 in 4 parts/5 ports, NMDA", "hh_stn", Solver::rk4, hh_stn});
    cases.push_back({"hh_gp/rk4 in 4 parts/5 ports, NMDA", "hh_gp", Solver::rk4, hh_gp});
    cases.push_back(
        {"hh_dopaminergic/rk4 in 8 parts/5 ports, NMDA", "hh_dopaminergic", Solver::rk4, hh_da});
    cases.push_back(
        {"hh_cholinergic/rk4 in 4 parts/5 ports, NMDA", "hh_cholinergic", Solver::rk4, hh_chin});
    return cases;
}

template <typename Real>
void time_kernel(benchmark::State& state, const Case& c, const std::string& isa) {
    Setup<Real> setup(c);
    const auto kernel = model::find_kernel<Real>({.model = c.model,
                                                  .solver = c.solver,
                                                  .has_conductance = c.has_conductance,
                                                  .has_nmda_block = c.has_block},
                                                 isa);
    for (auto _ : state) setup.run(kernel);
    const double steps = static_cast<double>(state.iterations()) * n_steps * n_blocks * block_size;
    state.counters["ns_per_step"] =
        benchmark::Counter(steps * 1e-9, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

}  // namespace

int main(int argc, char** argv) {
    for (const auto& isa : model::isa_levels()) {
        for (const Case& c : all_cases()) {
            const std::string label = c.label + "/" + isa;
            benchmark::RegisterBenchmark((label + "/double").c_str(),
                                         [=](auto& state) { time_kernel<double>(state, c, isa); });
            benchmark::RegisterBenchmark((label + "/single").c_str(),
                                         [=](auto& state) { time_kernel<float>(state, c, isa); });
        }
    }
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}
