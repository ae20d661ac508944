/// What the code of the Brian2 project makes of receptors, which its files do not say.
#pragma once

#include "importing/network.hpp"

namespace bgsim::importing {

/// The network with one conductance per receptor type and population: its decay time, reversal
/// potential and beta are those of the last connection that gives them, and connections that are
/// not external limit it when their spikes arrive (`Receptor::ceiling_nS`).
Network with_shared_receptors(Network network);

}  // namespace bgsim::importing
