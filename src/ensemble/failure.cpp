#include "ensemble/failure.hpp"

#include <fmt/format.h>

#include <map>
#include <sstream>

namespace bgsim::ensemble {
namespace {

/// "12 73 41\n" and 41 characters of text, for each.
std::string pack(const std::vector<Failure>& failures) {
    std::string text;
    for (const auto& f : failures) {
        text +=
            fmt::format("{} {} {}\n{}", f.member, static_cast<int>(f.code), f.why.size(), f.why);
    }
    return text;
}

std::vector<Failure> unpack(const std::string& text) {
    std::vector<Failure> failures;
    std::istringstream stream(text);
    Failure failure;
    int code = 0;
    std::size_t length = 0;
    while (stream >> failure.member >> code >> length) {
        stream.ignore(1);
        failure.code = static_cast<ExitCode>(code);
        failure.why.resize(length);
        stream.read(failure.why.data(), static_cast<std::streamsize>(length));
        failures.push_back(failure);
    }
    return failures;
}

}  // namespace

std::vector<Failure> gather(const std::vector<Failure>& own, const comm::Communicator& ranks) {
    std::map<std::size_t, Failure> by_member;
    for (const auto& text : ranks.gather_text(pack(own))) {
        for (const auto& failure : unpack(text)) by_member.try_emplace(failure.member, failure);
    }
    std::vector<Failure> failures;
    for (const auto& [member, failure] : by_member) failures.push_back(failure);
    return failures;
}

}  // namespace bgsim::ensemble
