/// All neuron models; a new one is a file in model/neuron and one entry here.
#pragma once

#include "bgsim/model/description.hpp"
#include "model/neuron/adex.hpp"
#include "model/neuron/hh_cholinergic.hpp"
#include "model/neuron/hh_dopaminergic.hpp"
#include "model/neuron/hh_dopaminergic_kuznetsov.hpp"
#include "model/neuron/hh_gp.hpp"
#include "model/neuron/hh_stn.hpp"
#include "model/neuron/hh_stn_terman.hpp"
#include "model/neuron/izhikevich.hpp"
#include "model/neuron/lif.hpp"
#include "model/neuron/qif.hpp"

namespace bgsim::model {

inline namespace BGSIM_ISA {

template <template <typename> typename... Models>
struct ModelList {};

using NeuronModels = ModelList<LeakyIntegrateAndFire,
                               QuadraticIntegrateAndFire,
                               AdaptiveExponential,
                               Izhikevich2003,
                               HodgkinHuxleySubthalamic,
                               HodgkinHuxleySubthalamicTerman,
                               HodgkinHuxleyPallidal,
                               HodgkinHuxleyDopaminergic,
                               HodgkinHuxleyDopaminergicKuznetsov,
                               HodgkinHuxleyCholinergic>;

}  // namespace BGSIM_ISA

/// What the models tell about themselves, from their field tables.
const ModelCatalogue& catalogue();

/// The entry of `name`. @throws InternalError if there is none.
const ModelDescription& describe_model(std::string_view name);

}  // namespace bgsim::model
