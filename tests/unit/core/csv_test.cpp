#include "core/csv.hpp"

#include <gmock/gmock.h>

namespace bgsim::core {
namespace {

TEST(CsvTest, OnlyFieldsThatNeedThemGetQuotes) {
    EXPECT_EQ(csv_field("GPe_TI"), "GPe_TI");
    EXPECT_EQ(csv_field("Mallet, 2008"), "\"Mallet, 2008\"");
    EXPECT_EQ(csv_field("a \"b\""), "\"a \"\"b\"\"\"");
    EXPECT_EQ(csv_field("two\nlines"), "\"two\nlines\"");
    EXPECT_EQ(csv_field(""), "");
}

TEST(CsvTest, ALineKeepsEmptyFields) {
    EXPECT_EQ(csv_line({"", "a", ""}), ",a,\n");
    EXPECT_EQ(csv_line({"", ""}), ",\n");
    EXPECT_EQ(csv_line({}), "\n");
}

}  // namespace
}  // namespace bgsim::core
