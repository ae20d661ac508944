#include "report/groups.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "bgsim/error.hpp"

namespace bgsim::report {
namespace {

using testing::ElementsAre;

report::Run run(const std::string& file,
                const std::string& experiment,
                const std::string& configuration,
                const std::vector<std::string>& populations = {"STN"}) {
    report::Run result{
        .file = file, .provenance = {{"experiment", experiment}, {"configuration", configuration}}};
    for (const auto& name : populations) {
        analysis::PopulationAnalysis population;
        population.name = name;
        result.analysis.populations.push_back(population);
    }
    return result;
}

std::vector<std::string> labels(const Scene& scene) {
    std::vector<std::string> result;
    for (const Group& group : scene.groups) result.push_back(group.label);
    return result;
}

TEST(GroupsTest, SeedsOfOneConfigurationAreOneGroup) {
    const auto scene = scene_of({run("1.h5", "a", "{seed: 1, x: 1}"), run("2.h5", "b", "{x: 2}"),
                                 run("3.h5", "a", "{seed: 2, input_seed: 3, x: 1}")});
    EXPECT_THAT(labels(scene), ElementsAre("a", "b"));
    EXPECT_EQ(scene.groups[0].runs.size(), 2U);
    EXPECT_EQ(scene.groups[0].runs[1].file, "3.h5");
}

TEST(GroupsTest, TheSameRunTwiceIsRefused) {
    EXPECT_THROW(scene_of({run("1.h5", "a", "{seed: 1}"), run("2.h5", "a", "{seed: 1}")}),
                 InputError);
}

TEST(GroupsTest, DifferencesOfGroupsAreThoseOfTheirNetworks) {
    const auto scene = scene_of({run("1.h5", "a", "{seed: 1, experiment: a, x: 1}"),
                                 run("2.h5", "b", "{seed: 2, experiment: b, x: 2}")});
    EXPECT_THAT(differences(scene.groups[1], scene.groups[0]), ElementsAre("x: 1 -> 2"));
}

TEST(ShownCellsTest, EveryRowHasACellOfItsOwn) {
    for (std::uint64_t size = 1; size != 200; ++size) {
        for (std::uint64_t n_rows = 1; n_rows <= std::min<std::uint64_t>(size, 40); ++n_rows) {
            const auto cells = shown_cells(size, n_rows);
            EXPECT_EQ(cells.size(), n_rows);
            EXPECT_LT(cells.back(), size);
            EXPECT_TRUE(std::ranges::adjacent_find(cells, std::greater_equal{}) == cells.end())
                << size << ' ' << n_rows;
        }
    }
}

TEST(GroupsTest, AnotherWindowIsAnotherGroup) {
    report::Run late = run("2.h5", "a", "{seed: 2}");
    late.analysis.request.window = {.from_ms = 1000.0, .to_ms = 2000.0};
    EXPECT_EQ(scene_of({run("1.h5", "a", "{seed: 1}"), std::move(late)}).groups.size(), 2U);
}

TEST(GroupsTest, FilesTellExperimentsOfOneNameApart) {
    EXPECT_THAT(labels(scene_of({run("x/low.h5", "a", "{x: 1}"), run("x/high.h5", "a", "{x: 2}")})),
                ElementsAre("low", "high"));
    EXPECT_THAT(
        labels(scene_of({run("p/seed-1.h5", "a", "{x: 1}"), run("q/seed-1.h5", "a", "{x: 2}")})),
        ElementsAre("p/seed-1", "q/seed-1"));
}

TEST(GroupsTest, APopulationHasOneColourInAllRuns) {
    const auto scene = scene_of(
        {run("1.h5", "a", "{x: 1}", {"STN", "GPe"}), run("2.h5", "b", "{x: 2}", {"SNr", "GPe"})});
    EXPECT_THAT(scene.populations, ElementsAre("STN", "GPe", "SNr"));
    EXPECT_EQ(scene.colour_of("GPe"), 1U);
}

}  // namespace
}  // namespace bgsim::report
