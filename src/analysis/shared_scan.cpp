#include "analysis/shared_scan.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <type_traits>

namespace bgsim::analysis {
namespace {

/// Every number of a scan that adds up, once.
template <typename Scan, typename Visit>
void for_each_number(Scan& scan, Visit visit) {
    auto& firing = scan.firing;
    visit(firing.n_cells);
    visit(firing.n_silent);
    visit(firing.n_spikes);
    visit(firing.squared_spikes);
    visit(firing.n_bursts);
    visit(firing.n_spikes_in_bursts);
    for (auto* mean : {&firing.cv, &firing.cv2, &firing.fano_factor}) {
        visit(mean->sum);
        visit(mean->n);
    }
    for (auto* histogram : {&firing.intervals, &firing.rates, &firing.cvs}) {
        for (auto& count : histogram->counts) visit(count);
    }
    for (auto& count : scan.counts) visit(count);
    for (auto& count : scan.sampled_counts) visit(count);
}

std::vector<double> numbers_of(PopulationScan& scan) {
    std::vector<double> numbers;
    for_each_number(scan, [&](auto& number) { numbers.push_back(static_cast<double>(number)); });
    return numbers;
}

/// The sum of what the ranks found. @param gathered [n_ranks * n]
void set_to_sum(PopulationScan& scan, const std::vector<double>& gathered, int n_ranks) {
    const std::size_t n = gathered.size() / static_cast<std::size_t>(n_ranks);
    std::size_t i = 0;
    for_each_number(scan, [&](auto& number) {
        double sum = 0.0;
        for (std::size_t at = i; at < gathered.size(); at += n) sum += gathered[at];
        number = static_cast<std::remove_reference_t<decltype(number)>>(sum);
        ++i;
    });
}

}  // namespace

std::vector<ScanTask> share_out(const std::vector<std::uint64_t>& n_spikes, int n_ranks) {
    const auto ranks = static_cast<std::uint64_t>(n_ranks);
    const auto total = std::accumulate(n_spikes.begin(), n_spikes.end(), std::uint64_t{0});
    struct Piece {
        ScanTask task;
        std::uint64_t cost = 0;
    };
    std::vector<Piece> pieces;
    for (std::size_t p = 0; p != n_spikes.size(); ++p) {
        const std::uint64_t n_parts = n_spikes[p] * ranks > total ? ranks : 1;
        for (std::uint64_t part = 0; part != n_parts; ++part) {
            pieces.push_back({{p, part, n_parts, 0}, n_spikes[p] / n_parts});
        }
    }
    std::ranges::stable_sort(pieces, std::greater{}, &Piece::cost);
    std::vector<std::uint64_t> load(ranks, 0);
    std::vector<ScanTask> tasks;
    for (Piece& piece : pieces) {
        const auto least = std::ranges::min_element(load);
        piece.task.rank = static_cast<int>(least - load.begin());
        *least += piece.cost;
        tasks.push_back(piece.task);
    }
    return tasks;
}

std::vector<PopulationScan> scan_together(const io::ResultReader& reader,
                                          const std::vector<ScanSubject>& subjects,
                                          Window window,
                                          const ScanSettings& settings,
                                          const comm::Communicator& ranks) {
    std::vector<std::uint64_t> n_spikes;
    std::vector<PopulationScan> scans;
    for (const auto& [population, cells] : subjects) {
        // As rank 0 sees it: a run that goes on may have written more since.
        n_spikes.push_back(ranks.all_gather(reader.population(population).n_spikes).front());
        ScanSettings own = settings;
        own.cells = cells;
        scans.push_back(nothing_of(reader, population, window, own));
    }
    for (const ScanTask& task : share_out(n_spikes, ranks.size())) {
        if (task.rank != ranks.rank()) continue;
        ScanSettings own = settings;
        own.cells = subjects[task.population].cells;
        own.part = task.part;
        own.n_parts = task.n_parts;
        // With parts shared out one by one a rank may get two of the same population.
        scans[task.population] += scan(reader, subjects[task.population].population, window, own);
    }
    if (ranks.size() == 1) return scans;
    for (PopulationScan& scan : scans) {
        const auto gathered = ranks.gather(numbers_of(scan));
        if (ranks.is_root()) set_to_sum(scan, gathered, ranks.size());
    }
    if (!ranks.is_root()) scans.clear();
    return scans;
}

std::vector<PopulationScan> scan_together(const io::ResultReader& reader,
                                          const std::vector<std::string>& populations,
                                          Window window,
                                          const ScanSettings& settings,
                                          const comm::Communicator& ranks) {
    std::vector<ScanSubject> subjects;
    for (const auto& population : populations) subjects.push_back({population});
    return scan_together(reader, subjects, window, settings, ranks);
}

}  // namespace bgsim::analysis
