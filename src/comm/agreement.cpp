#include "comm/agreement.hpp"

#include <exception>

#include "bgsim/error.hpp"

namespace bgsim::comm {
namespace {

/// An outcome as bytes: the exit code in the first, then the result or the message.
std::string outcome_of(const std::function<std::string()>& work) {
    const auto with = [](ExitCode code, const std::string& text) {
        return static_cast<char>(code) + text;
    };
    try {
        return with(ExitCode::done, work());
    } catch (const Error& error) {
        return with(error.code(), error.what());
    } catch (const std::exception& error) {
        return with(ExitCode::internal, error.what());
    }
}

}  // namespace

std::string from_root(const Communicator& ranks, const std::function<std::string()>& work) {
    const std::string outcome = ranks.broadcast(ranks.is_root() ? outcome_of(work) : "");
    const auto code = static_cast<ExitCode>(outcome.at(0));
    std::string text = outcome.substr(1);
    if (code != ExitCode::done) throw Error(code, text);
    return text;
}

}  // namespace bgsim::comm
