#include "cli/launch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <map>
#include <set>

#include "core/host.hpp"

namespace bgsim::cli {
namespace {

/// A positive number at the start of a variable ("4" or, nested, "4,2"); nothing if there is none.
std::optional<int> number_in(const Variables& variables, const char* name) {
    const auto text = variables(name);
    if (!text) return std::nullopt;
    int number = 0;
    const auto result = std::from_chars(text->data(), text->data() + text->size(), number);
    if (result.ec != std::errc() || number < 1) return std::nullopt;
    return number;
}

std::string joined(const std::vector<int>& numbers) {
    return fmt::format("{}", fmt::join(numbers, ","));
}

/// FNV-1a, the same on all ranks.
std::uint64_t hash_of(const std::string& text) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return hash;
}

std::vector<std::string> hosts_of(const comm::Communicator& ranks) {
    std::map<std::string, int> ranks_on;
    for (const auto& host : ranks.gather_text(core::host_name())) ++ranks_on[host];
    std::vector<std::string> lines;
    for (const auto& [host, n] : ranks_on) lines.push_back(fmt::format("{}: {} rank(s)", host, n));
    return lines;
}

}  // namespace

std::string launch_problem(int n_ranks, const Variables& variables) {
    if (n_ranks != 1) return "";
    // The launcher that is nearest to the program knows best.
    for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_NTASKS"}) {
        const auto n_started = number_in(variables, name);
        if (!n_started) continue;
        if (*n_started == 1) return "";
        const bool is_slurm = std::string(name) == "SLURM_NTASKS";
        return fmt::format(
            "{}={} but MPI sees a single rank, so each copy would run the whole simulation; {}",
            name, *n_started,
            is_slurm
                ? "start it with 'srun bgsim ...' (or 'srun --ntasks=1 bgsim ...' for one rank)"
                : "start it with the mpirun of the MPI library that 'bgsim info' names");
    }
    return "";
}

int default_threads(const Cores& cores, const Variables& variables) {
    if (const auto threads = number_in(variables, "OMP_NUM_THREADS")) return *threads;
    if (const auto threads = number_in(variables, "SLURM_CPUS_PER_TASK")) return *threads;
    return std::max(1, cores.usable / cores.sharing_ranks);
}

std::string oversubscription_warning(const Cores& cores, int threads) {
    if (cores.sharing_ranks * threads <= cores.usable) return "";
    const int fitting = cores.usable / cores.sharing_ranks;
    const std::string remedy =
        fitting >= 1 ? fmt::format("use --threads {}", fitting) : "use fewer ranks";
    return fmt::format(
        "{} rank(s) x {} thread(s) share {} core(s), which is slow; {}, or let the launcher bind "
        "to more cores",
        cores.sharing_ranks, threads, cores.usable, remedy);
}

Placement place(const comm::Communicator& ranks, std::optional<int> wanted) {
    const std::vector<int> usable = core::usable_cores();
    const auto here = hash_of(core::host_name() + ':' + joined(usable));
    const auto sharing = std::ranges::count(ranks.all_gather(here), here);
    const Cores cores{.usable = static_cast<int>(usable.size()),
                      .sharing_ranks = static_cast<int>(sharing)};
    const int own = wanted ? *wanted : default_threads(cores, environment_variables());

    Placement placement;
    const auto all = ranks.all_gather(static_cast<std::uint64_t>(own));
    placement.threads = static_cast<int>(*std::ranges::min_element(all));
    placement.hosts = hosts_of(ranks);
    const auto warnings = ranks.gather_text(oversubscription_warning(cores, placement.threads));
    std::set<std::string> different(warnings.begin(), warnings.end());
    different.erase("");
    placement.warnings.assign(different.begin(), different.end());
    return placement;
}

}  // namespace bgsim::cli
