// The configuration that is kept with a result needs no other file.
#include <gmock/gmock.h>

#include "bgsim/config/load.hpp"
#include "bgsim/error.hpp"
#include "model/neuron_models.hpp"
#include "support/bytes_without_places.hpp"
#include "support/fake_models.hpp"
#include "support/temporary_folder.hpp"

namespace bgsim::config {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::filesystem::path source_folder = BGSIM_SOURCE_DIR;

/// What is loaded from the resolved configuration of `original` in an empty folder.
Specification load_again(const Specification& original, const model::ModelCatalogue& models) {
    const test::TemporaryFolder folder;
    return load(folder.write("resolved.yaml", original.resolved_yaml), {}, models);
}

TEST(ResolvedTest, AllShippedConfigurationsNeedNoOtherFile) {
    int n_files = 0;
    for (const auto* const group : {"configs/examples", "configs/lindahl2016"}) {
        for (const auto& entry : std::filesystem::directory_iterator(source_folder / group)) {
            if (entry.path().extension() != ".yaml") continue;        // what others read
            if (entry.path().filename() == "network.yaml") continue;  // not run alone
            if (entry.path().filename() == "f_I.yaml") continue;      // for single cells
            SCOPED_TRACE(entry.path());
            ++n_files;
            const Specification first = load(entry.path(), {}, model::catalogue());
            const Specification second = load_again(first, model::catalogue());
            EXPECT_EQ(test::bytes_without_places(first), test::bytes_without_places(second));
            EXPECT_EQ(first.resolved_yaml, second.resolved_yaml);
            EXPECT_THAT(first.resolved_yaml, Not(HasSubstr(" cell:")));
        }
    }
    EXPECT_GE(n_files, 10);
}

TEST(ResolvedTest, ContainsCellsThatNoOtherFolderHas) {
    const Specification first =
        load(source_folder / "tests/unit/config/data/experiment.yaml", {}, test::fake_models());
    const Specification second = load_again(first, test::fake_models());
    EXPECT_EQ(test::bytes_without_places(first), test::bytes_without_places(second));
    EXPECT_EQ(second.populations.at(0).cell, "msn_d1") << "the name of the cell is kept";
    EXPECT_THAT(first.resolved_yaml, HasSubstr("from_cell: msn_d1"));
    EXPECT_THAT(first.resolved_yaml, HasSubstr("C_m: 15.2 pF"));
    EXPECT_THAT(first.resolved_yaml, HasSubstr("E_L: {value: -81.85 mV, dopamine: -0.0282}"));
}

TEST(ResolvedTest, CanBeChangedOnTheCommandLine) {
    const test::TemporaryFolder folder;
    const Specification first =
        load(source_folder / "configs/examples/small_loop.yaml", {}, model::catalogue());
    const auto file = folder.write("resolved.yaml", first.resolved_yaml);
    const Overrides lesion{.set = {"dopamine.level=0"}};
    EXPECT_EQ(test::bytes_without_places(load(file, lesion, model::catalogue())),
              test::bytes_without_places(load(source_folder / "configs/examples/small_loop.yaml",
                                              lesion, model::catalogue())))
        << "the factors of dopamine are kept";
    EXPECT_THROW(load(file, {.set = {"populations.STN.cell=stn"}}, model::catalogue()), InputError);
}

}  // namespace
}  // namespace bgsim::config
