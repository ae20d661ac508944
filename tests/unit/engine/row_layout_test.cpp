#include "engine/row_layout.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "support/lif_network.hpp"
#include "support/port_shapes.hpp"

namespace bgsim::engine {
namespace {

using bgsim::test::alpha;
using bgsim::test::current_port;
using bgsim::test::delta_port;
using bgsim::test::difference;
using bgsim::test::port_of;
using bgsim::test::with_block;
using bgsim::test::with_reversal;
using config::Distribution;
using config::Population;
using config::Port;
using config::Solver;
using testing::ElementsAre;
using testing::ElementsAreArray;

/// Every treatment that the kernel tells apart, in the order in which it takes them.
std::vector<Port> ports_in_kernel_order() {
    return {port_of("AMPA", 4.0),
            with_reversal(port_of("GABA", 4.0), 10.0),
            port_of("slow", 9.0),
            current_port("gap", 2.0),
            alpha(port_of("alpha", 5.0)),
            difference(1.0, port_of("difference", 3.0)),
            difference(2.0, port_of("later", 3.0)),
            alpha(current_port("alpha_current", 1.0)),
            with_block(port_of("NMDA", 50.0)),
            with_block(alpha(port_of("NMDA_alpha", 5.0))),
            with_block(difference(2.0, port_of("NMDA_difference", 5.0))),
            delta_port("jump", 0.5),
            delta_port("leap", 2.0)};
}

Population population_with(const std::vector<Port>& ports) {
    Population population = test::lif_population("A", 10);
    population.ports = ports;
    return population;
}

std::vector<std::string> names_by_place(const Population& population) {
    const RowLayout layout = row_layout(population);
    std::vector<std::string> names(population.ports.size());
    for (std::size_t p = 0; p != names.size(); ++p) {
        names.at(layout.port_order[p]) = population.ports[p].name;
    }
    return names;
}

TEST(RowLayoutTest, TheOrderOfPortsIsThatOfTheKernelWhateverThatOfTheFile) {
    auto ports = ports_in_kernel_order();
    std::vector<std::string> expected;
    for (const Port& port : ports) expected.push_back(port.name);
    for (std::size_t i = 0; i != ports.size(); ++i) {
        std::rotate(ports.begin(), ports.begin() + 5, ports.end());
        if (i % 2 == 1) std::ranges::reverse(ports);
        EXPECT_THAT(names_by_place(population_with(ports)), ElementsAreArray(expected));
    }
}

TEST(RowLayoutTest, PortsThatRiseHaveTwoRowsAndJumpsNone) {
    const auto population = population_with(
        {delta_port("jump"), alpha(port_of("alpha", 2.0)), port_of("AMPA", 4.0),
         with_block(difference(1.0, port_of("NMDA", 9.0))), current_port("gap", 2.0)});
    const RowLayout layout = row_layout(population);
    // V_m and the refractory steps come first; then AMPA, gap, alpha, NMDA.
    EXPECT_EQ(layout.refractory_row(), 1U);
    EXPECT_EQ(layout.port_row(2), 2U);
    EXPECT_EQ(layout.port_row(4), 3U);
    EXPECT_EQ(layout.port_row(1), 4U);
    EXPECT_EQ(layout.port_row(3), 6U);
    EXPECT_EQ(layout.n_port_rows, 6U);
    EXPECT_EQ(layout.n_rows(), 8U);
}

TEST(RowLayoutTest, RowsOfAPortDoNotDependOnTheOrderOfTheFile) {
    auto population = population_with(ports_in_kernel_order());
    const RowLayout layout = row_layout(population);
    std::ranges::reverse(population.ports);
    const RowLayout reversed = row_layout(population);
    const std::size_t n = population.ports.size();
    for (std::size_t p = 0; p != n; ++p) {
        EXPECT_EQ(layout.port_row(p), reversed.port_row(n - 1 - p));
        EXPECT_EQ(layout.port_order[p], reversed.port_order[n - 1 - p]);
    }
}

Population varied(const std::string& parameter, Solver solver, const std::vector<Port>& ports) {
    Population population = population_with(ports);
    population.solver = solver;
    test::parameter(population, parameter) = {
        .kind = Distribution::Kind::uniform, .first = 8.0, .second = 12.0};
    return population;
}

TEST(RowLayoutTest, ParametersThatVaryComeAfterThePorts) {
    const auto population = varied("E_L", Solver::rk4, {alpha(port_of("alpha", 2.0))});
    const RowLayout layout = row_layout(population);
    EXPECT_THAT(layout.varied, ElementsAre(2U));
    EXPECT_EQ(layout.varied_row(0), layout.port_row(0) + 2);
    EXPECT_EQ(layout.n_rows(), layout.varied_row(0) + 1);
}

TEST(RowLayoutTest, OnlyTheExactSolverOfCurrentsWithMembranesThatDifferHasFactorsOfItsOwn) {
    const std::vector<Port> currents = {current_port("gap", 2.0), delta_port("jump"),
                                        alpha(current_port("alpha", 3.0))};
    auto with_conductance = currents;
    with_conductance.push_back(port_of("AMPA", 4.0));
    for (const std::string parameter : {"C_m", "g_L"}) {
        const RowLayout layout = row_layout(varied(parameter, Solver::exact, currents));
        EXPECT_TRUE(layout.has_port_factors);
        EXPECT_EQ(layout.factor_row(0), layout.varied_row(0) + 1);
        EXPECT_EQ(layout.n_rows(), layout.factor_row(0) + 3);  // one of gap, two of alpha
        EXPECT_FALSE(row_layout(varied(parameter, Solver::rk4, currents)).has_port_factors);
        EXPECT_FALSE(
            row_layout(varied(parameter, Solver::exact, with_conductance)).has_port_factors);
    }
    EXPECT_FALSE(row_layout(varied("E_L", Solver::exact, currents)).has_port_factors);
}

TEST(RowLayoutTest, CellsThatOnlySendSpikesHaveNoState) {
    Population source;
    source.size = 300;
    source.spike_times = {10, 20};
    const RowLayout layout = row_layout(source);
    EXPECT_EQ(layout.n_state, 0U);
    EXPECT_EQ(layout.n_port_rows, 0U);
}

}  // namespace
}  // namespace bgsim::engine
