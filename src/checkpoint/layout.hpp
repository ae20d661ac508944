/// Where in a checkpoint the state of an engine is. Private to checkpoint.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "engine/engine.hpp"
#include "engine/row_layout.hpp"

namespace bgsim::checkpoint {

namespace path {

inline constexpr const char* metadata = "/metadata";
inline std::string blocks(const std::string& population) { return "/blocks/" + population; }
inline std::string neurons(const std::string& population) {
    return "/spikes/" + population + "/neurons";
}
inline std::string steps(const std::string& population) {
    return "/spikes/" + population + "/steps";
}
inline std::string releases(std::size_t projection) {
    return "/releases/" + std::to_string(projection) + "/states";
}
inline std::string factors(std::size_t projection) {
    return "/releases/" + std::to_string(projection) + "/factors";
}

}  // namespace path

/// How many cells and what the changing rows of their blocks are, in their order: "9 cells, qif V_m
/// u; AMPA 0 0".
/// Two populations with the same text can take each other's state. Rows of noise, which come last,
/// are left out: they are told apart by the names of their inputs.
std::string describe_rows(const config::Population& population);

/// The inputs to which the last rows belong, in their order.
std::vector<std::string> names_of_noise(const config::Specification& specification,
                                        PopulationId population);

/// Numbers in the changing rows of one block.
inline std::uint64_t numbers_per_block(const config::Specification& specification,
                                       PopulationId population) {
    return engine::row_layout(specification, population).n_changing_rows() * block_size;
}

inline std::uint64_t n_blocks(const config::Population& population) {
    return (std::uint64_t{population.size} + block_size - 1) / block_size;
}

/// The state of one source cell of a plastic projection as numbers.
inline constexpr std::uint64_t numbers_per_release = 4;
static_assert(sizeof(model::TsodyksState) == numbers_per_release * sizeof(double));

}  // namespace bgsim::checkpoint
