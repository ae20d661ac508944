/// Arrays written by all ranks and read by each, and the seal on their file.
#include "io/array_file.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <numeric>

#include "bgsim/error.hpp"
#include "support/shared_folder.hpp"
#include "support/world.hpp"

namespace bgsim::io {
namespace {

using bgsim::test::world;

constexpr std::uint64_t rows_per_rank = 5;
constexpr std::uint64_t columns = 3;

/// Row r of the array holds the numbers from r * columns on; rank r writes its rows.
void write_example(const std::filesystem::path& file) {
    const auto n_ranks = static_cast<std::uint64_t>(world().size());
    ArrayWriter writer(file, world(),
                       {{"/a/b/numbers", NumberType::f64, n_ranks * rows_per_rank, columns},
                        {"/a/bytes", NumberType::u8, 4},
                        {"/none", NumberType::u64, 0}});
    const std::uint64_t first = static_cast<std::uint64_t>(world().rank()) * rows_per_rank;
    std::vector<double> own(rows_per_rank * columns);
    std::iota(own.begin(), own.end(), static_cast<double>(first * columns));
    writer.write<double>("/a/b/numbers", first, own);
    if (world().is_root()) {
        const std::vector<std::uint8_t> bytes = {1, 2, 3, 4};
        writer.write<std::uint8_t>("/a/bytes", 0, bytes);
    }
    writer.finish();
}

TEST(ArrayFileTest, WhatAllRanksWroteEachCanRead) {
    const test::SharedFolder folder(world());
    write_example(folder / "a.h5");
    EXPECT_EQ(damage_of_arrays(folder / "a.h5"), "");
    const ArrayReader reader(folder / "a.h5");
    EXPECT_TRUE(reader.has("/a/b/numbers"));
    EXPECT_FALSE(reader.has("/a/c/numbers"));
    EXPECT_EQ(reader.rows("/none"), 0U);
    EXPECT_EQ(reader.read<std::uint8_t>("/a/bytes"), (std::vector<std::uint8_t>{1, 2, 3, 4}));
    const auto all = reader.read<double>("/a/b/numbers");
    for (std::size_t i = 0; i != all.size(); ++i) EXPECT_EQ(all[i], static_cast<double>(i));
    std::vector<double> row(columns);
    reader.read<double>("/a/b/numbers", 2, row);
    EXPECT_EQ(row, (std::vector<double>{6, 7, 8}));
    world().barrier();
}

TEST(ArrayFileTest, AChangedOrMissingByteIsSeen) {
    const test::SharedFolder folder(world());
    const auto file = folder / "a.h5";
    write_example(file);
    if (world().is_root()) {
        const auto size = std::filesystem::file_size(file);
        for (const std::uint64_t place : {std::uint64_t{2}, std::uint64_t{530}, size - 1}) {
            std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
            stream.seekg(static_cast<std::streamoff>(place));
            const char before = static_cast<char>(stream.peek());
            stream.seekp(static_cast<std::streamoff>(place));
            stream.put(static_cast<char>(before ^ 1));
            stream.flush();
            EXPECT_NE(damage_of_arrays(file), "") << place;
            stream.seekp(static_cast<std::streamoff>(place));
            stream.put(before);
            stream.flush();
            EXPECT_EQ(damage_of_arrays(file), "") << place;
        }
        std::filesystem::resize_file(file, size - 8);
        EXPECT_NE(damage_of_arrays(file), "");
        std::filesystem::resize_file(file, 100);
        EXPECT_NE(damage_of_arrays(file), "");
    }
    world().barrier();
}

TEST(ArrayFileTest, AFolderThatIsNotThereIsAnErrorOnAllRanks) {
    const test::SharedFolder folder(world());
    EXPECT_THROW(write_example(folder / "no/a.h5"), SystemError);
    EXPECT_THROW(ArrayReader(folder / "no/a.h5"), InputError);
}

}  // namespace
}  // namespace bgsim::io
