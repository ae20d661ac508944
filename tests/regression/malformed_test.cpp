// Every file of malformed/ is refused with the message that stands beside it.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "bgsim/config/load.hpp"
#include "bgsim/error.hpp"
#include "model/neuron_models.hpp"

namespace bgsim::config {
namespace {

namespace fs = std::filesystem;

const fs::path folder = BGSIM_SOURCE_DIR "/tests/regression/malformed";

std::string content(const fs::path& file) {
    std::ifstream stream(file);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

/// The command line in the first line of `file`, if there is one.
Overrides overrides_of(const fs::path& file) {
    std::ifstream stream(file);
    std::string line;
    std::getline(stream, line);
    Overrides overrides;
    const std::string set = "# --set ";
    const std::string scale = "# --scale ";
    if (line.starts_with(set)) overrides.set.push_back(line.substr(set.size()));
    if (line.starts_with(scale)) overrides.scale = std::stod(line.substr(scale.size()));
    return overrides;
}

/// Exit code and message, with paths relative to the folder.
std::string refusal(const fs::path& file) {
    try {
        load(file, overrides_of(file), model::catalogue());
    } catch (const InputError& error) {
        std::string message = error.what();
        const std::string prefix = folder.string() + "/";
        for (auto at = message.find(prefix); at != std::string::npos; at = message.find(prefix)) {
            message.erase(at, prefix.size());
        }
        return fmt::format("exit code {}\n{}\n", static_cast<int>(error.code()), message);
    }
    return "loaded\n";
}

TEST(MalformedConfigurationTest, IsRefusedWithTheExpectedMessage) {
    int n_files = 0;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() != ".yaml") continue;
        ++n_files;
        SCOPED_TRACE(entry.path().filename());
        fs::path expected = entry.path();
        expected.replace_extension(".expected");
        const std::string message = refusal(entry.path());
        if (std::getenv("BGSIM_WRITE_EXPECTED") != nullptr) std::ofstream(expected) << message;
        EXPECT_EQ(message, content(expected));
    }
    EXPECT_GE(n_files, 34);
}

TEST(MalformedConfigurationTest, TheFilesThatTheOthersIncludeAreAccepted) {
    EXPECT_NO_THROW(load(folder / "shared/good.yaml", {}, model::catalogue()));
    EXPECT_NO_THROW(load(folder / "shared/varied.yaml", {}, model::catalogue()));
}

TEST(MalformedConfigurationTest, AMissingFileHasACodeOfItsOwn) {
    EXPECT_EQ(refusal(folder / "nowhere.yaml"),
              "exit code 66\n"
              "nowhere.yaml: this file does not exist; check the path of the configuration\n"
              "1 error; nothing was simulated\n");
}

TEST(MalformedConfigurationTest, AFolderIsNoConfiguration) {
    EXPECT_EQ(refusal(folder / "shared"),
              "exit code 66\n"
              "shared: this file is a folder; check the path of the configuration\n"
              "1 error; nothing was simulated\n");
}

TEST(MalformedConfigurationTest, AnUnreadableFileIsReportedWithTheReason) {
    EXPECT_EQ(refusal(folder / "empty_file.yaml/inside.yaml"),
              "exit code 66\n"
              "empty_file.yaml/inside.yaml: this file cannot be read: Not a directory; check the "
              "path of the configuration\n"
              "1 error; nothing was simulated\n");
}

}  // namespace
}  // namespace bgsim::config
