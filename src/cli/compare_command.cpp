#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "analysis/comparison.hpp"
#include "analysis/first_difference.hpp"
#include "bgsim/config/compare.hpp"
#include "cli/command.hpp"
#include "cli/option_checks.hpp"
#include "cli/time_grid.hpp"
#include "cli/value_range.hpp"
#include "comm/agreement.hpp"
#include "io/result_reader.hpp"

namespace bgsim::cli {
namespace {

struct CompareOptions {
    std::string first;
    std::string second;
    std::string window = ":";
    std::uint64_t sample = 100;
    std::string sample_bin = "5 ms";
};

struct Results {
    explicit Results(const CompareOptions& options) : a(options.first), b(options.second) {}

    io::ResultReader a;
    io::ResultReader b;

    double start_ms() const { return std::max(a.start_ms(), b.start_ms()); }
    double until_ms() const { return std::min(a.complete_until_ms(), b.complete_until_ms()); }
};

[[noreturn]] void refuse_comparison(const std::string& what,
                                    ExitCode code = ExitCode::missing_input) {
    throw InputError(what, code);
}

void check_comparable(const CompareOptions& options, const Results& results) {
    if (results.a.dt_ms() != results.b.dt_ms()) {
        refuse_comparison(
            fmt::format("{} has steps of {:g} ms and {} of {:g} ms: such results cannot be "
                        "compared",
                        options.first, results.a.dt_ms(), options.second, results.b.dt_ms()));
    }
    if (analysis::common_populations(results.a, results.b).empty()) {
        refuse_comparison(
            fmt::format("{} and {} have no population in common whose spikes were recorded",
                        options.first, options.second));
    }
    if (results.start_ms() >= results.until_ms()) {
        refuse_comparison(
            fmt::format("{} holds {:g} to {:g} ms and {} {:g} to {:g} ms: they have no time in "
                        "common",
                        options.first, results.a.start_ms(), results.a.complete_until_ms(),
                        options.second, results.b.start_ms(), results.b.complete_until_ms()));
    }
}

analysis::Window window_of(const CompareOptions& options, const Results& results) {
    const ValueRange wanted = parse_range("--window", options.window, "1s:10s");
    const analysis::Window window{.from_ms = wanted.from.value_or(results.start_ms()),
                                  .to_ms = wanted.to.value_or(results.until_ms())};
    const double rounding_ms = 0.5 * results.a.dt_ms();
    if (window.from_ms < results.start_ms() - rounding_ms || window.from_ms >= window.to_ms ||
        window.to_ms > results.until_ms() + rounding_ms) {
        refuse_comparison(fmt::format("--window {}: both results hold {:.10g} to {:.10g} ms",
                                      options.window, results.start_ms(), results.until_ms()),
                          ExitCode::usage);
    }
    return whole_steps("--window " + options.window, window, results.a.dt_ms());
}

std::string described(char letter, const std::string& file, const io::ResultReader& reader) {
    const auto value = [&](const char* key) {
        return reader.provenance(key).value_or("(not known)");
    };
    return fmt::format("{}: {}: {}, seed {}, {:.10g} to {:.10g} ms, bgsim {}\n", letter, file,
                       value("experiment"), value("seed"), reader.start_ms(),
                       reader.complete_until_ms(), value("commit"));
}

/// What is in one file only.
std::string only_in(char letter, const io::ResultReader& reader, const Results& results) {
    const auto common = analysis::common_populations(results.a, results.b);
    std::vector<std::string> names;
    for (const auto& population : reader.populations()) {
        if (population.has_spikes && std::ranges::count(common, population.name) == 0) {
            names.push_back(population.name);
        }
    }
    if (names.empty()) return "";
    return fmt::format("only in {}: {}\n", letter, fmt::join(names, ", "));
}

std::string configuration_differences(const Results& results) {
    constexpr std::size_t most = 20;
    const auto a = results.a.provenance("configuration");
    const auto b = results.b.provenance("configuration");
    if (!a || !b) return "";
    const auto found = config::differences(*a, *b);
    if (found.empty()) return "the configurations are the same\n";
    std::string text = "the configurations differ:\n";
    for (std::size_t i = 0; i != std::min(most, found.size()); ++i) {
        text += fmt::format("  {}: {} | {}\n", found[i].path, found[i].then, found[i].now);
    }
    if (found.size() > most) text += fmt::format("  and {} more\n", found.size() - most);
    return text;
}

std::uint64_t n_common_spikes(const Results& results) {
    const double half_a_step_ms = 0.5 * results.a.dt_ms();
    std::uint64_t n = 0;
    for (const auto& name : analysis::common_populations(results.a, results.b)) {
        n += results.a.first_spike_after(name, results.until_ms() + half_a_step_ms) -
             results.a.first_spike_after(name, results.start_ms() + half_a_step_ms);
    }
    return n;
}

bool have_the_same_extent(const Results& results) {
    return results.a.complete_until_ms() == results.b.complete_until_ms() &&
           results.a.start_ms() == results.b.start_ms() &&
           only_in('A', results.a, results).empty() && only_in('B', results.b, results).empty();
}

std::string statistics(const CompareOptions& options, const Results& results) {
    const analysis::Window window = window_of(options, results);
    analysis::ScanSettings settings;
    settings.sample_size = options.sample;
    settings.sample_bin_ms = on_grid("--sample-bin", options.sample_bin, results.a.dt_ms());
    return fmt::format(
        "\n{:.10g} to {:.10g} ms\n{}", window.from_ms, window.to_ms,
        analysis::comparison_table(analysis::compare(results.a, results.b, window, settings)));
}

/// As text, begun with "0" if the results are the same and "1" if not.
std::string compared(const CompareOptions& options) {
    parse_range("--window", options.window, "1s:10s");
    const Results results(options);
    check_comparable(options, results);
    window_of(options, results);
    const std::string heading =
        described('A', options.first, results.a) + described('B', options.second, results.b) +
        only_in('A', results.a, results) + only_in('B', results.b, results) + '\n';
    const double from_ms = results.start_ms();
    const double until_ms = results.until_ms();
    const auto lone = analysis::first_difference(results.a, results.b, from_ms, until_ms);
    if (!lone) {
        const bool is_all = have_the_same_extent(results);
        return fmt::format(
            "{}{}{}: {} spikes of {} populations from {:.10g} to {:.10g} ms are the "
            "same\n",
            is_all ? '0' : '1', heading, is_all ? "identical" : "identical in what both have",
            n_common_spikes(results), analysis::common_populations(results.a, results.b).size(),
            from_ms, until_ms);
    }
    return fmt::format(
        "1{}not identical: cell {} of {} fires at {:.10g} ms in {} only; before, from "
        "{:.10g} ms on, all spikes are the same\n{}{}",
        heading, lone->cell, lone->population, lone->time_ms, lone->is_in_first ? 'A' : 'B',
        from_ms, configuration_differences(results), statistics(options, results));
}

void add_options(CLI::App& command, CompareOptions& options) {
    command.add_option("A.h5", options.first, "result file")->required();
    command.add_option("B.h5", options.second, "result file")->required();
    command
        .add_option("--window", options.window,
                    "part of the runs whose statistics are compared, for example 1s:10s")
        ->type_name("FROM:TO");
    command
        .add_option("--sample", options.sample,
                    "cells per population whose pair correlations are compared")
        ->capture_default_str()
        ->check(CLI::Range(0, 1000));
    command.add_option("--sample-bin", options.sample_bin, "bins of their spike counts")
        ->type_name("TIME")
        ->capture_default_str()
        ->check([](const std::string& text) { return must_be_a_quantity(text, "ms", "5ms"); });
}

}  // namespace

void add_compare(CLI::App& program, Action& chosen) {
    CLI::App* command = program.add_subcommand(
        "compare", "whether two results are the same, and how their firing differs");
    const auto options = std::make_shared<CompareOptions>();
    add_options(*command, *options);
    command->callback([&chosen, options] {
        chosen = [options](const comm::Communicator& ranks) {
            const std::string text = comm::from_root(ranks, [&] { return compared(*options); });
            if (ranks.is_root()) fmt::print("{}", text.substr(1));
            return text.front() == '0' ? ExitCode::done : ExitCode::different;
        };
    });
}

}  // namespace bgsim::cli
