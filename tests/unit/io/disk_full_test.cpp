/// A full disk is an error on all ranks, and the file stays readable up to the last flush.
#include <gmock/gmock.h>
#include <sys/mount.h>
#include <unistd.h>

#include "bgsim/error.hpp"
#include "io/result_reader.hpp"
#include "io/result_writer.hpp"
#include "support/shared_folder.hpp"
#include "support/world.hpp"

namespace bgsim::io {
namespace {

using bgsim::test::world;
using testing::HasSubstr;

constexpr std::uint64_t n_neurons = 4096;

/// A small file system in memory, on all ranks; needs the right to mount.
class SmallDisk {
public:
    explicit SmallDisk(std::size_t n_kib) : folder_(world()) {
        if (world().is_root()) {
            const std::string options = "size=" + std::to_string(n_kib) + "k";
            is_mounted_ = mount("tmpfs", folder_.path().c_str(), "tmpfs", 0, options.c_str()) == 0;
        }
        is_mounted_ = world().any(is_mounted_);
    }
    ~SmallDisk() {
        world().barrier();
        if (world().is_root() && is_mounted_) umount2(folder_.path().c_str(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    bool is_mounted() const { return is_mounted_; }
    std::filesystem::path file() const { return folder_ / "a.h5"; }

private:
    bgsim::test::SharedFolder folder_;
    bool is_mounted_ = false;
};

ResultLayout layout() {
    ResultLayout result{.dt = 0.1, .n_steps = 100'000, .populations = {{"MSN_D1", n_neurons}}};
    result.rate_bin = 10;
    StateReport report{.population = "MSN_D1"};
    for (std::uint64_t node = 0; node != 64; ++node) {
        report.nodes.push_back(node);
        if (node % static_cast<std::uint64_t>(world().size()) ==
            static_cast<std::uint64_t>(world().rank())) {
            report.own_nodes.push_back(node);
        }
    }
    report.variables = {"V_m"};
    report.units = {"mV"};
    result.reports = {report};
    return result;
}

/// Every neuron of this rank fires in each step; its sample is the number of the step.
void record_steps(ResultWriter& writer, const ResultLayout& own, Step from, Step until) {
    for (Step step = from; step != until; ++step) {
        std::vector<Spike> spikes;
        for (auto i = static_cast<NeuronIndex>(world().rank()); i < n_neurons;
             i += static_cast<NeuronIndex>(world().size())) {
            spikes.push_back({0, i, step + 1});
        }
        writer.record(spikes);
        writer.record_sample(
            0, std::vector<float>(own.reports[0].own_nodes.size(), static_cast<float>(step)));
    }
}

/// Write until the disk is full; the number of steps that were flushed.
Step fill_disk(const std::filesystem::path& file, Step steps_per_flush, std::string& message) {
    const ResultLayout own = layout();
    ResultWriter writer(file, world(), own, false);
    Step done = 0;
    try {
        for (; done != own.n_steps; done += steps_per_flush) {
            record_steps(writer, own, done, done + steps_per_flush);
            writer.flush(done + steps_per_flush);
        }
    } catch (const SystemError& error) {
        EXPECT_EQ(error.code(), ExitCode::cannot_write);
        message = error.what();
    }
    return done;
}

void expect_whole_until(Step done, const std::filesystem::path& file) {
    const ResultReader reader(file);
    EXPECT_NEAR(reader.complete_until_ms(), 0.1 * static_cast<double>(done), 1e-9);
    const auto n = static_cast<std::uint64_t>(done) * n_neurons;
    ASSERT_EQ(reader.population("MSN_D1").n_spikes, n);
    const auto spikes = reader.spikes("MSN_D1", 0, n);
    for (std::uint64_t i = 0; i != n; ++i) {
        ASSERT_EQ(spikes.node_ids[i], i % n_neurons);
        ASSERT_EQ(spikes.timestamps_ms[i], static_cast<double>(i / n_neurons + 1) / 10.0);
    }
    const auto samples = reader.samples("MSN_D1", 0, static_cast<std::uint64_t>(done));
    ASSERT_EQ(samples.size(), static_cast<std::size_t>(done) * 64);
    for (std::size_t i = 0; i != samples.size(); ++i) {
        ASSERT_EQ(samples[i], static_cast<float>(i / 64));
    }
    EXPECT_EQ(reader.rates_hz("MSN_D1").size(), static_cast<std::size_t>(done / 10));
}

TEST(DiskFullTest, TheFileIsWholeUpToTheLastFlushAndAllRanksSayWhy) {
    for (const std::size_t n_kib : {2048U, 3000U, 4096U}) {
        for (const Step steps_per_flush : {1, 7}) {
            SCOPED_TRACE(testing::Message() << n_kib << " KiB, " << steps_per_flush << " steps");
            const SmallDisk disk(n_kib);
            if (!disk.is_mounted()) GTEST_SKIP() << "needs the right to mount a file system";
            std::string message;
            const Step done = fill_disk(disk.file(), steps_per_flush, message);
            EXPECT_GT(done, 0);
            EXPECT_THAT(message, HasSubstr("a.h5: cannot write '/"));
            EXPECT_THAT(
                message,
                HasSubstr("MiB are free on its file system; the file keeps everything up to"));
            EXPECT_EQ(world().broadcast(message), message);
            if (world().is_root()) expect_whole_until(done, disk.file());
        }
    }
}

}  // namespace
}  // namespace bgsim::io
