#include "simulation/run_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/readable.hpp"
#include "simulation/connectivity.hpp"

namespace bgsim::simulation {
namespace {

using config::Specification;

constexpr double flush_every_s = 10.0;    // of wall time, as RunOptions::flush_every_s
constexpr double reserved_memory = 0.05;  // of a node, for its system
constexpr double bytes_of_header = 8.0;   // to each rank in each exchange

double model_seconds(const Specification& spec) {
    return static_cast<double>(spec.duration) * spec.dt * 1e-3;
}

Messages messages(const Specification& spec,
                  const Division& division,
                  const std::vector<engine::AssumedRate>& rates) {
    Messages m;
    const double interval_s = static_cast<double>(interval_steps(spec)) * spec.dt * 1e-3;
    m.rounds_per_s = 1.0 / interval_s;
    const int n_ranks = division.layout().ranks;
    for (int r = 0; r != n_ranks; ++r) {
        double bytes = bytes_of_header * (n_ranks - 1);
        for (PopulationId p = 0; p != rates.size(); ++p) {
            const double spikes = rates[p].rate_hz * division.of_rank(r)[p].cells * interval_s;
            const int itself = receives(spec, division.of_rank(r), p) ? 1 : 0;
            bytes += sizeof(std::uint32_t) * spikes * (division.destinations()[p] - itself);
        }
        m.bytes_per_round += bytes;
        m.most_bytes_per_round = std::max(m.most_bytes_per_round, bytes);
    }
    return m;
}

void summarize_memory(RunPlan& plan, const std::vector<RankMemory>& ranks) {
    std::vector<double> of_nodes(static_cast<std::size_t>(plan.nodes), 0.0);
    for (std::size_t r = 0; r != ranks.size(); ++r) {
        for (std::size_t i = 0; i != ranks[r].bytes.size(); ++i) {
            plan.mean_memory.bytes[i] += ranks[r].bytes[i] / static_cast<double>(ranks.size());
            plan.most_memory.bytes[i] = std::max(plan.most_memory.bytes[i], ranks[r].bytes[i]);
        }
        plan.largest_rank = std::max(plan.largest_rank, ranks[r].total());
        of_nodes[r / static_cast<std::size_t>(plan.ranks_per_node)] += ranks[r].total();
    }
    plan.fullest_node = *std::ranges::max_element(of_nodes);
}

/// What speaks against the plan.
class Warnings {
public:
    Warnings(const Specification& spec, const RunPlan& plan, const Division& division)
        : spec_(spec), plan_(plan), division_(division) {}

    std::vector<std::string> find() {
        look_at_blocks();
        look_at_memory();
        look_at_cores();
        look_at_balance();
        look_at_exchange();
        return std::move(warnings_);
    }

private:
    void look_at_blocks() {
        double n_blocks = 0.0;
        for (const auto& population : spec_.populations) n_blocks += blocks_of(population);
        const Layout& layout = plan_.request.layout;
        const int busy = division_.n_busy_workers();
        const int n_workers = layout.ranks * layout.threads;
        if (layout.ranks > n_blocks) {
            warnings_.push_back(
                fmt::format("{} ranks for {:.0f} block(s) of {} cells: some own nothing; use at "
                            "most {:.0f} ranks",
                            layout.ranks, n_blocks, block_size, n_blocks));
        } else if (busy < n_workers) {
            warnings_.push_back(fmt::format(
                "only {} of {} threads ({} rank(s) of {}) get any of the {:.0f} block(s) of {} "
                "cells; use fewer threads or ranks",
                busy, n_workers, layout.ranks, layout.threads, n_blocks, block_size));
        }
    }

    void look_at_memory() {
        const auto& memory = plan_.request.node.memory_bytes;
        if (!memory) return;
        const double usable = *memory * (1.0 - reserved_memory);
        if (plan_.largest_rank > usable) {
            warnings_.push_back(fmt::format(
                "a rank takes {}, which does not fit a node of {}; use more ranks, a smaller "
                "--scale or --precision single",
                core::readable_bytes(plan_.largest_rank), core::readable_bytes(*memory)));
        } else if (plan_.fullest_node > usable) {
            warnings_.push_back(
                fmt::format("{} rank(s) on one node take {}, which does not fit its {}; use more "
                            "nodes, or more threads and fewer ranks on each",
                            plan_.ranks_per_node, core::readable_bytes(plan_.fullest_node),
                            core::readable_bytes(*memory)));
        }
    }

    void look_at_cores() {
        const int threads = plan_.request.layout.threads;
        if (threads <= plan_.request.node.cores) return;
        warnings_.push_back(fmt::format("{} threads share the {} core(s) of a node; use at most {}",
                                        threads, plan_.request.node.cores,
                                        plan_.request.node.cores));
    }

    void look_at_balance() {
        constexpr double much = 1.5;
        const Layout& layout = plan_.request.layout;
        const bool has_idle = division_.n_busy_workers() < layout.ranks * layout.threads;
        if (has_idle || plan_.time.imbalance < much) return;
        warnings_.push_back(
            fmt::format("the busiest of {} x {} threads has {:.1f} times the work of the mean, and "
                        "the others wait for it; fewer ranks or threads would cost little",
                        layout.ranks, layout.threads, plan_.time.imbalance));
    }

    void look_at_exchange() {
        if (plan_.time.exchange_s < 0.5 * plan_.time.loop_s) return;
        warnings_.push_back(fmt::format(
            "exchanging spikes takes {:.0f} % of the time, because ranks meet every {:g} ms (the "
            "shortest delay); use fewer ranks with more threads",
            100.0 * plan_.time.exchange_s / plan_.time.loop_s, plan_.interval_ms));
    }

    const Specification& spec_;
    const RunPlan& plan_;
    const Division& division_;
    std::vector<std::string> warnings_;
};

/// How much model time passes between two writes.
double buffered_seconds(const RunPlan& plan) {
    const double factor = plan.real_time_factor();
    return factor > 0.0 ? std::min(plan.model_s, flush_every_s / factor) : plan.model_s;
}

}  // namespace

int ranks_that_fit(const Node& node, int threads) { return std::max(1, node.cores / threads); }

int ranks_on_a_node(const PlanRequest& request) {
    return std::min(ranks_that_fit(request.node, request.layout.threads), request.layout.ranks);
}

Specification as_planned(const Specification& specification, const PlanRequest& request) {
    double memory = std::numeric_limits<double>::max();
    const Node& node = request.node;
    if (specification.limits.memory_bytes) {
        memory = static_cast<double>(*specification.limits.memory_bytes);
    } else if (node.memory_bytes || node.free_bytes) {
        memory = usable_share * node.memory_bytes.value_or(node.free_bytes.value_or(0.0)) /
                 ranks_on_a_node(request);
    }
    return with_connectivity(specification, request.layout, memory);
}

RunPlan plan_run(const Specification& undecided, const PlanRequest& request) {
    const Specification specification = as_planned(undecided, request);
    const Division division(specification, request.layout);
    RunPlan plan;
    plan.request = request;
    for (const auto& p : specification.projections) {
        if (p.is_procedural) plan.procedural.push_back(p.name);
    }
    plan.ranks_per_node = ranks_on_a_node(request);
    plan.nodes = (request.layout.ranks + plan.ranks_per_node - 1) / plan.ranks_per_node;
    const ExpectedSize size = expected_size(specification, request.layout);
    plan.neurons = size.neurons;
    plan.synapses = size.synapses;
    plan.model_s = model_seconds(specification);
    plan.interval_ms = static_cast<double>(interval_steps(specification)) * specification.dt;
    plan.rates = engine::assumed_rates(specification, request.otherwise_hz);
    plan.disk = disk_use(specification, plan.rates);
    plan.messages = messages(specification, division, plan.rates);
    plan.time =
        wall_time(specification, division, plan.rates, {.ranks_per_node = plan.ranks_per_node});
    summarize_memory(plan,
                     rank_memory(specification, division,
                                 {.rates = plan.rates, .buffered_s = buffered_seconds(plan)}));
    plan.warnings = Warnings(specification, plan, division).find();
    return plan;
}

}  // namespace bgsim::simulation
