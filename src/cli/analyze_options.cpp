#include "cli/analyze_options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "analysis/analysis_table.hpp"
#include "bgsim/error.hpp"
#include "cli/option_checks.hpp"
#include "cli/time_grid.hpp"
#include "cli/value_range.hpp"

namespace bgsim::cli {
namespace {

constexpr double fewest_bins = 8;  // of a segment
constexpr double most_bins = 1e8;  // of a segment and of a peristimulus histogram

[[noreturn]] void refuse(const AnalyzeOptions& options, const std::string& why, ExitCode code) {
    throw InputError(fmt::format("{}: {}", options.file, why), code);
}

[[noreturn]] void refuse_option(const std::string& what) {
    throw InputError(what, ExitCode::usage);
}

/// What the run itself leaves out of its mean rates [ms].
double discarded_ms(const io::ResultReader& reader) {
    const auto text = reader.provenance("discard_ms");
    return text ? std::strtod(text->c_str(), nullptr) : 0.0;
}

/// Both ends are needed. @throws InputError (64)
analysis::Window whole_window(const std::string& option,
                              const std::string& text,
                              const std::string& example) {
    const ValueRange range = parse_range(option, text, example);
    if (!range.from || !range.to) {
        refuse_option(fmt::format("{} {}: it needs a beginning and an end; write for example {}",
                                  option, text, example));
    }
    return {*range.from, *range.to};
}

std::size_t segment_of(const AnalyzeOptions& options) {
    const double bins =
        std::round(quantity_in("ms", options.segment) / quantity_in("ms", options.bin));
    if (bins >= fewest_bins && bins <= most_bins) return static_cast<std::size_t>(bins);
    refuse_option(fmt::format("--segment {}: must hold {:g} to {:g} bins of {}", options.segment,
                              fewest_bins, most_bins, options.bin));
}

analysis::Band band_of(const AnalyzeOptions& options) {
    const ValueRange range = parse_range("--band", options.band, "13Hz:30Hz", "Hz");
    const double nyquist_hz = 0.5 / quantity_in("s", options.bin);
    const analysis::Band band{"chosen", range.from.value_or(0.0), range.to.value_or(nyquist_hz)};
    if (band.low_hz >= 0.0 && band.low_hz < nyquist_hz) return band;
    refuse_option(fmt::format("--band {}: bins of {} have no frequencies there, only 0 to {:g} Hz",
                              options.band, options.bin, nyquist_hz));
}

std::vector<double> events_of(const AnalyzeOptions& options) {
    std::vector<double> events_ms;
    for (const auto& event : options.events) {
        const std::string wrong = must_be_a_time(event, "2s");
        if (!wrong.empty()) refuse_option("--events: " + wrong);
        events_ms.push_back(quantity_in("ms", event));
    }
    return events_ms;
}

/// Its bins are whole bins of the rates, and it has whole bins of its own.
analysis::HistogramWindow histogram_of(const AnalyzeOptions& options, double dt_ms) {
    const auto around = whole_window("--around", options.around, "-100ms:500ms");
    const double bin_ms = on_grid("--event-bin", options.event_bin, dt_ms);
    if (!is_multiple(bin_ms, quantity_in("ms", options.bin))) {
        refuse_option(fmt::format("--event-bin {}: must be a multiple of --bin, {}",
                                  options.event_bin, options.bin));
    }
    const double length_ms = around.to_ms - around.from_ms;
    if (!is_multiple(length_ms, bin_ms) || length_ms / bin_ms > most_bins) {
        refuse_option(
            fmt::format("--around {}: must be a multiple of --event-bin, {}, long, and {:g} of "
                        "them at the most",
                        options.around, options.event_bin, most_bins));
    }
    return {.from_ms = around.from_ms, .to_ms = around.to_ms, .bin_ms = bin_ms};
}

void check_table(const AnalyzeOptions& options) {
    if (options.table == "events" && options.events.empty()) {
        refuse_option(
            "--table events: of which? Give them with --events, for example --events 2s,4s");
    }
    if (options.table == "stimuli" && options.stimuli.empty()) {
        refuse_option(
            "--table stimuli: of which? Give them with --stimulus, for example --stimulus 5s:6s");
    }
}

void check_channels(const AnalyzeOptions& options, const io::ResultReader& reader) {
    const auto& populations = reader.populations();
    if (std::ranges::any_of(populations, [](const auto& p) { return !p.channels.empty(); })) return;
    refuse(options, "--by channel: no population of this run is divided into channels",
           ExitCode::usage);
}

CLI::Option* add_time(CLI::App& command,
                      const std::string& name,
                      std::string& value,
                      const std::string& meaning) {
    return command.add_option(name, value, meaning)
        ->type_name("TIME")
        ->capture_default_str()
        ->check([](const std::string& text) { return must_be_a_quantity(text, "ms", "10ms"); });
}

void add_spectral_options(CLI::App& command, AnalyzeOptions& options) {
    add_time(command, "--bin", options.bin, "bins of the rates, for spectra and stimuli");
    add_time(command, "--segment", options.segment, "segments of spectra (Welch)");
    command
        .add_option("--overlap", options.overlap, "share that neighbouring segments have in common")
        ->capture_default_str()
        ->check(CLI::Range(0.0, 0.99));
    command.add_option("--band", options.band, "frequencies of coherence and phase")
        ->type_name("FROM:TO")
        ->capture_default_str();
}

void add_train_options(CLI::App& command, AnalyzeOptions& options) {
    add_time(command, "--fano-window", options.fano_window, "windows of the Fano factor");
    add_time(command, "--burst-interval", options.burst_interval, "longest interval in a burst");
    command.add_option("--burst-spikes", options.burst_spikes, "fewest spikes of a burst")
        ->capture_default_str()
        ->check(CLI::Range(2, 1000));
    command
        .add_option("--sample", options.sample, "cells per population whose synchrony is computed")
        ->capture_default_str()
        ->check(CLI::Range(0, 1000));
    add_time(command, "--sample-bin", options.sample_bin, "bins of their spike counts");
}

void add_event_options(CLI::App& command, AnalyzeOptions& options) {
    command
        .add_option("--stimulus", options.stimuli,
                    "rates before, during and after it, for example 5s:6s; may be repeated")
        ->type_name("FROM:TO");
    command
        .add_option("--events", options.events,
                    "for the peristimulus histogram, for example 2s,4s,6s")
        ->type_name("TIME,...")
        ->delimiter(',');
    command.add_option("--around", options.around, "beginning and end of that histogram")
        ->type_name("FROM:TO")
        ->capture_default_str();
    add_time(command, "--event-bin", options.event_bin, "its bins");
}

}  // namespace

void add_options(CLI::App& command, AnalyzeOptions& options) {
    command.add_option("RUN.h5", options.file, "result file")->required();
    CLI::Option* csv = command.add_flag("--csv", options.csv, "comma-separated values");
    CLI::Option* table =
        command.add_option("--table", options.table, "what the comma-separated values are of");
    must_be_one_of(*table, analysis::table_names());
    table->each([&options](const std::string&) { options.csv = true; });
    command.add_flag("--json", options.json, "everything, for programs")
        ->excludes(csv)
        ->excludes(table);
    must_be_one_of(*command
                        .add_option("--by", options.by,
                                    "whether channels of populations are analysed one by one")
                        ->capture_default_str(),
                   {"population", "channel"});
    add_measure_options(command, options);
}

void add_measure_options(CLI::App& command, AnalyzeOptions& options) {
    command
        .add_option("--window", options.window,
                    "part of the run, for example 1s:10s, 500ms: or :2s")
        ->type_name("FROM:TO");
    add_spectral_options(command, options);
    add_train_options(command, options);
    add_event_options(command, options);
}

void check(const AnalyzeOptions& options) {
    parse_range("--window", options.window, "1s:10s");
    segment_of(options);
    band_of(options);
    events_of(options);
    check_table(options);
    whole_window("--around", options.around, "-100ms:500ms");
    for (const auto& stimulus : options.stimuli) whole_window("--stimulus", stimulus, "5s:6s");
}

analysis::Window window_of(const AnalyzeOptions& options, const io::ResultReader& reader) {
    const ValueRange wanted = parse_range("--window", options.window, "1s:10s");
    const double start_ms = reader.start_ms();
    const double end_ms = reader.complete_until_ms();
    const double from_ms = std::max(start_ms, discarded_ms(reader));
    const analysis::Window window{.from_ms = wanted.from.value_or(from_ms),
                                  .to_ms = wanted.to.value_or(end_ms)};
    if (!wanted.from && window.from_ms >= window.to_ms) {
        refuse(options,
               fmt::format("the window ends at {:g} ms, but by default it starts at "
                           "time.discard ({:g} ms); use for example --window 0s:",
                           window.to_ms, window.from_ms),
               wanted.to ? ExitCode::usage : ExitCode::missing_input);
    }
    const double rounding_ms = 0.5 * reader.dt_ms();
    if (window.from_ms < start_ms - rounding_ms || window.from_ms >= end_ms ||
        window.to_ms > end_ms + rounding_ms) {
        refuse(options,
               fmt::format("--window {}: the result holds {:.10g} to {:.10g} ms", options.window,
                           start_ms, end_ms),
               ExitCode::usage);
    }
    return whole_steps("--window " + options.window, window, reader.dt_ms());
}

analysis::AnalysisRequest request_of(const AnalyzeOptions& options,
                                     const io::ResultReader& reader,
                                     analysis::Window window) {
    const double dt_ms = reader.dt_ms();
    analysis::AnalysisRequest request{.window = window};
    request.scan = {.fano_window_ms = on_grid("--fano-window", options.fano_window, dt_ms),
                    .burst_interval_ms = quantity_in("ms", options.burst_interval),
                    .burst_spikes = options.burst_spikes,
                    .rate_bin_ms = on_grid("--bin", options.bin, dt_ms),
                    .sample_bin_ms = on_grid("--sample-bin", options.sample_bin, dt_ms),
                    .sample_size = options.sample};
    request.welch = {.bin_ms = request.scan.rate_bin_ms,
                     .segment = segment_of(options),
                     .overlap = options.overlap};
    request.band = band_of(options);
    for (const auto& stimulus : options.stimuli) {
        request.stimuli.push_back(whole_window("--stimulus", stimulus, "5s:6s"));
    }
    request.events_ms = events_of(options);
    request.histogram = histogram_of(options, dt_ms);
    request.by_channel = options.by == "channel";
    if (request.by_channel) check_channels(options, reader);
    return request;
}

}  // namespace bgsim::cli
