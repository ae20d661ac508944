/// What is right as it is written, but probably not what was meant.
#pragma once

#include "bgsim/config/specification.hpp"

namespace bgsim::config {

/// Add a note for each input and recording that the run is too short or too coarse for.
void note_without_effect(Specification& specification);

}  // namespace bgsim::config
