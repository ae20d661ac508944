#include <gtest/gtest.h>

#include "bgsim/config/load.hpp"
#include "model/neuron_models.hpp"

namespace bgsim::config {
namespace {

Specification example_with(const char* example, std::uint64_t seed) {
    return load(std::string(BGSIM_SOURCE_DIR) + "/configs/examples/" + example, {.seed = seed},
                model::catalogue());
}

TEST(WithSeedTest, IsTheSameAsLoadingWithThatSeed) {
    for (const char* example : {"every_feature.yaml", "small_loop.yaml", "one_cell.yaml"}) {
        SCOPED_TRACE(example);
        const Specification expected = example_with(example, 123);
        const Specification changed = with_seed(example_with(example, 7), 123);
        EXPECT_EQ(123U, changed.seed);
        EXPECT_EQ(expected.resolved_yaml, changed.resolved_yaml);
        EXPECT_EQ(pack(expected), pack(changed));
        EXPECT_NE(pack(expected), pack(example_with(example, 7)));
    }
}

TEST(WithSeedTest, ChangesTheSeedOfInputsUnlessThatIsGiven) {
    EXPECT_EQ(123U, with_seed(example_with("small_loop.yaml", 7), 123).input_seed);
    const auto with_inputs_of = [](std::uint64_t seed) {
        return load(std::string(BGSIM_SOURCE_DIR) + "/configs/examples/small_loop.yaml",
                    {.set = {"input_seed=5"}, .seed = seed}, model::catalogue());
    };
    const Specification changed = with_seed(with_inputs_of(7), 123);
    EXPECT_EQ(5U, changed.input_seed);
    EXPECT_EQ(pack(with_inputs_of(123)), pack(changed));
}

TEST(WithSeedTest, KnowsTheLargestSeedAndZero) {
    const std::uint64_t largest = 18446744073709551615U;
    EXPECT_EQ(pack(example_with("one_cell.yaml", largest)),
              pack(with_seed(example_with("one_cell.yaml", 0), largest)));
    EXPECT_EQ(pack(example_with("one_cell.yaml", 0)),
              pack(with_seed(example_with("one_cell.yaml", largest), 0)));
}

}  // namespace
}  // namespace bgsim::config
