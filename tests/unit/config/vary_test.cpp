// Which of `parameters` and `vary` is meant where both name a parameter.
#include <algorithm>

#include <gmock/gmock.h>

#include "bgsim/config/load.hpp"
#include "bgsim/error.hpp"
#include "support/fake_models.hpp"
#include "support/temporary_folder.hpp"

namespace bgsim::config {
namespace {

using Set = std::vector<std::string>;

class VaryTest : public testing::Test {
protected:
    VaryTest() {
        folder_.write("base.yaml",
                      "experiment: a\ntime: {duration: 1 s}\ndopamine: {level: 0, baseline: 1}\n"
                      "populations:\n"
                      "  STN:\n"
                      "    size: 3\n"
                      "    cell: stn\n"
                      "    parameters: {V_th: -60 mV}\n"
                      "    vary: {V_th: {uniform: [-70 mV, -60 mV]}}\n");
    }

    /// The threshold of STN after `own` was merged over base.yaml.
    Distribution V_th(const std::string& own, const Set& set = {}) const {
        const auto file = folder_.write("own.yaml", "include: [base.yaml]\n" + own);
        const Overrides overrides{.set = set,
                                  .params = {BGSIM_SOURCE_DIR "/tests/unit/config/data/params"}};
        const Specification s = load(file, overrides, test::fake_models());
        return std::ranges::find(s.populations.at(0).parameters, "V_th", &FieldValue::name)->value;
    }

    test::TemporaryFolder folder_;
};

TEST_F(VaryTest, ReplacesAValueOfTheSameFile) {
    EXPECT_EQ(V_th("").kind, Distribution::Kind::uniform);
}

TEST_F(VaryTest, AValueAddedLaterIsRefused) {
    EXPECT_THROW(V_th("populations: {STN: {parameters: {V_th: -50 mV}}}\n"), InputError);
    EXPECT_THROW(V_th("", {"populations.STN.parameters.V_th=-50 mV"}), InputError);
    EXPECT_THROW(V_th("", {"populations.STN.parameters={V_th: {value: -50 mV}}"}), InputError);
    EXPECT_THROW(V_th("", {"populations.STN.vary.V_th.uniform=[-55 mV, -50 mV]",
                           "populations.STN.parameters.V_th=-50 mV"}),
                 InputError);
}

TEST_F(VaryTest, IsRemovedByNull) {
    EXPECT_EQ(V_th("populations: {STN: {parameters: {V_th: -50 mV}, vary: {V_th: ~}}}\n").first,
              -50.0);
    EXPECT_EQ(V_th("", {"populations.STN.parameters.V_th=-50 mV", "populations.STN.vary=~"}).first,
              -50.0);
}

TEST_F(VaryTest, MayBeReplacedAfterTheValue) {
    const Distribution later = V_th("populations: {STN: {parameters: {V_th: -50 mV}}}\n",
                                    {"populations.STN.vary.V_th.uniform=[-55 mV, -50 mV]"});
    EXPECT_EQ(later.first, -55.0);
}

TEST_F(VaryTest, FollowsADopamineFactorAddedLater) {
    const std::string with_factor =
        "populations:\n  STN:\n    parameters: {V_th: {value: -60 mV, dopamine: 0}}\n"
        "    vary: {V_th: {uniform: [-70 mV, -60 mV]}}\n";
    const Distribution later = V_th(with_factor, {"populations.STN.parameters.V_th.dopamine=-0.1"});
    EXPECT_EQ(later.kind, Distribution::Kind::uniform);
    EXPECT_EQ(later.first, -63.0);
}

}  // namespace
}  // namespace bgsim::config
