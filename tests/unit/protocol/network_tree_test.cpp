#include "protocol/network_tree.hpp"

#include <gtest/gtest.h>

#include "config/emit.hpp"

namespace bgsim::protocol {
namespace {

Plan plan_with(const std::string& solver) {
    Plan plan;
    plan.network = empty_map();
    plan.cell = empty_map();
    const config::SourceLocation here{"test", 0, 0};
    plan.network.entries.push_back({"seed", here, config::make_scalar("7", here)});
    plan.cell.entries.push_back({"solver", here, config::make_scalar(solver, here)});
    return plan;
}

Cell lindahl_cell(const std::string& name) {
    Cell cell;
    cell.label = name;
    cell.population = name;
    cell.reference = config::make_scalar("lindahl2016/" + name, {"test", 0, 0});
    return cell;
}

TEST(NetworkTreeTest, IsAConfigurationInTheLanguageOfNetworks) {
    NetworkTree tree(plan_with("euler"), "f_I");
    tree.set_time(2500.0, 500.0);
    tree.add_cells(lindahl_cell("fsn"), "fsn", 3);
    tree.set("fsn", "initial", "V_m", "-60 mV");
    tree.add(Injection{.population = "fsn",
                       .name = "step_0",
                       .neurons = "0",
                       .before_pA = -1.5,
                       .changes = {{500.0, 20.0}}});
    tree.add(Injection{.population = "fsn",
                       .name = "ramp",
                       .neurons = "1-2",
                       .ramp = {{0.0, 0.0}, {1000.0, 300.0}}});
    tree.add(Injection{.population = "fsn", .name = "hold", .neurons = "", .before_pA = 0.1});
    tree.add(Sampling{.population = "fsn", .variables = {"V_m", "u"}, .every_ms = 1.0});
    tree.add_source("train", {10.0, 30.5});
    tree.add(Synapse{.source = "train",
                     .target = "fsn",
                     .port = config::make_scalar("AMPA_1", {}),
                     .weight = config::make_scalar("2 nS", {})});
    EXPECT_EQ(config::to_yaml(tree.root()),
              "experiment: f_I\n"
              "seed: 7\n"
              "record:\n"
              "  spikes: all\n"
              "  state:\n"
              "    fsn:\n"
              "      variables: [V_m, u]\n"
              "      every: 1 ms\n"
              "limits: {max_rate: 1000 kHz, nan: ignore}\n"
              "time: {duration: 2500 ms, discard: 500 ms, dt: 0.1 ms}\n"
              "populations:\n"
              "  fsn:\n"
              "    size: 3\n"
              "    cell: lindahl2016/fsn\n"
              "    solver: euler\n"
              "    initial: {V_m: -60 mV}\n"
              "  train:\n"
              "    size: 1\n"
              "    spikes:\n"
              "      times: [10 ms, 30.5 ms]\n"
              "inputs:\n"
              "  step_0 -> fsn:\n"
              "    current:\n"
              "      value: -1.5 pA\n"
              "      steps: [[500 ms, 20 pA]]\n"
              "    neurons: 0\n"
              "  ramp -> fsn:\n"
              "    current:\n"
              "      ramp: [[0 ms, 0 pA], [1000 ms, 300 pA]]\n"
              "    neurons: 1-2\n"
              "  hold -> fsn: {current: 0.1 pA}\n"
              "projections:\n"
              "  train -> fsn:\n"
              "    port: AMPA_1\n"
              "    connect: {rule: all_to_all}\n"
              "    weight: 2 nS\n"
              "    delay: 0.1 ms\n");
}

TEST(NetworkTreeTest, QuantitiesAreWrittenSoThatTheyAreReadBackExactly) {
    EXPECT_EQ(quantity(0.1 + 0.2, "pA"), "0.30000000000000004 pA");
    EXPECT_EQ(quantity(300.0, "ms"), "300 ms");
}

}  // namespace
}  // namespace bgsim::protocol
