#include "protocol/cell.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bgsim/error.hpp"
#include "model/neuron_models.hpp"
#include "protocol/network_tree.hpp"
#include "protocol/study.hpp"

namespace bgsim::protocol {
namespace {

using testing::HasSubstr;

/// The cell of this name of params/.
Cell cell_named(const std::string& name) {
    config::Diagnostics diagnostics;
    config::Node cells = config::make_scalar(name, {"test", 0, 0});
    config::Node protocol = empty_map();
    protocol.entries.push_back({"cells", cells.location, cells});
    config::Node root = empty_map();
    root.entries.push_back({"protocol", protocol.location, protocol});
    const Study study(root,
                      {.configuration = "cell",
                       .params = {BGSIM_SOURCE_DIR "/params"},
                       .models = model::catalogue()},
                      diagnostics);
    return study.cells()[0];
}

std::string complaint(const std::string& cell, const std::string& unit) {
    config::Diagnostics diagnostics;
    const Currents currents{
        .values = {0.0, 30.0}, .unit = unit, .name = "step", .location = {"--step", 0, 0}};
    check_unit(currents, cell_named(cell), diagnostics);
    try {
        diagnostics.throw_if_any();
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

TEST(CellTest, APlainCellCountsInPicoamperes) {
    const Cell cell = cell_named("msn_d1");
    EXPECT_EQ(cell.current_unit, "pA");
    EXPECT_EQ(cell.capacitance_pF, 15.2);
    EXPECT_EQ(in_picoamperes(0.3, "nA", cell), 300.0);
    EXPECT_EQ(complaint("msn_d1", "nA"), "");
    EXPECT_THAT(
        complaint("msn_d1", "mV/ms"),
        HasSubstr("'msn_d1' (qif) takes no current in mV/ms: its membrane has a capacitance "
                  "in pF, but no area; write for example '30 pA'"));
}

TEST(CellTest, TheModelOf2003CountsInMillivoltsPerMillisecond) {
    const Cell cell = cell_named("gpi_pvpos");
    EXPECT_EQ(cell.current_unit, "mV/ms");
    EXPECT_EQ(cell.I_e, 30.0);
    EXPECT_EQ(in_picoamperes(5.0, "mV/ms", cell), 5.0);  // C_m is 1 pF
    EXPECT_EQ(in_picoamperes(5.0, "pA", cell), 5.0);
    EXPECT_EQ(complaint("gpi_pvpos", "mV/ms"), "");
    EXPECT_EQ(complaint("gpi_pvpos", "pA"), "");
    EXPECT_THAT(complaint("gpi_pvpos", "uA/cm^2"), HasSubstr("counts in mV/ms (1 mV/ms is 1 pA"));
}

TEST(CellTest, AHodgkinHuxleyCellCountsPerArea) {
    const Cell cell = cell_named("chin");  // 11300 um^2 with 1 uF/cm^2
    EXPECT_EQ(cell.current_unit, "uA/cm^2");
    EXPECT_NEAR(cell.capacitance_pF, 113.0, 1e-10);
    EXPECT_NEAR(in_picoamperes(1.0, "uA/cm^2", cell), 113.0, 1e-10);
    EXPECT_EQ(in_picoamperes(1.0, "pA", cell), 1.0);
    EXPECT_EQ(complaint("chin", "uA/cm^2"), "");
    EXPECT_THAT(complaint("chin", "mV/ms"),
                HasSubstr("counts in uA/cm^2 (1 uA/cm^2 is 113 pA here); write for example "
                          "'30 uA/cm^2' or '30 pA'"));
}

TEST(CellTest, StatesAndPortsAreThoseOfTheModelAndTheFile) {
    const Cell cell = cell_named("snr_pvpos");
    ASSERT_EQ(cell.states.size(), 2U);
    EXPECT_EQ(cell.states[1].name, "w");
    EXPECT_EQ(cell.states[1].unit, "pA");
    EXPECT_FALSE(cell.ports.empty());
}

}  // namespace
}  // namespace bgsim::protocol
