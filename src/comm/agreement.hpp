/// Doing something on rank 0, with the same outcome everywhere.
#pragma once

#include <functional>
#include <string>

#include "comm/communicator.hpp"

namespace bgsim::comm {

/// Call `work` on rank 0 only and return its result on all ranks. Collective.
/// @throws Error on all ranks, with the same code and text, if it throws on rank 0
std::string from_root(const Communicator& ranks, const std::function<std::string()>& work);

}  // namespace bgsim::comm
