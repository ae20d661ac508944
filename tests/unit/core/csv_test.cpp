#include "core/csv.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <sstream>

namespace bgsim::core {
namespace {

using ::testing::ElementsAre;

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

std::vector<std::vector<std::string>> records(const std::string& text) {
    std::istringstream stream(text);
    CsvReader reader(stream);
    std::vector<std::vector<std::string>> all;
    while (auto record = reader.next()) all.push_back(std::move(*record));
    return all;
}

TEST(CsvReaderTest, WhatWasWrittenIsReadBack) {
    const std::vector<std::string> fields = {"GPe_TI", "a, \"b\"", "", "\"", "c"};
    EXPECT_THAT(records(csv_line(fields)), ElementsAre(fields));
    EXPECT_THAT(records(csv_line({"", ""})), ElementsAre(ElementsAre("", "")));
}

TEST(CsvReaderTest, BlanksCommentsAndEmptyLinesDoNotCount) {
    EXPECT_THAT(records("\xEF\xBB\xBF# time\n\n a ,\tb\r\n  \n,\nc"),
                ElementsAre(ElementsAre("a", "b"), ElementsAre("", ""), ElementsAre("c")));
    EXPECT_THAT(records("\"a,b\" , \"c\"\n\"open"),
                ElementsAre(ElementsAre("a,b", "c"), ElementsAre("open")));
    EXPECT_TRUE(records("").empty());
    EXPECT_TRUE(records("# nothing\n").empty());
}

TEST(CsvReaderTest, KnowsTheLine) {
    std::istringstream stream("# a\n1\n\n2\n");
    CsvReader reader(stream);
    reader.next();
    EXPECT_EQ(reader.line(), 2);
    reader.next();
    EXPECT_EQ(reader.line(), 4);
}

TEST(CsvReaderTest, NumbersAreWholeFields) {
    EXPECT_EQ(csv_number("1.25"), 1.25);
    EXPECT_EQ(csv_number("-1e-3"), -0.001);
    EXPECT_EQ(csv_number("+7"), 7.0);
    EXPECT_TRUE(std::isnan(csv_number("nan").value()));
    for (const char* text : {"", "1 ms", "1,5", "soon", "--1"}) EXPECT_FALSE(csv_number(text));
}

}  // namespace
}  // namespace bgsim::core
