#include "core/text_table.hpp"

#include <gtest/gtest.h>

#include "bgsim/error.hpp"

namespace bgsim::core {
namespace {

TEST(TextTableTest, NumbersAreFlushRightAndWordsFlushLeft) {
    TextTable table({"population", "cells", "memory"});
    table.add({"STN", "388", "1.2 MB"});
    table.add({"MSN_D1", "37971", "90 MB"});
    EXPECT_EQ(table.text(),
              "population  cells  memory\n"
              "STN           388  1.2 MB\n"
              "MSN_D1      37971   90 MB\n");
}

TEST(TextTableTest, NumbersWithMoreThanAUnitAreWords) {
    TextTable table({"waveform"});
    table.add({"546 Hz, square 20 Hz"});
    table.add({"6 pA"});
    EXPECT_EQ(table.text(), "waveform\n546 Hz, square 20 Hz\n6 pA\n");
}

TEST(TextTableTest, LinesEndWithoutBlanksAndStartWithTheIndent) {
    TextTable table({"name", "source"});
    table.add({"STN"});
    EXPECT_EQ(table.text(2), "  name  source\n  STN\n");
}

TEST(TextTableTest, LettersOutsideAsciiTakeOneColumn) {
    TextTable table({"source", "n"});
    table.add({"Liénard", "1"});
    table.add({"Girard", "22"});
    EXPECT_EQ(table.text(), "source    n\nLiénard   1\nGirard   22\n");
}

TEST(TextTableTest, WithoutRowsThereIsTheHeader) {
    EXPECT_EQ(TextTable({"a", "b"}).text(), "a  b\n");
}

TEST(TextTableTest, TooLongARowIsAFault) {
    TextTable table({"a"});
    EXPECT_THROW(table.add({"1", "2"}), InternalError);
}

}  // namespace
}  // namespace bgsim::core
