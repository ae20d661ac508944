/// Compares specifications that were read from different files.
#pragma once

#include <string>

#include "bgsim/config/load.hpp"

namespace bgsim::test {

/// What a specification says, without the text from which it was read.
inline std::string bytes_without_places(config::Specification s) {
    s.resolved_yaml.clear();
    s.notes.clear();
    for (auto& population : s.populations) population.location = {};
    for (auto& projection : s.projections) projection.location = {};
    for (auto& input : s.inputs) input.location = {};
    for (auto& blocker : s.blockers) blocker.location = {};
    return pack(s);
}

}  // namespace bgsim::test
