#include "cli/site_file.hpp"

#include <gtest/gtest.h>

#include <map>

#include "support/temporary_folder.hpp"

namespace bgsim::cli {
namespace {

Variables variables(const std::map<std::string, std::string>& values) {
    return [values](const char* name) -> std::optional<std::string> {
        const auto found = values.find(name);
        if (found == values.end()) return std::nullopt;
        return found->second;
    };
}

TEST(SiteFileTest, NearestComesFirst) {
    const test::TemporaryFolder folder;
    const auto home = folder / "home";
    const auto here = folder / "here";
    const auto of_user = folder.write("home/.config/bgsim/site.yaml", "");
    EXPECT_EQ(find_site({}, variables({{"HOME", home}}), here), of_user);
    const auto local = folder.write("here/site.yaml", "");
    EXPECT_EQ(find_site({}, variables({{"HOME", home}}), here), local);
    const auto named = variables({{"HOME", home}, {"BGSIM_SITE", "named.yaml"}});
    EXPECT_EQ(find_site({}, named, here), "named.yaml");
    EXPECT_EQ(find_site("given.yaml", named, here), "given.yaml");
}

TEST(SiteFileTest, SettingsMayBeElsewhere) {
    const test::TemporaryFolder folder;
    folder.write("home/.config/bgsim/site.yaml", "");
    const auto file = folder.write("settings/bgsim/site.yaml", "");
    const auto both =
        variables({{"HOME", folder / "home"}, {"XDG_CONFIG_HOME", folder / "settings"}});
    EXPECT_EQ(find_site({}, both, folder / "here"), file);
}

TEST(SiteFileTest, ThereMayBeNone) {
    const test::TemporaryFolder folder;
    EXPECT_EQ(find_site({}, variables({{"HOME", folder / "home"}}), folder / "here"), std::nullopt);
    EXPECT_EQ(find_site({}, variables({}), folder / "here"), std::nullopt);
}

}  // namespace
}  // namespace bgsim::cli
