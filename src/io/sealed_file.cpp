#include "io/sealed_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <string_view>
#include <system_error>
#include <vector>

#include "bgsim/error.hpp"
#include "core/content_sum.hpp"

namespace bgsim::io {

namespace {

constexpr std::string_view first_line = "bgsim sealed file 1";

struct Contents {
    std::string seal;  ///< [seal_bytes] as it stands in the file
    std::uint64_t bytes = 0;
    std::uint64_t sum = 0;
};

/// @return false if the file cannot be read to its end
bool read_contents(const std::filesystem::path& file, Contents& contents) {
    std::ifstream stream(file, std::ios::binary);
    contents.seal.resize(seal_bytes);
    if (!stream.read(contents.seal.data(), seal_bytes)) return false;
    core::ContentSum sum;
    std::vector<std::uint64_t> words(131072);
    std::uint64_t position = 0;
    while (stream) {
        std::ranges::fill(words, 0);
        stream.read(reinterpret_cast<char*>(words.data()),  // NOLINT(*-reinterpret-cast): bytes
                    static_cast<std::streamsize>(words.size() * sizeof(std::uint64_t)));
        const auto n_bytes = static_cast<std::uint64_t>(stream.gcount());
        const std::size_t n_words = (n_bytes + sizeof(std::uint64_t) - 1) / sizeof(std::uint64_t);
        for (std::size_t i = 0; i != n_words; ++i) sum.add(position++, words[i]);
        contents.bytes += n_bytes;
    }
    contents.sum = sum.value();
    return stream.eof();
}

std::string seal_of(const Contents& contents) {
    std::string text =
        fmt::format("{}\n{} bytes follow, sum {:016x}\n", first_line, contents.bytes, contents.sum);
    text.resize(seal_bytes, '\0');
    return text;
}

[[noreturn]] void fail(const std::filesystem::path& file, int code) {
    throw SystemError(fmt::format("{}: cannot be written: {}", file.string(),
                                  std::generic_category().message(code)));
}

}  // namespace

void seal(const std::filesystem::path& file) {
    Contents contents;
    if (!read_contents(file, contents)) fail(file, EIO);
    const std::string text = seal_of(contents);
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);  // NOLINT(*-vararg): POSIX
    if (descriptor < 0) fail(file, errno);
    const bool is_written =
        ::pwrite(descriptor, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()) &&
        ::fsync(descriptor) == 0;
    const int code = errno;
    ::close(descriptor);
    if (!is_written) fail(file, code);
}

std::string damage_of(const std::filesystem::path& file) {
    Contents contents;
    if (!read_contents(file, contents)) return "it is too short or cannot be read";
    if (!contents.seal.starts_with(first_line)) return "it does not begin as such a file does";
    if (contents.seal == seal_of(contents)) return "";
    return "its contents do not agree with its checksum: it was cut off or changed";
}

}  // namespace bgsim::io
