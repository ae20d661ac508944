#include "config/merge.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "config/emit.hpp"
#include "config/yaml_reader.hpp"

namespace bgsim::config {
namespace {

Node tree(const std::string& text, const std::string& name = "test.yaml") {
    Diagnostics diagnostics;
    auto node = parse_yaml(text, name, diagnostics);
    EXPECT_NO_THROW(diagnostics.throw_if_any());
    return node.value_or(Node{});
}

std::string merged(const std::string& base, const std::string& overlay) {
    Diagnostics diagnostics;
    Node node = tree(base);
    merge(node, tree(overlay), "", diagnostics);
    diagnostics.throw_if_any();
    return preview(node);
}

TEST(MergeTest, MapsMergeKeyByKey) {
    EXPECT_EQ(merged("{a: {b: 1, c: 2}, d: 3}", "{a: {c: 4, e: 5}}"),
              "{a: {b: 1, c: 4, e: 5}, d: 3}");
}

TEST(MergeTest, ValuesAndListsReplace) {
    EXPECT_EQ(merged("{a: [1, 2], b: {c: 1}}", "{a: [3], b: 2}"), "{a: [3], b: 2}");
    EXPECT_EQ(merged("{a: 1}", "{a: {b: 2}}"), "{a: {b: 2}}");
    EXPECT_EQ(merged("{a: {uniform: [1, 2]}}", "{a: {normal: [3, 4]}}"), "{a: {normal: [3, 4]}}");
}

TEST(MergeTest, NullRemovesWhatIsThere) {
    EXPECT_EQ(merged("{a: 1, b: {c: 1, d: 2}}", "{a: ~, b: {c: null}}"), "{b: {d: 2}}");
    EXPECT_THROW(merged("{a: 1}", "{b: ~}"), InputError);
    EXPECT_THROW(merged("{a: 1}", "{b: {c: ~}}"), InputError);
}

TEST(MergeTest, OnlyAWrittenNullRemoves) {
    for (const std::string null : {"~", "null", "NULL", "&x ~", "~  # lesion"}) {
        EXPECT_EQ(merged("{a: 1, b: 2}", "a: " + null + "\n"), "{b: 2}") << null;
        EXPECT_EQ(merged("{a: 1, b: 2}",
                         "\xEF\xBB\xBF"
                         "a: " +
                             null + "\n"),
                  "{b: 2}")
            << null;
    }
    for (const std::string overlay : {"a:\n", "a:", "a: # null\n", "{a: , c: ~}", "{a, c: ~}",
                                      "a: &x\n", "a: \nnull_key: 3\n"}) {
        EXPECT_THROW(merged("{a: 1, c: 2}", overlay), InputError) << overlay;
    }
}

TEST(MergeTest, NodesKeepThePlaceWhereTheyWereWritten) {
    Diagnostics diagnostics;
    Node node = tree("a: {b: 1}\nc: 2\n", "first.yaml");
    merge(node, tree("a:\n  d: 3\n", "second.yaml"), "", diagnostics);
    EXPECT_EQ(to_string(node.find("a")->find("b")->location), "first.yaml:1:8");
    EXPECT_EQ(to_string(node.find("a")->find("d")->location), "second.yaml:2:6");
    EXPECT_EQ(to_string(node.find("a")->entries[1].location), "second.yaml:2:3");
}

TEST(TreeTest, AliasesAreCopies) {
    EXPECT_EQ(preview(tree("a: &x {b: [1, 2]}\nc: *x\n")), "{a: {b: [1, 2]}, c: {b: [1, 2]}}");
}

TEST(TreeTest, AliasesCannotExplode) {
    std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i != 12; ++i) {
        text += fmt::format("a{}: &a{} [", i, i);
        for (int j = 0; j != 10; ++j) text += fmt::format("{}*a{}", j ? ", " : "", i - 1);
        text += "]\n";
    }
    Diagnostics diagnostics;
    EXPECT_FALSE(parse_yaml(text, "test.yaml", diagnostics));
    EXPECT_FALSE(parse_yaml("a: &x [*x]\n", "test.yaml", diagnostics));
    EXPECT_EQ(diagnostics.count(), 2U);
}

TEST(TreeTest, EmittedTextReadsBackToTheSameTree) {
    const std::string text =
        "name: 'no: {x'\nrange: 0-9\nflag: yes\n'STN -> SNr (b)': {w: 1 nS, l: [1, [a, b]]}\n"
        "quoted: \"~\"\nmap: {deep: {deeper: {deepest: 1}}}\n";
    const Node node = tree(text);
    const Node again = tree(to_yaml(node));
    EXPECT_EQ(to_yaml(again), to_yaml(node));
    EXPECT_EQ(again.find("quoted")->text, "~");
    EXPECT_EQ(again.find("map")->find("deep")->find("deeper")->find("deepest")->text, "1");
}

}  // namespace
}  // namespace bgsim::config
