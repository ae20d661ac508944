/// The example that uses every feature of the configuration, loaded for a test.
#pragma once

#include "bgsim/config/load.hpp"
#include "model/neuron_models.hpp"

namespace bgsim::test {

/// 350 ms: long enough for each population to fire and for the first step of the inputs' rates.
inline config::Specification every_feature(std::vector<std::string> set = {}) {
    set.insert(set.begin(), {"time.duration=350 ms", "time.discard=50 ms"});
    return config::load(std::string(BGSIM_SOURCE_DIR) + "/configs/examples/every_feature.yaml",
                        {.set = set, .scale = {}, .seed = {}, .params = {}}, model::catalogue());
}

}  // namespace bgsim::test
