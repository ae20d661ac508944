/// What the synapses of whole populations do, as electrodes between cells see it.
#pragma once

#include <cstdint>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "engine/population_store.hpp"

namespace bgsim::engine {

/// Currents are summed as whole multiples of this, so that the sum does not depend on the order of
/// the cells, and with it not on the layout.
constexpr double current_unit_pA = 1e-4;

/// Sum over ports and cells of the absolute synaptic current, the proxy of Mazzoni et al. (2008),
/// PLoS Comput. Biol. 4, e1000239.
class SynapticCurrent {
public:
    /// `population` has a model.
    explicit SynapticCurrent(const config::Population& population);

    /// Of the cells of one block, in `current_unit_pA`; cells whose state is not finite are left
    /// out.
    template <typename Real>
    std::uint64_t sum(PopulationStore<Real>& cells, std::size_t block) const;

private:
    struct Source {
        std::size_t row = 0;
        std::size_t port = 0;
        bool is_conductance = false;
        double E_rev = 0.0;
        bool has_block = false;
        config::NmdaBlock nmda_block{};
    };

    static double current_of(const Source& source, double value, double V_m);  // without gain

    std::vector<Source> sources_;  // [ports that have a current]
};

}  // namespace bgsim::engine
