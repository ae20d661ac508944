/// Return codes and counts of MPI, checked. Private to comm.
#pragma once

#include <fmt/format.h>
#include <mpi.h>

#include <cstdint>
#include <limits>
#include <string>

#include "bgsim/error.hpp"

namespace bgsim::comm {

/// MPI's own words for a return code.
inline std::string explanation(int code) {
    std::string text(MPI_MAX_ERROR_STRING, '\0');
    int length = 0;
    if (MPI_Error_string(code, text.data(), &length) != MPI_SUCCESS) {
        return fmt::format("error {}", code);
    }
    text.resize(static_cast<std::size_t>(length));
    return text;
}

/// @throws SystemError naming `call` and MPI's explanation, unless `code` is MPI_SUCCESS.
inline void check(int code, const char* call) {
    if (code == MPI_SUCCESS) return;
    throw SystemError(fmt::format("MPI: {} failed: {}", call, explanation(code)),
                      ExitCode::internal);
}

/// A count as the int that MPI takes. @throws SystemError if it does not fit.
inline int narrow(std::uint64_t count) {
    constexpr auto limit = static_cast<std::uint64_t>(std::numeric_limits<int>::max());
    if (count > limit) {
        throw SystemError(
            fmt::format("MPI: {} items in one message are more than it can count ({}); "
                        "use more ranks, or write results more often",
                        count, limit),
            ExitCode::internal);
    }
    return static_cast<int>(count);
}

template <typename T>
MPI_Datatype mpi_type();
template <>
inline MPI_Datatype mpi_type<std::uint32_t>() {
    return MPI_UINT32_T;
}
template <>
inline MPI_Datatype mpi_type<std::uint64_t>() {
    return MPI_UINT64_T;
}
template <>
inline MPI_Datatype mpi_type<double>() {
    return MPI_DOUBLE;
}

}  // namespace bgsim::comm
