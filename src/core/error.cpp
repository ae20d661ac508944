#include "bgsim/error.hpp"

#include <fmt/format.h>

namespace bgsim {

void expectation_failed(const char* condition, const char* file, int line) {
    throw InternalError(fmt::format(
        "{}:{}: bgsim expected '{}' to hold; this is a fault of bgsim, please report it", file,
        line, condition));
}

}  // namespace bgsim
