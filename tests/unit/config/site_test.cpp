#include "config/site.hpp"

#include <gmock/gmock.h>

#include "bgsim/error.hpp"
#include "support/temporary_folder.hpp"

namespace bgsim::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class SiteTest : public testing::Test {
protected:
    Site site_of(const std::string& yaml) { return load_site(folder_.write("site.yaml", yaml)); }

    /// Code and text of what is wrong.
    std::pair<ExitCode, std::string> mistakes_of(const std::string& yaml) {
        try {
            site_of(yaml);
        } catch (const InputError& error) {
            return {error.code(), error.what()};
        }
        return {ExitCode::done, ""};
    }

    test::TemporaryFolder folder_;
};

TEST_F(SiteTest, ExampleIsReadAsItSays) {
    const Site site = load_site(BGSIM_SOURCE_DIR "/jobs/site.yaml");
    EXPECT_EQ(site.partition, "standard");
    EXPECT_EQ(site.account, "my_project");
    EXPECT_EQ(site.qos, "normal");
    EXPECT_EQ(site.node_cores, 128);
    EXPECT_EQ(site.node_memory_bytes, 256e9);
    EXPECT_EQ(site.longest_time_s, 86400.0);
    EXPECT_THAT(site.modules, ElementsAre("gcc/12.2", "openmpi/4.1.4", "hdf5/1.10.8-parallel"));
    EXPECT_THAT(site.prepare, ElementsAre("ulimit -c 0"));
    EXPECT_THAT(site.sbatch, ElementsAre("--exclusive", "--mail-type=FAIL"));
    EXPECT_EQ(site.mpirun, "mpirun --bind-to none");
    EXPECT_EQ(site.program, "bgsim");
}

TEST_F(SiteTest, EverythingMayBeLeftOut) {
    const Site site = site_of("partition: short\n");
    EXPECT_EQ(site.account, "");
    EXPECT_FALSE(site.node_cores.has_value());
    EXPECT_FALSE(site.longest_time_s.has_value());
}

TEST_F(SiteTest, AllMistakesAreNamedWithTheirPlace) {
    const auto [code, text] = mistakes_of(
        "partitoin: short\naccount: two words\nnode: {cores: 0, memory: 5 ms}\n"
        "longest_time: forever\nmodules: gcc\nsbatch: [exclusive]\n");
    EXPECT_EQ(code, ExitCode::configuration);
    EXPECT_THAT(text, HasSubstr("site.yaml:1:1: unknown key 'partitoin' in 'site'; did you mean "
                                "'partition'?"));
    EXPECT_THAT(text, HasSubstr("site.yaml:2:10: 'account' must be one word"));
    EXPECT_THAT(text, HasSubstr("site.yaml:3:15: 'cores'"));
    EXPECT_THAT(text, HasSubstr("site.yaml:3:26: 'memory' needs a size in bytes"));
    EXPECT_THAT(text, HasSubstr("site.yaml:4:15: 'longest_time' must be a time of a job"));
    EXPECT_THAT(text, HasSubstr("site.yaml:5:10: 'modules' needs a list"));
    EXPECT_THAT(text, HasSubstr("site.yaml:6:10: 'sbatch' must be an option of sbatch"));
    EXPECT_THAT(text, HasSubstr("7 errors"));
}

TEST_F(SiteTest, LinesOfShellAreSingle) {
    EXPECT_THAT(mistakes_of("prepare: [\"a\\nb\"]\n").second, HasSubstr("must be one line"));
}

TEST_F(SiteTest, MissingFileIsMissingInput) {
    try {
        load_site(folder_ / "no.yaml");
        FAIL() << "was read";
    } catch (const InputError& error) {
        EXPECT_EQ(error.code(), ExitCode::missing_input);
        EXPECT_THAT(error.what(), HasSubstr("no.yaml: the site file does not exist"));
    }
}

}  // namespace
}  // namespace bgsim::config
