/// Whether a rule can have the numbers of partners that it asks for, and what --scale makes of it.
#pragma once

#include <string>
#include <string_view>

#include "config/context.hpp"

namespace bgsim::config {

/// Where the keys of `connect` stand; null pointers for those that are absent or wrong.
struct ConnectNodes {
    const Node* number = nullptr;  ///< k or N
    const Node* channels = nullptr;
    const Node* kernel = nullptr;
};

/// Compare k of fixed_indegree or fixed_outdegree with the cells to choose from, in each channel.
/// With --scale it is lowered to what is possible, with a note.
void check_degree(ConnectionRule& rule,
                  const Projection& projection,
                  const ConnectNodes& nodes,
                  Context& context);

/// The resolved configuration shows what was simulated: `key` of the rule, without dopamine.
void write_back(const Projection& projection,
                const std::string& key,
                const std::string& text,
                Context& context);

/// Tell what --scale lowered.
void note_lowered(const Projection& projection,
                  std::string_view what,
                  const std::string& to,
                  Context& context);

}  // namespace bgsim::config
