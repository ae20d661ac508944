#include "io/result_writer.hpp"

#include <fmt/format.h>

#include <csignal>
#include <exception>

#include "bgsim/error.hpp"
#include "io/create_result.hpp"
#include "io/outputs.hpp"
#include "io/reopen_result.hpp"

namespace bgsim::io {

struct ResultWriter::Implementation {
    Implementation(const std::filesystem::path& name,
                   const comm::Communicator& communicator,
                   const ResultLayout& layout,
                   Step until);

    void go_on_with(const WrittenResult& written);
    std::vector<GrowingDataset*> datasets();
    void write(Step until, bool is_last);
    void write_progress(Step until) const;
    std::string cut_back_and_close();
    bool close();
    void abandon() noexcept;

    TimeGrid grid;
    SharedFile file;
    std::vector<std::optional<SpikeOutput>> spikes;  ///< [n_populations]
    std::vector<ReportOutput> reports;
    std::optional<RateOutput> rates;
    std::optional<LfpOutput> lfp;
    Step complete_until;
    bool is_open = true;
    int exceptions_at_start = std::uncaught_exceptions();
};

ResultWriter::Implementation::Implementation(const std::filesystem::path& name,
                                             const comm::Communicator& communicator,
                                             const ResultLayout& layout,
                                             Step until)
    : grid(layout.dt), file(name, communicator), complete_until(until) {
    for (const auto& population : layout.populations) {
        auto& output = spikes.emplace_back();
        if (population.spikes) output.emplace(file, population, until + 1);
    }
    for (const auto& report : layout.reports) reports.emplace_back(file, report, layout.start);
    if (layout.rate_bin) rates.emplace(file, layout);
    if (layout.lfp) lfp.emplace(file, layout);
}

std::vector<GrowingDataset*> ResultWriter::Implementation::datasets() {
    std::vector<GrowingDataset*> all;
    const auto append = [&all](auto& output) {
        const auto own = output.datasets();
        all.insert(all.end(), own.begin(), own.end());
    };
    for (auto& output : spikes) {
        if (output) append(*output);
    }
    for (auto& output : reports) append(output);
    if (rates) append(*rates);
    if (lfp) append(*lfp);
    return all;
}

void ResultWriter::Implementation::go_on_with(const WrittenResult& written) {
    const auto own = datasets();
    BGSIM_EXPECT(own.size() == written.datasets.size());
    std::vector<std::uint64_t> open_bin(written.open_bin.size(), 0);
    if (file.communicator().is_root()) {  // which speaks for what all wrote before
        open_bin = written.open_bin;
        for (std::size_t i = 0; i != own.size(); ++i) {
            own[i]->add_to_sum(core::ContentSum(written.datasets[i].sum));
        }
    }
    if (rates) rates->continue_from(written.until, open_bin);
}

void ResultWriter::Implementation::write(Step until, bool is_last) {
    for (auto& output : spikes) {
        if (output) output->write(file, grid, until);
    }
    for (auto& output : reports) output.write(until);
    if (lfp) lfp->write(file, until);
    if (rates) rates->write_complete_bins(file, until);
    if (rates && is_last) rates->write_last_bin(file, until);
    file.flush();
    // Only now that the data are in the file does it say that they are.
    write_progress(until);
    file.flush();
    for (GrowingDataset* dataset : datasets()) dataset->commit();
    complete_until = until;
}

void ResultWriter::Implementation::write_progress(Step until) const {
    std::vector<std::uint64_t> n_spikes;
    for (const auto& output : spikes) n_spikes.push_back(output ? output->n_written() : 0);
    for (const auto& output : reports) output.write_time(file, grid);
    if (!n_spikes.empty()) file.overwrite<std::uint64_t>(path::n_spikes, n_spikes);
    const std::array<double, 1> time = {grid.time_of(until)};
    file.overwrite<double>(path::complete_until, time);
}

/// After a failed write; returns what to tell the user of the state of the file.
std::string ResultWriter::Implementation::cut_back_and_close() {
    bool is_whole = true;
    for (GrowingDataset* dataset : datasets()) is_whole = dataset->cut_back() && is_whole;
    is_whole = close() && is_whole;
    if (file.communicator().any(!is_whole)) return "the file may be damaged";
    return fmt::format("the file keeps everything up to {} ms", grid.time_of(complete_until));
}

bool ResultWriter::Implementation::close() {
    is_open = false;
    for (GrowingDataset* dataset : datasets()) dataset->close();
    return file.close();
}

void ResultWriter::Implementation::abandon() noexcept {
    for (GrowingDataset* dataset : datasets()) dataset->abandon();
    file.abandon();
}

ResultWriter::ResultWriter(const std::filesystem::path& file,
                           const comm::Communicator& communicator,
                           const ResultLayout& layout,
                           bool overwrite) {
    silence_hdf5();
    // A limit on the size of files shall be a write error like any other, not the end.
    std::signal(SIGXFSZ, SIG_IGN);
    create_result(file, communicator, layout, overwrite);
    try {
        implementation_ =
            std::make_unique<Implementation>(file, communicator, layout, layout.start);
    } catch (const SystemError& error) {
        throw SystemError(error.what(), ExitCode::cannot_create);
    }
}

ResultWriter::ResultWriter(const std::filesystem::path& file,
                           const comm::Communicator& communicator,
                           const ResultLayout& layout,
                           const WrittenResult& written) {
    silence_hdf5();
    std::signal(SIGXFSZ, SIG_IGN);
    reopen_result(file, communicator, layout, written);
    try {
        implementation_ =
            std::make_unique<Implementation>(file, communicator, layout, written.until);
    } catch (const SystemError& error) {
        throw SystemError(error.what(), ExitCode::cannot_create);
    }
    implementation_->go_on_with(written);
}

ResultWriter::~ResultWriter() {
    if (!implementation_ || !implementation_->is_open) return;
    // Closing waits for the other ranks, which may never come if this one is failing. What was
    // flushed is safe.
    if (std::uncaught_exceptions() > implementation_->exceptions_at_start) {
        implementation_->abandon();
    } else {
        implementation_->close();
    }
}

void ResultWriter::record(std::span<const Spike> spikes) {
    for (const Spike& spike : spikes) {
        BGSIM_EXPECT(spike.population < implementation_->spikes.size());
        if (auto& output = implementation_->spikes[spike.population]) {
            output->add(spike.neuron, spike.step);
        }
        if (implementation_->rates) implementation_->rates->add(spike);
    }
}

void ResultWriter::record_sample(std::size_t report, std::span<const float> values) {
    BGSIM_EXPECT(report < implementation_->reports.size());
    implementation_->reports[report].add(values);
}

void ResultWriter::record_lfp(std::span<const std::uint64_t> sums) {
    BGSIM_EXPECT(implementation_->lfp);
    implementation_->lfp->add(sums);
}

std::uint64_t ResultWriter::buffered_bytes() const {
    std::uint64_t bytes = implementation_->rates ? implementation_->rates->bytes() : 0;
    if (implementation_->lfp) bytes += implementation_->lfp->bytes();
    for (const auto& output : implementation_->spikes) bytes += output ? output->bytes() : 0;
    for (const auto& output : implementation_->reports) bytes += output.bytes();
    return bytes;
}

WrittenResult ResultWriter::written() const {
    const comm::Communicator& communicator = implementation_->file.communicator();
    WrittenResult written{.until = implementation_->complete_until};
    std::vector<std::uint64_t> sums;
    for (const GrowingDataset* dataset : implementation_->datasets()) {
        written.datasets.push_back({.path = dataset->path(), .rows = dataset->committed()});
        sums.push_back(dataset->committed_sum());
    }
    communicator.sum_in_place(sums);
    for (std::size_t i = 0; i != sums.size(); ++i) written.datasets[i].sum = sums[i];
    if (implementation_->rates) {
        written.open_bin = implementation_->rates->open_bin();
        communicator.sum_in_place(written.open_bin);
    }
    return written;
}

Step ResultWriter::complete_until() const { return implementation_->complete_until; }

void ResultWriter::write(Step until, bool is_last) {
    BGSIM_EXPECT(implementation_->is_open && until >= implementation_->complete_until);
    try {
        implementation_->write(until, is_last);
    } catch (const SystemError& error) {
        const std::string state = implementation_->cut_back_and_close();
        throw SystemError(fmt::format("{}; {}", error.what(), state), error.code());
    }
}

void ResultWriter::flush(Step until) { write(until, false); }

void ResultWriter::close(Step end) {
    write(end, true);
    if (!implementation_->close()) {
        throw SystemError("HDF5: H5Fclose failed after all was written; check the result file");
    }
}

}  // namespace bgsim::io
