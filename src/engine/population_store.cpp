#include "engine/population_store.hpp"

#include <algorithm>
#include <limits>

#include "bgsim/random.hpp"
#include "engine/noise_drive.hpp"
#include "engine/port_factors.hpp"
#include "network/sampler.hpp"

namespace bgsim::engine {
namespace {

using config::Population;
using config::Port;

template <typename Real>
model::PopulationConstants<Real> population_constants(const Population& population,
                                                      const RowLayout& layout,
                                                      double dt) {
    model::PopulationConstants<Real> c;
    c.dt = static_cast<Real>(dt);
    fill_ports(population, dt, c);
    if (layout.has_port_factors) c.factor_row = static_cast<int>(layout.factor_row(0));
    for (const auto& parameter : population.parameters) {
        c.parameters.push_back(static_cast<Real>(parameter.value.first));
    }
    c.parameter_rows.assign(population.parameters.size(), -1);
    for (std::size_t i = 0; i != layout.varied.size(); ++i) {
        c.parameter_rows[layout.varied[i]] = static_cast<int>(layout.varied_row(i));
    }
    for (std::size_t port = 0; port != population.ports.size(); ++port) {
        if (layout.bound_order[port] == 0) continue;
        c.limited.push_back({.row = layout.port_row(port),
                             .input = layout.port_order[port],
                             .bound = layout.bound_order[port]});
    }
    return c;
}

}  // namespace

template <typename Real>
PopulationStore<Real>::PopulationStore(const config::Specification& specification,
                                       PopulationId id,
                                       std::vector<std::uint32_t> blocks,
                                       int interval_steps,
                                       std::string_view isa)
    : specification_(specification),
      conditions_(specification, id),
      population_(conditions_.during(0)),
      blocks_(std::move(blocks)),
      size_(population_.size),
      layout_(row_layout(specification, id)),
      interval_steps_(interval_steps) {
    take_stretch(0);
    if (population_.model.empty()) return;
    kernel_ = model::find_kernel<Real>(
        {.model = population_.model,
         .solver = population_.solver,
         .has_conductance = has_conductance(population_),
         .has_nmda_block = std::ranges::any_of(
             population_.ports, [](const Port& port) { return port.nmda_block.has_value(); })},
        isa);
    rows_.assign(blocks_.size() * layout_.n_rows() * block_size, Real(0));
    // At least one port's worth, so that the kernel's pointers point somewhere.
    const std::size_t n_ports = std::max<std::size_t>(1, population_.ports.size());
    const std::size_t in_port = static_cast<std::size_t>(interval_steps) * block_size;
    const std::size_t slots = n_slots(interval_steps);
    input_.assign(slots * (n_ports + constants_.limited.size()) * in_port, Real(0));
    for (std::size_t slot = 0; slot != slots; ++slot) {
        std::ranges::fill(input(slot).subspan(n_ports * in_port),
                          std::numeric_limits<Real>::infinity());
    }
    if (!conditions_.are_constant()) stretch_of_.assign(blocks_.size(), 0);
    for (std::size_t b = 0; b != blocks_.size(); ++b) {
        draw_state(b);
        draw_parameters(b);
    }
    const auto noises = noise_inputs(specification, id);
    for (std::size_t i = 0; i != noises.size(); ++i) {
        const NoiseCourse course(specification, *noises[i]);
        for (std::size_t b = 0; b != blocks_.size(); ++b) {
            course.start(blocks_[b], row(b, layout_.noise_row(i)));
        }
    }
}

template <typename Real>
void PopulationStore<Real>::take_stretch(std::size_t stretch) {
    population_ = conditions_.during(stretch);
    stretch_ = stretch;
    constants_ = population_constants<Real>(population_, layout_, specification_.dt);
    gains_.clear();
    for (const Port& port : population_.ports) gains_.push_back(port.gain);
}

template <typename Real>
void PopulationStore<Real>::enter(std::size_t block, Step now) {
    if (stretch_of_.empty()) return;
    const std::size_t stretch = conditions_.stretch_at(now);
    if (stretch != stretch_) take_stretch(stretch);
    if (stretch == stretch_of_[block]) return;
    draw_parameters(block);
    stretch_of_[block] = stretch;
}

template <typename Real>
void PopulationStore<Real>::draw_row(Purpose purpose,
                                     const config::FieldValue& field,
                                     std::size_t r,
                                     std::size_t block) {
    const network::Sampler sampler(field.value);
    const StreamKey key = stream_key(specification_.seed, purpose, population_.name, field.name);
    Real* values = row(block, r);
    for (NeuronIndex lane = 0; lane != block_size; ++lane) {
        const auto words = random_words(key, blocks_[block] * block_size + lane, 0, 0, 0);
        values[lane] = static_cast<Real>(sampler(open_uniform(words[0], words[1])));
    }
}

template <typename Real>
void PopulationStore<Real>::draw_state(std::size_t block) {
    for (std::size_t k = 0; k != layout_.n_state; ++k) {
        draw_row(Purpose::initial, population_.initial[k], k, block);
    }
}

template <typename Real>
void PopulationStore<Real>::draw_parameters(std::size_t block) {
    for (std::size_t i = 0; i != layout_.varied.size(); ++i) {
        draw_row(Purpose::parameter, population_.parameters[layout_.varied[i]],
                 layout_.varied_row(i), block);
    }
    if (layout_.has_port_factors) fill_factors(block);
}

template <typename Real>
void PopulationStore<Real>::fill_factors(std::size_t block) {
    const auto& parameters = population_.parameters;
    const auto value_of = [&](std::string_view name, NeuronIndex lane) {
        const auto found = std::ranges::find(parameters, name, &config::FieldValue::name);
        const auto k = static_cast<std::size_t>(found - parameters.begin());
        const auto varied = std::ranges::find(layout_.varied, k);
        if (varied == layout_.varied.end()) return found->value.first;
        const auto i = static_cast<std::size_t>(varied - layout_.varied.begin());
        return static_cast<double>(row(block, layout_.varied_row(i))[lane]);
    };
    for (NeuronIndex lane = 0; lane != block_size; ++lane) {
        const double tau_m = value_of("C_m", lane) / value_of("g_L", lane);
        const auto factors = exact_factors(population_, tau_m, specification_.dt);
        for (std::size_t i = 0; i != factors.size(); ++i) {
            row(block, layout_.factor_row(i))[lane] = static_cast<Real>(factors[i]);
        }
    }
}

template <typename Real>
NeuronIndex PopulationStore<Real>::n_neurons(std::size_t block) const {
    return std::min(block_size, size_ - blocks_[block] * block_size);
}

template <typename Real>
model::BlockOutcome PopulationStore<Real>::advance(std::size_t block,
                                                   int from,
                                                   int to,
                                                   const Real* current,
                                                   std::uint8_t* fired,
                                                   std::size_t slot) {
    if (kernel_ == nullptr) return {};
    const auto first = static_cast<std::size_t>(from);
    std::uint8_t* const fired_from = fired + first * block_size;
    constexpr std::size_t second_level_cache = std::size_t{1} << 20U;  // of most processors
    return kernel_(
        constants_,
        {.rows = row(block, 0),
         .n_fetched_rows = rows_.size() * sizeof(Real) > second_level_cache ? layout_.n_rows() : 0,
         .input = input(slot).data() + first * block_size,
         .input_port_stride = static_cast<std::size_t>(interval_steps_) * block_size,
         .input_step_stride = block_size,
         .current = current == nullptr ? nullptr : current + first * block_size,
         .fired = fired_from,
         .n_steps = to - from});
}

template class PopulationStore<double>;
template class PopulationStore<float>;

}  // namespace bgsim::engine
