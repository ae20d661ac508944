/// Channels and places of populations, what `connect` makes of them, and who is meant by a channel.
#include <gmock/gmock.h>

#include "bgsim/config/load.hpp"
#include "bgsim/error.hpp"
#include "config/channels.hpp"
#include "model/neuron_models.hpp"
#include "support/bytes_without_places.hpp"

namespace bgsim::config {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

const std::string cell =
    "model: lif, parameters: {C_m: 100 pF, g_L: 10 nS, E_L: -70 mV, V_th: -50 mV, V_reset: -65 "
    "mV}, ports: {g: {tau: 5 ms, E_rev: 0 mV}}";

/// Two populations with more keys in their sections, a projection with a rule, and more.
std::string network(const std::string& source,
                    const std::string& target,
                    const std::string& connect,
                    const std::string& more = "") {
    return "experiment: topography\ntime: {duration: 1 s, dt: 0.5 ms}\npopulations:\n  A: {" +
           cell + ", " + source + "}\n  B: {" + cell + ", " + target +
           "}\nprojections: {A -> B: {port: g, weight: 1 nS, delay: 1 ms, connect: {" + connect +
           "}}}\n" + more;
}

Specification loaded(const std::string& yaml, const Overrides& overrides = {}) {
    return load_text(yaml, "net.yaml", overrides, model::catalogue());
}

std::string refusal(const std::string& yaml, const Overrides& overrides = {}) {
    try {
        loaded(yaml, overrides);
    } catch (const InputError& error) {
        return error.what();
    }
    return "loaded";
}

std::vector<double> weights(const std::string& source,
                            const std::string& target,
                            const std::string& connect) {
    return loaded(network(source, target, connect)).projections.at(0).rule.channel_weights;
}

constexpr const char* ten = "rule: fixed_indegree, k: 10, channels: ";
constexpr const char* p10 = "rule: pairwise_bernoulli, p: 0.1, channels: ";

TEST(ChannelsTest, HaveNamesOrNumbers) {
    const auto s = loaded(network("size: 50, channels: [left, right]", "size: 50, channels: 3",
                                  "rule: fixed_indegree, k: 5"));
    EXPECT_THAT(s.populations[0].channels, ElementsAre("left", "right"));
    EXPECT_THAT(s.populations[1].channels, ElementsAre("1", "2", "3"));
    EXPECT_THAT(channel_sizes(s.populations[1]), ElementsAre(16, 17, 17));
    EXPECT_THAT(s.projections[0].rule.channel_weights, IsEmpty());
}

TEST(ChannelsTest, OfSourcesOfSpikesToo) {
    const auto with = load_text(
        "experiment: e\ntime: {duration: 1 s}\npopulations: {C: {size: 4, channels: 2, on: line, "
        "spikes: {poisson: {rate: 5 Hz}}}}\n",
        "net.yaml", {}, model::catalogue());
    EXPECT_THAT(with.populations[0].channels, ElementsAre("1", "2"));
    EXPECT_EQ(with.populations[0].grid, (Grid{.is_sheet = false, .columns = 4, .rows = 1}));
}

TEST(ChannelsTest, EveryOneNeedsACellAndANameOfItsOwn) {
    const auto with = [](const std::string& keys) {
        return refusal(network("size: 2, " + keys, "size: 5", "rule: fixed_indegree, k: 1"));
    };
    EXPECT_THAT(with("channels: 3"),
                HasSubstr("'A' has 3 channels, but only 2 cells; each channel needs a cell"));
    EXPECT_THAT(with("channels: [x, x]"), HasSubstr("'channels' names 'x' twice"));
    EXPECT_THAT(with("channels: [x/y, z]"),
                HasSubstr("the name 'x/y' of a channel is not allowed"));
    EXPECT_THAT(with("channels: 0"), HasSubstr("'channels' must be a whole number from 1"));
    EXPECT_THAT(with("channels: {x: y}"), HasSubstr("write for example '[left, right]'"));
    EXPECT_THAT(with("chanels: 2"), HasSubstr("did you mean 'channels'?"));
}

TEST(ChannelsTest, ProjectionsKeepToThemOrSpread) {
    const std::string three = "size: 30, channels: 3";
    EXPECT_THAT(weights(three, three, std::string(ten) + "diffuse"), IsEmpty());
    EXPECT_THAT(weights(three, three, std::string(ten) + "focused"),
                ElementsAre(1, 0, 0, 0, 1, 0, 0, 0, 1));
    EXPECT_THAT(
        weights(three, three, std::string(ten) + "{same: 1, neighbour: 0.3, distant: 10 %}"),
        ElementsAre(1, 0.3, 0.1, 0.3, 1, 0.3, 0.1, 0.3, 1));
    EXPECT_THAT(weights(three, three, std::string(ten) + "{neighbour: 1}"),
                ElementsAre(0, 1, 0, 1, 0, 1, 0, 1, 0));
    EXPECT_THAT(
        weights(three, "size: 20, channels: 2", std::string(ten) + "[[1, 0.5, 0], [0, 0, 2]]"),
        ElementsAre(1, 0.5, 0, 0, 0, 2));
    EXPECT_THAT(weights(three, "size: 20", std::string(ten) + "[[1, 0.5, 0]]"),
                ElementsAre(1, 0.5, 0));
}

TEST(ChannelsTest, OfBothSidesMustFit) {
    const std::string three = "size: 30, channels: 3";
    const auto with = [&](const std::string& target, const std::string& connect) {
        return refusal(network(three, target, connect));
    };
    EXPECT_THAT(
        with("size: 9", std::string(ten) + "focused"),
        HasSubstr("'channels: focused' needs the same channels on both sides ('A' has 1, 2, "
                  "3, 'B' has none); divide both populations alike"));
    EXPECT_THAT(with("size: 9, channels: [a, b, c]", std::string(ten) + "{same: 1}"),
                HasSubstr("('A' has 1, 2, 3, 'B' has a, b, c)"));
    EXPECT_THAT(with("size: 9, channels: 2", std::string(ten) + "[[1, 0.5], [0, 1]]"),
                HasSubstr("needs 2 row(s), one per channel of 'B', of 3 number(s), one per channel "
                          "of 'A' ('[[1, 0.5], [0, 1]]' found)"));
    EXPECT_THAT(with(three, std::string(ten) + "[[1, 0, 0], [0, -1, 0], [0, 0, 1]]"),
                HasSubstr("'channels' must be zero or positive ('-1' found)"));
    EXPECT_THAT(with(three, std::string(ten) + "{same: 1, neighbor: 0.5}"),
                HasSubstr("did you mean 'neighbour'?"));
    EXPECT_THAT(with(three, std::string(ten) + "{same: 1e308}"),
                HasSubstr("'same' must be at most 1e+09"));
    EXPECT_THAT(with(three, std::string(ten) + "narrow"), HasSubstr("'focused', 'diffuse'"));
}

TEST(ChannelsTest, MistakesInThemAreToldOnce) {
    const std::string found = refusal(
        network("size: 2, channels: 3", "size: 9, channels: 3", std::string(p10) + "focused",
                "inputs: {i -> A: {current: 1 pA, neurons: {channel: 1}}}\n"));
    EXPECT_THAT(found, HasSubstr("1 error"));
}

TEST(ChannelsTest, RulesThatKnowNoneRefuseThem) {
    const std::string two = "size: 10, channels: 2";
    for (const std::string rule :
         {"rule: one_to_one, channels: focused", "rule: fixed_total, N: 5, channels: focused",
          "rule: fixed_outdegree, k: 5, kernel: {gaussian: 0.1}", "rule: all_to_all, kernel: {}"}) {
        EXPECT_THAT(refusal(network(two, two, rule)), HasSubstr("has no meaning for the rule"))
            << rule;
    }
    EXPECT_THAT(refusal(network(two, two, "rule: all_to_all, channels: {same: 0.5}")),
                HasSubstr("with all_to_all, 'channels' tells who is joined, by 0 or 1"));
}

TEST(ChannelsTest, AProbabilityStaysBelowOne) {
    const std::string two = "size: 10, channels: 2";
    EXPECT_THAT(refusal(network(two, two, std::string(p10) + "{same: 12}")),
                HasSubstr("net.yaml:6:"));
    EXPECT_THAT(refusal(network(two, two, std::string(p10) + "{same: 12}")),
                HasSubstr("'p' (0.1) times the largest entry of 'channels' (12) is above 1"));
    EXPECT_EQ(refusal(network(two, two, std::string(p10) + "{same: 10}")), "loaded");
}

TEST(ChannelsTest, NumbersOfPartnersMustBePossible) {
    const std::string two = "size: 20, channels: 2";
    const std::string k = "rule: fixed_indegree, k: 14, channels: ";
    EXPECT_THAT(refusal(network(two, two, k + "focused")),
                HasSubstr("of the in-degree k = 14, 14 must be in channel '1' of 'A', which has 10 "
                          "to choose from; lower k"));
    EXPECT_EQ(refusal(network(two, two, k + "focused, multapses: yes")), "loaded");
    EXPECT_THAT(refusal(network(two, two, k + "{same: 3, neighbour: 1}")),
                HasSubstr("14, 11 must be in channel '1'"));
    EXPECT_THAT(
        refusal(network(two, two, k + "[[1, 1], [0, 0]]")),
        HasSubstr("leaves no cells to choose for channel '2' of 'B': its entries are 0; give "
                  "it an entry above 0; it has a row in the table"));
    EXPECT_THAT(
        refusal(network(two, two, "rule: fixed_outdegree, k: 2, channels: [[1, 0], [1, 0]]")),
        HasSubstr("for channel '2' of 'A': its entries are 0; give it an entry above 0; it "
                  "has a column"));
    EXPECT_EQ(refusal(network(two, two, "rule: fixed_indegree, k: 0, channels: [[1, 1], [0, 0]]")),
              "loaded");
}

TEST(ChannelsTest, AMeanInDegreeKnowsNone) {
    const std::string two = "size: 20, channels: 2, on: line";
    EXPECT_THAT(refusal(network(two, two,
                                "rule: fixed_indegree, k: 2.5, multapses: yes, channels: focused")),
                HasSubstr("'channels' needs a whole k ('2.5' found)"));
    EXPECT_THAT(
        refusal(network(two, two,
                        "rule: fixed_indegree, k: 2.5, multapses: yes, kernel: {gaussian: 1}")),
        HasSubstr("'kernel' needs a whole k ('2.5' found)"));
    EXPECT_EQ(refusal(network(two, two,
                              "rule: fixed_indegree, k: 2.5, multapses: yes, channels: diffuse")),
              "loaded");
}

TEST(ChannelsTest, WithinAPopulationTheCellItselfIsNotCounted) {
    const auto within = [](int k) {
        std::string yaml =
            network("size: 20, channels: 2", "size: 5", "rule: fixed_indegree, k: 1");
        return yaml.replace(yaml.find("A -> B"), 6, "A -> A")
            .replace(yaml.find("k: 1}"), 4,
                     "k: " + std::to_string(k) + ", channels: focused, autapses: no");
    };
    EXPECT_EQ(refusal(within(9)), "loaded");
    EXPECT_THAT(refusal(within(10)), HasSubstr("has 9 to choose from without the cell itself"));
}

TEST(ChannelsTest, SharesOfANumberAreWholeAndAddUp) {
    const auto shared = [](std::uint64_t k, std::vector<double> shares) {
        return split(k, shares);
    };
    EXPECT_THAT(shared(10, {1, 1, 1}), ElementsAre(4, 3, 3));
    EXPECT_THAT(shared(20, {200, 100, 0}), ElementsAre(13, 7, 0));
    EXPECT_THAT(shared(7, {0.3, 0.1, 0.3}), ElementsAre(3, 1, 3));
    EXPECT_THAT(shared(0, {1, 2}), ElementsAre(0, 0));
    EXPECT_THAT(shared(5, {0, 0}), ElementsAre(0, 0));
    EXPECT_THAT(shared(1'000'000'007, {1e-9, 1}), ElementsAre(1, 1'000'000'006));
}

TEST(ChannelsTest, ScaledPopulationsKeepACellForEach) {
    const auto s = loaded(network("size: 100, channels: 4", "size: 40, channels: 4",
                                  "rule: fixed_indegree, k: 10, channels: focused"),
                          {.scale = 0.01});
    EXPECT_EQ(s.populations[0].size, 4U);
    EXPECT_EQ(s.populations[1].size, 4U);
    EXPECT_EQ(s.projections[0].rule.number, 1U);
    EXPECT_THAT(s.notes, ElementsAre(HasSubstr("--scale lowered the in-degree from 10 to 1")));
    EXPECT_THAT(s.resolved_yaml, HasSubstr("k: 1"));
}

TEST(ChannelsTest, ScaledProbabilitiesStopAtOne) {
    const auto s = loaded(network("size: 100, channels: 2", "size: 100, channels: 2",
                                  "rule: pairwise_bernoulli, p: 0.2, channels: {same: 2}"),
                          {.scale = 0.1});
    EXPECT_EQ(s.projections[0].rule.probability, 0.5);
    EXPECT_THAT(s.notes, ElementsAre(HasSubstr("--scale lowered the in-degree")));
}

TEST(PlacesTest, AreOnALineOrASheet) {
    const auto s = loaded(network("size: 40, on: line", "size: 40, on: line",
                                  "rule: fixed_indegree, k: 5, kernel: {gaussian: 10 %}"));
    EXPECT_EQ(s.populations[0].grid, (Grid{.is_sheet = false, .columns = 40, .rows = 1}));
    const auto kernel = s.projections[0].rule.kernel;
    EXPECT_EQ(kernel, (DistanceKernel{DistanceKernel::Shape::gaussian, 0.1, false}));
    const auto sheet = loaded(
        network("size: 40, on: {sheet: [8, 5]}", "size: 9, on: {sheet: [3, 3]}",
                "rule: pairwise_bernoulli, p: 0.5, kernel: {exponential: 0.2, periodic: yes}"));
    EXPECT_EQ(sheet.populations[0].grid, (Grid{.is_sheet = true, .columns = 8, .rows = 5}));
    EXPECT_EQ(sheet.projections[0].rule.kernel,
              (DistanceKernel{DistanceKernel::Shape::exponential, 0.2, true}));
}

TEST(PlacesTest, OfASheetFillIt) {
    const auto with = [](const std::string& on) {
        return refusal(network("size: 40, on: " + on, "size: 9", "rule: fixed_indegree, k: 5"));
    };
    EXPECT_THAT(with("{sheet: [8, 6]}"),
                HasSubstr("a sheet of 8 x 6 has 48 cells, but 'A' has 40; change 'size'"));
    EXPECT_THAT(with("{sheet: 40}"), HasSubstr("'sheet' needs the numbers of columns and rows"));
    EXPECT_THAT(with("{sheet: [40, 0]}"), HasSubstr("'sheet' must be a whole number from 1"));
    EXPECT_THAT(with("plane"), HasSubstr("write for example 'line' or '{sheet: [20, 20]}'"));
    EXPECT_THAT(with("{shet: [8, 5]}"), HasSubstr("did you mean 'sheet'?"));
}

TEST(PlacesTest, KernelsNeedThemOnBothSides) {
    const auto with = [](const std::string& target, const std::string& kernel) {
        return refusal(network("size: 40, on: line, channels: 2", target,
                               "rule: fixed_indegree, k: 5, " + kernel));
    };
    EXPECT_THAT(with("size: 9", "kernel: {gaussian: 0.1}"),
                HasSubstr("'kernel' needs cells that are all on a line, or all on sheets (those of "
                          "'A' are on a line, those of 'B' have no place); add 'on: line'"));
    EXPECT_THAT(with("size: 9, on: {sheet: [3, 3]}", "kernel: {gaussian: 0.1}"),
                HasSubstr("those of 'B' are on a sheet"));
    EXPECT_THAT(with("size: 9, on: line", "kernel: {gaussian: 0}"),
                HasSubstr("'gaussian' must be positive"));
    EXPECT_THAT(with("size: 9, on: line", "kernel: {gaussian: 1e-200}"),
                HasSubstr("'gaussian' must be at least 1e-06"));
    EXPECT_THAT(with("size: 9, on: line", "kernel: {periodic: yes}"),
                HasSubstr("'gaussian' is missing"));
    EXPECT_THAT(with("size: 9, on: line", "kernel: {gaussian: 0.1, exponential: 0.1}"),
                HasSubstr("'kernel' has both 'gaussian' and 'exponential'"));
    EXPECT_THAT(
        with("size: 9, on: line, channels: 2", "kernel: {gaussian: 0.1}, channels: focused"),
        HasSubstr("has both 'channels' and 'kernel'; keep one of them"));
}

TEST(PlacesTest, ScaledSheetsKeepTheirShape) {
    const auto scaled = [](const std::string& size, const std::string& sheet, double scale) {
        const auto s = loaded(network("size: " + size + ", on: {sheet: " + sheet + "}",
                                      "size: 4, on: {sheet: [2, 2]}",
                                      "rule: fixed_indegree, k: 1, kernel: {gaussian: 1}"),
                              {.scale = scale});
        EXPECT_THAT(s.notes[0], HasSubstr("--scale made it a sheet of"));
        // The resolved configuration is the scaled one, and loads.
        const auto again = loaded(s.resolved_yaml);
        EXPECT_EQ(again.populations[0].grid, s.populations[0].grid);
        EXPECT_EQ(again.populations[0].size, s.populations[0].size);
        const Grid& grid = *s.populations[0].grid;
        EXPECT_EQ(grid.columns * grid.rows, s.populations[0].size);
        return std::pair{grid.columns, grid.rows};
    };
    EXPECT_THAT(scaled("400", "[20, 20]", 0.25), Pair(10, 10));
    EXPECT_THAT(scaled("400", "[20, 20]", 0.1), Pair(6, 7));
    EXPECT_THAT(scaled("400", "[40, 10]", 4.0), Pair(80, 20));
    EXPECT_THAT(scaled("400", "[400, 1]", 0.1), Pair(40, 1));
}

TEST(PlacesTest, WithoutAKernelTheyAreNoted) {
    const auto s = loaded(network("size: 40, on: line", "size: 9", "rule: fixed_indegree, k: 5"));
    EXPECT_THAT(s.notes, ElementsAre("'A': its key 'on' has no effect, no projection from or to it "
                                     "has a kernel"));
}

TEST(NeuronsByChannelTest, AreThoseOfTheChannel) {
    const auto s =
        loaded(network("size: 50, channels: [a, b, c]", "size: 50", "rule: fixed_indegree, k: 5",
                       "inputs:\n"
                       "  one -> A: {current: 1 pA, neurons: {channel: b}}\n"
                       "  two -> A: {current: 1 pA, neurons: {channel: [a, c]}}\n"
                       "  mixed -> A: {current: 1 pA, neurons: [{channel: c}, 0, 2-3]}\n"
                       "record: {state: {A: {variables: [V_m], neurons: {channel: [a, b]}}}}\n"));
    EXPECT_THAT(*s.inputs[0].neurons, ElementsAre(Pair(16, 32)));
    EXPECT_THAT(*s.inputs[1].neurons, ElementsAre(Pair(0, 15), Pair(33, 49)));
    EXPECT_THAT(*s.inputs[2].neurons, ElementsAre(Pair(0, 0), Pair(2, 3), Pair(33, 49)));
    EXPECT_THAT(s.recording.states[0].neurons, ElementsAre(Pair(0, 32)));
}

TEST(NeuronsByChannelTest, UnknownOnesAreNamedWithASuggestion) {
    const auto with = [](const std::string& neurons) {
        return refusal(network("size: 50, channels: [left, right]", "size: 50",
                               "rule: fixed_indegree, k: 5",
                               "inputs:\n  one -> A: {current: 1 pA, neurons: " + neurons +
                                   "}\n  two -> B: {current: 1 pA, neurons: {channel: left}}\n"));
    };
    EXPECT_THAT(with("{channel: lefft}"),
                HasSubstr("net.yaml:8:48: 'A' has no channel 'lefft'; did you mean 'left'?"));
    EXPECT_THAT(with("{channel: lefft}"),
                HasSubstr("'B' is not divided into channels ('left' found); add for example "
                          "'channels: [left, right]' to 'B'"));
    EXPECT_THAT(with("{chanel: left}"), HasSubstr("did you mean 'channel'?"));
    EXPECT_THAT(with("{channel: []}"), HasSubstr("'channel' needs names of channels"));
}

TEST(TopographyTest, SurvivesTheWayToOtherRanks) {
    const auto s = loaded(network("size: 40, on: {sheet: [8, 5]}, channels: 2",
                                  "size: 9, on: {sheet: [3, 3]}, channels: 2",
                                  std::string(p10) + "{same: 1}"));
    const auto copy = unpack(pack(s));
    EXPECT_EQ(pack(copy), pack(s));
    EXPECT_EQ(copy.populations[0].channels, s.populations[0].channels);
    EXPECT_EQ(copy.populations[0].grid, s.populations[0].grid);
    EXPECT_EQ(copy.projections[0].rule.channel_weights, s.projections[0].rule.channel_weights);
    const auto kernels = loaded(network("size: 40, on: line", "size: 9, on: line",
                                        "rule: fixed_indegree, k: 5, kernel: {exponential: 0.2, "
                                        "periodic: yes}"));
    EXPECT_EQ(unpack(pack(kernels)).projections[0].rule.kernel, kernels.projections[0].rule.kernel);
}

TEST(TopographyTest, TheResolvedConfigurationGivesTheSame) {
    const auto s =
        loaded(network("size: 40, on: line, channels: [a, b]", "size: 30, channels: [a, b]",
                       std::string(ten) + "{same: 1, neighbour: 0.5}",
                       "inputs: {one -> A: {current: 1 pA, neurons: {channel: b}}}\n"));
    EXPECT_EQ(test::bytes_without_places(loaded(s.resolved_yaml)), test::bytes_without_places(s));
}

}  // namespace
}  // namespace bgsim::config
