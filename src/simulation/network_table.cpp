#include "simulation/network_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "config/channels.hpp"
#include "core/readable.hpp"
#include "core/text_table.hpp"
#include "network/expected_pairs.hpp"

namespace bgsim::simulation {
namespace {

using config::Port;
using config::Specification;

std::string solver_name(config::Solver solver) {
    switch (solver) {
        case config::Solver::euler:
            return "euler";
        case config::Solver::rk4:
            return "rk4";
        case config::Solver::exact:
            return "exact";
        case config::Solver::published:
            return "published";
    }
    return "?";
}

std::string sent_spikes(const Specification& specification, const config::Population& population) {
    if (population.spike_rate) {
        return "poisson, " + describe(*population.spike_rate, "Hz", specification);
    }
    if (population.spike_file) {
        return fmt::format("{} spike(s) of {}", population.spike_file->spikes.size(),
                           population.spike_file->file);
    }
    return fmt::format("{} spike(s) each", population.spike_times.size());
}

std::string varied_parameters(const config::Population& population) {
    std::string names;
    for (const auto& field : population.parameters) {
        if (field.value.is_constant()) continue;
        names += (names.empty() ? "" : " ") + field.name;
    }
    return names;
}

std::string populations_table(const Specification& specification) {
    core::TextTable table(
        {"population", "cells", "blocks", "model", "solver", "cell type", "varied", "memory"});
    for (const auto& p : specification.populations) {
        const auto blocks = (std::uint64_t{p.size} + block_size - 1) / block_size;
        const bool has_model = !p.model.empty();
        table.add({p.name, fmt::to_string(p.size), fmt::to_string(blocks),
                   has_model ? p.model : "-",
                   has_model ? solver_name(p.solver) : sent_spikes(specification, p), p.cell,
                   varied_parameters(p), core::readable_bytes(expected_bytes(specification, p))});
    }
    return table.text(2);
}

std::string type_name(const Port& port) {
    switch (port.type) {
        case Port::Type::conductance:
            return "conductance";
        case Port::Type::current:
            return "current";
        case Port::Type::delta:
            return "delta";
    }
    return "?";
}

std::string kinetics(const Port& port) {
    if (port.type == Port::Type::delta) return "-";
    switch (port.shape) {
        case Port::Shape::exponential:
            return fmt::format("{:g}", port.tau);
        case Port::Shape::alpha:
            return fmt::format("{:g} alpha", port.tau);
        case Port::Shape::difference:
            return fmt::format("{:g}, rise {:g}", port.tau, port.tau_rise);
    }
    return "?";
}

std::string ports_table(const Specification& specification) {
    core::TextTable table(
        {"population", "port", "type", "tau (ms)", "E_rev (mV)", "gain", "NMDA block"});
    for (const auto& population : specification.populations) {
        for (const Port& port : population.ports) {
            const auto block = port.nmda_block
                                   ? fmt::format("V_act {:g} mV, S_act {:g} mV",
                                                 port.nmda_block->V_act, port.nmda_block->S_act)
                                   : "";
            const bool conducts = port.type == Port::Type::conductance;
            table.add({population.name, port.name, type_name(port), kinetics(port),
                       conducts ? fmt::format("{:g}", port.E_rev) : "-",
                       fmt::format("{:g}", port.gain), block});
        }
    }
    return table.n_rows() == 0 ? "" : table.text(2);
}

std::string places(const config::Population& population) {
    if (!population.grid) return "-";
    if (!population.grid->is_sheet) return "line";
    return fmt::format("sheet {} x {}", population.grid->columns, population.grid->rows);
}

/// Of populations that are divided, or whose cells have places.
std::string topography_table(const Specification& specification) {
    core::TextTable table({"population", "channels", "cells of each", "places"});
    for (const auto& p : specification.populations) {
        if (p.channels.empty() && !p.grid) continue;
        const auto sizes = config::channel_sizes(p);
        const auto [fewest, most] = std::ranges::minmax(sizes);
        table.add({p.name, p.channels.empty() ? "-" : fmt::format("{}", fmt::join(p.channels, " ")),
                   fewest == most ? fmt::to_string(most) : fmt::format("{} to {}", fewest, most),
                   places(p)});
    }
    return table.n_rows() == 0 ? "" : table.text(2);
}

const Port& port_of(const Specification& specification, PopulationId target, std::uint32_t port) {
    return specification.populations[target].ports[port];
}

/// The ports that a projection acts on.
std::string port_names(const Specification& specification, const config::Projection& projection) {
    std::string names = port_of(specification, projection.target, projection.port).name;
    for (const auto& twin : projection.twins) {
        names += fmt::format(" + {:g} {}", twin.share,
                             port_of(specification, projection.target, twin.port).name);
    }
    return names;
}

std::string degree(double synapses, double cells) {
    const double mean = cells > 0.0 ? synapses / cells : 0.0;
    return mean == std::round(mean) ? fmt::format("{:.0f}", mean) : fmt::format("{:.1f}", mean);
}

std::string weight_of(const config::Projection& projection, const Port& port) {
    const std::string weight = describe(projection.weight, config::unit_of_weight(port));
    if (!projection.ceiling) return weight;
    return fmt::format("{}, up to {:g} nS", weight, *projection.ceiling);
}

std::string projections_table(const Specification& specification, const Layout& layout) {
    core::TextTable table({"projection", "port", "rule", "in", "out", "weight", "delay", "STP",
                           "synapses", "memory"});
    for (const auto& p : specification.projections) {
        const Port& port = port_of(specification, p.target, p.port);
        const double synapses = network::expected_synapses(specification, p);
        table.add({p.name, port_names(specification, p), describe(p.rule),
                   degree(synapses, specification.populations[p.target].size),
                   degree(synapses, specification.populations[p.source].size), weight_of(p, port),
                   describe(p.delay, "ms"), p.plasticity ? "yes" : "-",
                   fmt::format("{:.0f}", synapses),
                   core::readable_bytes(expected_bytes(specification, p, layout))});
    }
    return table.text(2);
}

std::string input_ports(const Specification& specification, const config::Input& input) {
    std::string text;
    for (const auto& [index, weight, beta] : input.ports) {
        const Port& port = port_of(specification, input.target, index);
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", port.name,
                            describe(weight, config::unit_of_weight(port)));
    }
    return text;
}

std::string receivers(const Specification& specification, const config::Input& input) {
    if (!input.neurons && input.recruits == 1.0) return "all";
    const auto n = config::n_receivers(input, specification.populations[input.target].size);
    return fmt::format("{}{}", n, input.recruits == 1.0 ? "" : " at random");
}

std::string inputs_table(const Specification& specification) {
    core::TextTable table({"input", "kind", "cells", "waveform", "ports", "delay (ms)"});
    for (const auto& input : specification.inputs) {
        const bool is_poisson = input.kind == config::Input::Kind::poisson;
        table.add({input.name, is_poisson ? "poisson" : "current", receivers(specification, input),
                   describe(input.waveform, is_poisson ? "Hz" : "pA", specification),
                   input_ports(specification, input),
                   is_poisson
                       ? fmt::format("{:g}", static_cast<double>(input.delay) * specification.dt)
                       : "-"});
    }
    return table.text(2);
}

std::string spikes_line(const Specification& specification) {
    const auto& recorded = specification.recording.spikes;
    std::string names;
    std::size_t n_recorded = 0;
    for (std::size_t i = 0; i != recorded.size(); ++i) {
        if (!recorded[i]) continue;
        names += " " + specification.populations[i].name;
        ++n_recorded;
    }
    if (n_recorded == specification.populations.size()) names = " all populations";
    return fmt::format("  spikes:{}\n", n_recorded == 0 ? " none" : names);
}

std::string recording_lines(const Specification& specification) {
    std::string text = spikes_line(specification);
    for (const auto& state : specification.recording.states) {
        std::uint64_t n_cells = 0;
        for (const auto& [first, last] : state.neurons) n_cells += last - first + 1;
        text += fmt::format("  state: {} of {} cell(s) of {} every {:g} ms\n",
                            fmt::join(state.variables, ", "), n_cells,
                            specification.populations[state.population].name,
                            static_cast<double>(state.every) * specification.dt);
    }
    if (const auto& lfp = specification.recording.lfp) {
        text += fmt::format("  lfp: of {} population(s) every {:g} ms\n", lfp->populations.size(),
                            static_cast<double>(lfp->every) * specification.dt);
    }
    if (const auto bin = specification.recording.rate_bin) {
        text +=
            fmt::format("  rates: every {:g} ms\n", static_cast<double>(*bin) * specification.dt);
    }
    return text;
}

std::string head(const Specification& s) {
    const auto ms = [&](Step steps) { return static_cast<double>(steps) * s.dt; };
    std::string text = fmt::format(
        "experiment {}, seed {}, {:g} ms in steps of {:g} ms, {:g} ms discarded, {} precision\n",
        s.experiment, s.seed, ms(s.duration), s.dt, ms(s.discard),
        s.precision == config::Precision::single ? "single" : "double");
    if (!s.description.empty()) text += s.description + '\n';
    if (s.dopamine_depletion) {
        text += fmt::format("dopamine depletion {:g}, baseline {:g}\n", *s.dopamine_depletion,
                            s.dopamine_baseline);
    } else if (s.dopamine_level != 0.0 || s.dopamine_baseline != 0.0) {
        text +=
            fmt::format("dopamine {:g}, baseline {:g}\n", s.dopamine_level, s.dopamine_baseline);
    }
    return text;
}

std::string totals(const Specification& specification, const Layout& layout) {
    const ExpectedSize size = expected_size(specification, layout);
    return fmt::format(
        "  {} cells in {} population(s), about {:.0f} synapses in {} projection(s)\n"
        "  ranks meet every {:g} ms\n"
        "  expected memory {}: cells {}, synapses {} (with {} rank(s) of {} thread(s))\n",
        size.neurons, specification.populations.size(), size.synapses,
        specification.projections.size(),
        static_cast<double>(interval_steps(specification)) * specification.dt,
        core::readable_bytes(size.neuron_bytes + size.synapse_bytes),
        core::readable_bytes(size.neuron_bytes), core::readable_bytes(size.synapse_bytes),
        layout.ranks, layout.threads);
}

std::string titled(std::string_view title, const std::string& body) {
    return body.empty() ? "" : fmt::format("\n{}\n{}", title, body);
}

}  // namespace

std::string network_table(const Specification& specification, const Layout& layout) {
    std::string notes;
    for (const auto& note : specification.notes) notes += fmt::format("  {}\n", note);
    const bool has_projections = !specification.projections.empty();
    return head(specification) + titled("populations", populations_table(specification)) +
           titled("channels and places", topography_table(specification)) +
           titled("ports", ports_table(specification)) +
           titled("projections", has_projections ? projections_table(specification, layout) : "") +
           titled("inputs", specification.inputs.empty() ? "" : inputs_table(specification)) +
           titled("recording", recording_lines(specification)) +
           titled("totals", totals(specification, layout)) + titled("notes", notes);
}

}  // namespace bgsim::simulation
