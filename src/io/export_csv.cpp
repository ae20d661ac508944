#include "io/export_csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>

#include "bgsim/error.hpp"
#include "core/csv.hpp"

namespace bgsim::io {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t numbers_per_text_piece = 1U << 16U;

/// A text file that is written piece by piece, and says so if it cannot.
class TextFile {
public:
    explicit TextFile(const fs::path& file) : name_(file.string()) {
        stream_.open(file, std::ios::binary | std::ios::trunc);
        check(ExitCode::cannot_create, "cannot create");
    }

    void write(const fmt::memory_buffer& text) {
        stream_.write(text.data(), static_cast<std::streamsize>(text.size()));
        check(ExitCode::cannot_write, "cannot write");
    }
    void write(const std::string& text) {
        stream_ << text;
        check(ExitCode::cannot_write, "cannot write");
    }
    void close() {
        stream_.close();
        check(ExitCode::cannot_write, "cannot write");
    }

private:
    void check(ExitCode code, const char* what) {
        if (stream_) return;
        throw SystemError(fmt::format("{}: {}: {}", name_, what, std::strerror(errno)), code);
    }

    std::string name_;
    std::ofstream stream_;
};

fs::path samples_file(const fs::path& folder, const std::string& population) {
    return folder / fmt::format("samples-{}.csv", population);
}

void export_spikes(const ResultReader& reader, const fs::path& folder, const ExportWindow& window) {
    TextFile file(folder / "spikes.csv");
    file.write("time_ms,population,cell\n");
    const double half_a_step_ms = 0.5 * reader.dt_ms();
    for (const auto& population : reader.populations()) {
        if (!population.has_spikes) continue;
        const std::string name = core::csv_field(population.name);
        auto next = reader.first_spike_after(population.name, window.from_ms + half_a_step_ms);
        const auto end = reader.first_spike_after(population.name, window.to_ms + half_a_step_ms);
        while (next < end) {
            const auto piece =
                reader.spikes(population.name, next, std::min(numbers_per_text_piece, end - next));
            fmt::memory_buffer text;
            for (std::size_t i = 0; i != piece.node_ids.size(); ++i) {
                fmt::format_to(std::back_inserter(text), "{:.12g},{},{}\n", piece.timestamps_ms[i],
                               name, piece.node_ids[i]);
            }
            file.write(text);
            next += piece.node_ids.size();
        }
    }
    file.close();
}

void export_rates(const ResultReader& reader, const fs::path& folder, const ExportWindow& window) {
    const double bin_ms = *reader.rate_bin_ms();
    std::vector<std::string> header = {"from_ms"};
    std::vector<std::vector<double>> rates;
    for (const auto& population : reader.populations()) {
        header.push_back(population.name);
        rates.push_back(reader.rates_hz(population.name));
        for (const auto& channel : population.channels) {
            header.push_back(population.name + '/' + channel);
            rates.push_back(reader.rates_hz(population.name, channel));
        }
    }
    TextFile file(folder / "rates.csv");
    file.write(core::csv_line(header));
    const double rounding_ms = 0.5 * reader.dt_ms();
    const std::size_t n_bins = rates.empty() ? 0 : rates.front().size();
    fmt::memory_buffer text;
    for (std::size_t bin = 0; bin != n_bins; ++bin) {
        const double from_ms = reader.start_ms() + static_cast<double>(bin) * bin_ms;
        if (from_ms < window.from_ms - rounding_ms) continue;
        if (from_ms + bin_ms > window.to_ms + rounding_ms) break;
        fmt::format_to(std::back_inserter(text), "{:.12g}", from_ms);
        for (const auto& values : rates) {
            fmt::format_to(std::back_inserter(text), ",{:.12g}", values[bin]);
        }
        text.push_back('\n');
    }
    file.write(text);
    file.close();
}

void export_lfp(const ResultReader& reader, const fs::path& folder, const ExportWindow& window) {
    const LfpSummary lfp = *reader.lfp();
    std::vector<std::string> header = {"time_ms"};
    std::vector<std::vector<double>> values;
    for (const auto& population : lfp.populations) {
        header.push_back(population + " [pA]");
        values.push_back(reader.lfp_samples(population, 0, lfp.n_samples));
    }
    TextFile file(folder / "lfp.csv");
    file.write(core::csv_line(header));
    const double rounding_ms = 0.5 * reader.dt_ms();
    fmt::memory_buffer text;
    for (std::size_t i = 0; i != lfp.n_samples; ++i) {
        const double time_ms = lfp.start_ms + static_cast<double>(i) * lfp.every_ms;
        if (time_ms < window.from_ms - rounding_ms || time_ms > window.to_ms + rounding_ms) {
            continue;
        }
        fmt::format_to(std::back_inserter(text), "{:.12g}", time_ms);
        for (const auto& column : values) {
            fmt::format_to(std::back_inserter(text), ",{:.12g}", column[i]);
        }
        text.push_back('\n');
    }
    file.write(text);
    file.close();
}

/// Lines of one sample: one for each cell.
void append_sample(fmt::memory_buffer& text,
                   const ReportSummary& report,
                   double time_ms,
                   const float* values) {
    for (const std::uint64_t cell : report.nodes) {
        fmt::format_to(std::back_inserter(text), "{:.12g},{}", time_ms, cell);
        for (std::size_t v = 0; v != report.variables.size(); ++v) {
            fmt::format_to(std::back_inserter(text), ",{:.9g}", *values++);
        }
        text.push_back('\n');
    }
}

void export_samples(const ResultReader& reader,
                    const fs::path& folder,
                    const ExportWindow& window,
                    const ReportSummary& report) {
    TextFile file(samples_file(folder, report.population));
    std::vector<std::string> header = {"time_ms", "cell"};
    for (std::size_t v = 0; v != report.variables.size(); ++v) {
        header.push_back(fmt::format("{} [{}]", report.variables[v], report.units[v]));
    }
    file.write(core::csv_line(header));
    const std::size_t n_elements = report.nodes.size() * report.variables.size();
    const std::uint64_t per_piece =
        std::max<std::uint64_t>(1, numbers_per_text_piece / std::max<std::size_t>(1, n_elements));
    const double rounding_ms = 0.5 * reader.dt_ms();
    for (std::uint64_t first = 0; first < report.n_samples; first += per_piece) {
        const auto values = reader.samples(report.population, first, per_piece);
        const std::size_t n_samples = n_elements == 0 ? 0 : values.size() / n_elements;
        fmt::memory_buffer text;
        for (std::size_t s = 0; s != n_samples; ++s) {
            const double time_ms =
                report.start_ms + static_cast<double>(first + s) * report.every_ms;
            if (time_ms < window.from_ms - rounding_ms || time_ms > window.to_ms + rounding_ms) {
                continue;
            }
            append_sample(text, report, time_ms, values.data() + s * n_elements);
        }
        file.write(text);
    }
    file.close();
}

}  // namespace

std::vector<fs::path> csv_files(const ResultReader& reader, const fs::path& folder) {
    std::vector<fs::path> files = {folder / "spikes.csv"};
    if (reader.rate_bin_ms()) files.push_back(folder / "rates.csv");
    if (reader.lfp()) files.push_back(folder / "lfp.csv");
    for (const auto& report : reader.reports()) {
        files.push_back(samples_file(folder, report.population));
    }
    return files;
}

void export_csv(const ResultReader& reader, const fs::path& folder, const ExportWindow& window) {
    export_spikes(reader, folder, window);
    if (reader.rate_bin_ms()) export_rates(reader, folder, window);
    if (reader.lfp()) export_lfp(reader, folder, window);
    for (const auto& report : reader.reports()) export_samples(reader, folder, window, report);
}

}  // namespace bgsim::io
