#include "engine/population_store.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "bgsim/random.hpp"
#include "network/sampler.hpp"

namespace bgsim::engine {
namespace {

using config::Population;
using config::Port;

template <typename Real>
model::PortFactors<Real> port_factors(const Port& port, double dt) {
    model::PortFactors<Real> f{};
    f.decay = static_cast<Real>(std::exp(-dt / port.tau));
    for (int stage = 0; stage != 3; ++stage) {
        const double value = port.gain * std::exp(-0.5 * stage * dt / port.tau);
        const bool is_current = port.type == Port::Type::current;
        f.to_G[stage] = static_cast<Real>(is_current ? 0.0 : value);
        f.to_J[stage] = static_cast<Real>(is_current ? value : value * port.E_rev);
    }
    return f;
}

template <typename Real>
model::PopulationConstants<Real> population_constants(const Population& population,
                                                      const RowLayout& layout,
                                                      double dt) {
    model::PopulationConstants<Real> c;
    c.dt = static_cast<Real>(dt);
    c.n_plain_ports = layout.n_plain_ports;
    c.ports.resize(population.ports.size());
    for (std::size_t p = 0; p != population.ports.size(); ++p) {
        const Port& port = population.ports[p];
        c.ports[layout.port_order[p]] = port_factors<Real>(port, dt);
        if (!port.nmda_block) continue;
        c.block_V_act = static_cast<Real>(port.nmda_block->V_act);
        c.block_per_S_act = static_cast<Real>(1.0 / port.nmda_block->S_act);
    }
    for (const auto& parameter : population.parameters) {
        c.parameters.push_back(static_cast<Real>(parameter.value.first));
    }
    c.parameter_rows.assign(population.parameters.size(), -1);
    for (std::size_t i = 0; i != layout.varied.size(); ++i) {
        c.parameter_rows[layout.varied[i]] = static_cast<int>(layout.varied_row(i));
    }
    return c;
}

}  // namespace

RowLayout row_layout(const Population& population) {
    RowLayout layout;
    layout.n_state = population.initial.size();
    // Ports under the NMDA block come last: the kernel sums the two kinds apart. Otherwise they are
    // summed in the order of their kinetics, which does not depend on the order of the file.
    const auto& ports = population.ports;
    std::vector<std::size_t> order(ports.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t p) {
        return std::tuple(ports[p].nmda_block.has_value(), ports[p].type, ports[p].tau,
                          ports[p].E_rev, ports[p].gain, std::string_view(ports[p].name));
    });
    layout.port_order.resize(ports.size());
    for (std::uint32_t place = 0; place != order.size(); ++place) {
        layout.port_order[order[place]] = place;
        if (!ports[order[place]].nmda_block) ++layout.n_plain_ports;
    }
    for (std::size_t k = 0; k != population.parameters.size(); ++k) {
        if (!population.parameters[k].value.is_constant()) layout.varied.push_back(k);
    }
    return layout;
}

template <typename Real>
PopulationStore<Real>::PopulationStore(const config::Specification& specification,
                                       PopulationId id,
                                       std::vector<std::uint32_t> blocks,
                                       int interval_steps,
                                       std::string_view isa)
    : blocks_(std::move(blocks)),
      size_(specification.populations[id].size),
      layout_(row_layout(specification.populations[id])),
      interval_steps_(interval_steps),
      n_lanes_(blocks_.size() * block_size),
      constants_(
          population_constants<Real>(specification.populations[id], layout_, specification.dt)) {
    const Population& population = specification.populations[id];
    const bool has_block = layout_.n_plain_ports != population.ports.size();
    kernel_ = model::find_kernel<Real>(population.model, population.solver, has_block, isa);
    rows_.assign(blocks_.size() * layout_.n_rows() * block_size, Real(0));
    // At least one port's worth, so that the kernel's pointers point somewhere.
    const std::size_t n_inputs = std::max<std::size_t>(1, population.ports.size());
    input_.assign(n_inputs * static_cast<std::size_t>(interval_steps) * n_lanes_, Real(0));
    for (std::size_t b = 0; b != blocks_.size(); ++b) draw_block(specification, population, b);
}

template <typename Real>
void PopulationStore<Real>::draw_block(const config::Specification& specification,
                                       const Population& population,
                                       std::size_t block) {
    const auto draw_row = [&](Purpose purpose, const config::FieldValue& field, std::size_t r) {
        const network::Sampler sampler(field.value);
        const StreamKey key = stream_key(specification.seed, purpose, population.name, field.name);
        Real* values = row(block, r);
        for (NeuronIndex lane = 0; lane != block_size; ++lane) {
            const auto words = random_words(key, blocks_[block] * block_size + lane, 0, 0, 0);
            values[lane] = static_cast<Real>(sampler(open_uniform(words[0], words[1])));
        }
    };
    for (std::size_t k = 0; k != layout_.n_state; ++k) {
        draw_row(Purpose::initial, population.initial[k], k);
    }
    for (std::size_t i = 0; i != layout_.varied.size(); ++i) {
        draw_row(Purpose::parameter, population.parameters[layout_.varied[i]],
                 layout_.varied_row(i));
    }
}

template <typename Real>
NeuronIndex PopulationStore<Real>::n_neurons(std::size_t block) const {
    return std::min(block_size, size_ - blocks_[block] * block_size);
}

template <typename Real>
bool PopulationStore<Real>::advance(std::size_t block,
                                    int from,
                                    int to,
                                    const Real* current,
                                    std::uint8_t* fired) {
    const auto first = static_cast<std::size_t>(from);
    std::uint8_t* const fired_from = fired + first * block_size;
    return kernel_(constants_,
                   {.rows = row(block, 0),
                    .input = input_.data() + first * n_lanes_ + block * block_size,
                    .input_port_stride = static_cast<std::size_t>(interval_steps_) * n_lanes_,
                    .input_step_stride = n_lanes_,
                    .current = current == nullptr ? nullptr : current + first * block_size,
                    .fired = fired_from,
                    .n_steps = to - from});
}

template class PopulationStore<double>;
template class PopulationStore<float>;

}  // namespace bgsim::engine
