// Whatever a file contains, it is loaded or refused with a message; it never crashes the program.
#include <fstream>
#include <random>
#include <sstream>

#include <gtest/gtest.h>

#include "bgsim/config/load.hpp"
#include "bgsim/error.hpp"
#include "support/fake_models.hpp"
#include "support/temporary_folder.hpp"

namespace bgsim::config {
namespace {

std::string content(const std::string& name) {
    std::ifstream stream(test::example_data / name);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

/// Both files of the example in one, in the order in which they are merged.
std::string whole_example() {
    return "experiment: a\ntime: {duration: 1 s}\n" + content("network.yaml") +
           "dopamine: {level: 0, baseline: 0.8}\nrecord: {spikes: all, rates: {every: 1 ms}}\n";
}

class RobustnessTest : public testing::Test {
protected:
    /// Load `text`; whether it was accepted.
    bool loads(const std::string& text) {
        const auto file = folder_.write("test.yaml", text);
        try {
            load(file, {.params = {test::example_data / "params"}}, models_);
            return true;
        } catch (const InputError& error) {
            EXPECT_NE(std::string(error.what()).find("nothing was simulated"), std::string::npos);
        }
        return false;
    }

    test::TemporaryFolder folder_;
    model::ModelCatalogue models_ = test::fake_models();
    std::mt19937 random_{42};

    std::size_t draw(std::size_t n) { return random_() % n; }
};

TEST_F(RobustnessTest, TheWholeExampleLoads) { EXPECT_TRUE(loads(whole_example())); }

TEST_F(RobustnessTest, TruncatedFilesDoNotCrash) {
    const std::string text = whole_example();
    for (std::size_t n = 0; n < text.size(); n += 29) loads(text.substr(0, n));
}

TEST_F(RobustnessTest, GarbledCharactersDoNotCrash) {
    const std::string original = whole_example();
    const std::string noise = std::string("{}[]:,-~&*!|>'\"%@`#?\n\t .0129einfa\xff\x80") + '\0';
    for (int i = 0; i != 150; ++i) {
        std::string text = original;
        for (std::size_t n = 1 + draw(4); n != 0; --n) {
            text[draw(text.size())] = noise[draw(noise.size())];
        }
        loads(text);
    }
}

TEST_F(RobustnessTest, MissingRepeatedAndExchangedPiecesDoNotCrash) {
    const std::string original = whole_example();
    for (int i = 0; i != 150; ++i) {
        std::string text = original;
        const std::size_t from = draw(text.size());
        const std::string piece = text.substr(from, 1 + draw(40));
        if (draw(2) == 0) text.erase(from, piece.size());
        text.insert(draw(text.size()), piece);
        loads(text);
    }
}

TEST_F(RobustnessTest, ValuesOfTheWrongKindDoNotCrash) {
    const std::string original = whole_example();
    for (const char* wrong : {"~", "[]", "{a: ~}", "[[~]]", "''", ".nan"}) {
        for (std::size_t at = original.find(": "); at != std::string::npos;
             at = original.find(": ", at + 1)) {
            const std::size_t end = original.find_first_of(",}\n", at);
            loads(original.substr(0, at + 2) + wrong + original.substr(end));
        }
    }
}

TEST_F(RobustnessTest, DeepNestingIsRefused) {
    EXPECT_FALSE(loads(std::string(100000, '[')));
    EXPECT_FALSE(loads("a: " + std::string(5000, '{')));
}

TEST_F(RobustnessTest, OverridesDoNotCrash) {
    const std::string text = whole_example();
    const auto file = folder_.write("test.yaml", text);
    for (const char* path : {"", ".", "a", "populations", "populations.STN", "populations.STN.size",
                             "projections.STN -> MSN_D1", "time", "inputs", "record.spikes"}) {
        for (const char* value :
             {"", "=", "=~", "=1", "=[", "={}", "=[]", "={a: ~}", "=[~]", "=\n"}) {
            try {
                load(
                    file,
                    {.set = {std::string(path) + value}, .params = {test::example_data / "params"}},
                    models_);
            } catch (const InputError&) {
            }
        }
    }
}

}  // namespace
}  // namespace bgsim::config
