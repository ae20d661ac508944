/// What is unconnected, and the order of the file, make no difference; the seed does.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <utility>

#include "bgsim/config/load.hpp"
#include "model/neuron_models.hpp"
#include "support/run_network.hpp"
#include "support/temporary_folder.hpp"

namespace bgsim {
namespace {

using test::activity_of;

/// A configuration in pieces that may stand in any order.
struct Pieces {
    std::vector<std::string> populations = {population("A", 300), population("B", 40),
                                            population("C", 500)};
    // Projections onto C bring their own ports, of all types and shapes, so that the order of ports
    // is that of the file too.
    std::vector<std::string> projections = {
        projection("A -> C", "{tau: 3 ms, E_rev: 0 mV}", "2.1 nS", "{uniform: [1 ms, 4 ms]}"),
        projection("B -> C",
                   "{shape: alpha, tau: 7 ms, E_rev: -80 mV}",
                   "{uniform: [0 nS, 1 nS]}",
                   "0.7 ms"),
        projection("C -> C",
                   "{shape: difference, tau_rise: 0.7 ms, tau_decay: 2.3 ms, E_rev: -65 mV}",
                   "0.3 nS",
                   "1.3 ms"),
        projection("B -> C (current)", "{type: current, tau: 3 ms}", "2 pA", "0.7 ms"),
        projection("A -> C (jump)", "{type: delta}", "{uniform: [0 mV, 0.2 mV]}", "1.9 ms"),
        projection("C -> A", "in", "{uniform: [0 nS, 0.4 nS]}", "0.9 ms"),
        projection("A -> B", "in", "0.7 nS", "1.1 ms"),
        projection("A -> B (late)", "in", "0.9 nS", "5 ms")};
    std::vector<std::string> inputs = {input("x -> A", 1500), input("y -> A", 700),
                                       input("x -> B", 1100), input("x -> C", 1300)};
    int seed = 3;

    static std::string population(const std::string& name, int size) {
        return "  " + name + ": {size: " + std::to_string(size) +
               ", model: lif, parameters: {C_m: 100 pF, g_L: 10 nS, E_L: -70 mV, V_th: -50 mV, "
               "V_reset: -65 mV}, vary: {C_m: {uniform: [70 pF, 130 pF]}}, "
               "ports: {in: {tau: 5 ms, E_rev: 0 mV}}}\n";
    }
    static std::string projection(const std::string& name,
                                  const std::string& port,
                                  const std::string& weight,
                                  const std::string& delay) {
        return "  " + name + ": {port: " + port + ", connect: {rule: fixed_indegree, k: 20}, " +
               "weight: " + weight + ", delay: " + delay + "}\n";
    }
    static std::string input(const std::string& name, int rate) {
        return "  " + name + ": {poisson: {rate: " + std::to_string(rate) +
               " Hz}, ports: {in: 1.7 nS}}\n";
    }
};

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const auto& part : parts) text += part;
    return text;
}

void rotate(std::vector<std::string>& parts, int n) {
    std::rotate(parts.begin(), parts.begin() + n, parts.end());
}

config::Specification load(const Pieces& pieces) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "network.yaml")
        << "experiment: order\nseed: " << pieces.seed
        << "\ntime: {duration: 300 ms}\n"
        // A sum in another order would show in the last bits of a potential.
        << "precision: single\n"
        << "record: {state: {C: {variables: [V_m], neurons: all, every: 5 ms}}}\n"
        << "populations:\n"
        << joined(pieces.populations) << "projections:\n"
        << joined(pieces.projections) << "inputs:\n"
        << joined(pieces.inputs);
    return config::load(folder / "network.yaml", {}, model::catalogue());
}

const test::Activity& expected() {
    static const auto activity = activity_of(load({}));
    return activity;
}

TEST(IndependenceTest, TheNetworkIsActive) {
    for (const auto& [name, train] : expected().trains) EXPECT_GT(train.size(), 100U) << name;
    EXPECT_EQ(expected().samples.size(), 60U * 500U);
}

TEST(IndependenceTest, AnUnconnectedPopulationChangesNothing) {
    Pieces pieces;
    pieces.populations.insert(pieces.populations.begin(), Pieces::population("extra", 400));
    pieces.inputs.insert(pieces.inputs.begin(), Pieces::input("x -> extra", 1500));
    // Even though it shortens the interval between exchanges.
    pieces.projections.insert(pieces.projections.begin(),
                              Pieces::projection("extra -> extra", "in", "0.1 nS", "0.1 ms"));
    auto activity = activity_of(load(pieces));
    EXPECT_GT(activity.trains["extra"].size(), 100U);
    activity.trains.erase("extra");
    EXPECT_TRUE(activity == expected());
}

TEST(IndependenceTest, TheOrderOfTheFileChangesNothing) {
    for (int i = 0; i != 4; ++i) {
        Pieces pieces;
        rotate(pieces.populations, i % 3);
        rotate(pieces.projections, i);
        rotate(pieces.inputs, i);
        if (i % 2 == 1) std::ranges::reverse(pieces.projections);
        EXPECT_TRUE(activity_of(load(pieces)) == expected());
    }
}

TEST(IndependenceTest, AnotherSeedChangesEveryPopulation) {
    for (const int seed : {0, 4}) {
        Pieces pieces;
        pieces.seed = seed;
        for (const auto& [name, train] : activity_of(load(pieces)).trains) {
            EXPECT_GT(train.size(), 100U) << name;
            EXPECT_NE(train, expected().trains.at(name));
        }
    }
}

}  // namespace
}  // namespace bgsim
