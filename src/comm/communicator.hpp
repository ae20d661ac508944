/// MPI behind values: nothing outside this module knows mpi.h (io gets the handle, see native.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace bgsim::comm {

/// Items for, or from, each rank of a communicator, contiguous in rank order.
template <typename T>
struct RankBuckets {
    std::vector<T> items;
    std::vector<std::size_t> counts;  ///< [n_ranks]

    explicit RankBuckets(int n_ranks = 1) : counts(static_cast<std::size_t>(n_ranks), 0) {}
};

/// What `exchange` brought: the items of each rank, and the or of all ranks' flags.
struct Exchanged {
    std::uint32_t flags = 0;
    RankBuckets<std::uint32_t> received;
};

/// A private copy of an MPI communicator, freed with its last owner.
///
/// A default-constructed one is serial: rank 0 of 1, and each collective returns its own input.
/// Distributed code can therefore be tested without MPI. All collectives are called by all ranks,
/// in the same order, from the main thread. @throws SystemError if MPI refuses.
class Communicator {
public:
    Communicator() = default;
    static Communicator world();

    /// The ranks that give the same `group` (not negative), in the order they have here.
    Communicator split(int group) const;

    int rank() const { return rank_; }
    int size() const { return size_; }
    bool is_root() const { return rank_ == 0; }

    /// Send to each rank its bucket of words; every rank also learns the or of all `flags`.
    Exchanged exchange(const RankBuckets<std::uint32_t>& outgoing, std::uint32_t flags) const;

    /// As `exchange`, for spikes to be sorted into a file and the like: 64-bit words.
    RankBuckets<std::uint64_t> all_to_all(const RankBuckets<std::uint64_t>& outgoing) const;

    /// Bytes of rank 0, on every rank.
    std::string broadcast(const std::string& bytes) const;

    std::vector<std::string> gather_text(const std::string& text) const;  ///< on rank 0, else empty
    std::vector<std::uint64_t> all_gather(std::uint64_t value) const;     ///< [n_ranks]
    std::vector<double> gather(
        std::span<const double> values) const;  ///< rank 0: [n_ranks * n]; all ranks give n

    std::uint64_t sum(std::uint64_t value) const;
    std::uint64_t max(std::uint64_t value) const;
    double max(double value) const;
    bool any(bool value) const;
    void sum_in_place(std::span<std::uint64_t> values) const;
    std::uint64_t exclusive_sum(std::uint64_t value) const;  ///< sum over the ranks before this one
    void barrier() const;

    /// Wait until all ranks have called this; give up after `patience_s` of wall time and return
    /// false. After that no other collective is possible here: it is for ending a program.
    bool meet(double patience_s) const;

private:
    friend struct NativeAccess;
    struct Native;  // owns the MPI_Comm; only this module knows its type
    explicit Communicator(std::shared_ptr<const Native> native);

    std::shared_ptr<const Native> native_;  // null when serial
    int rank_ = 0;
    int size_ = 1;
};

/// MPI from its start to its end; one per program, created first in main.
class Environment {
public:
    Environment(int& argc, char**& argv);
    ~Environment();
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

    static std::string library_version();
    static std::string host_name();
    [[noreturn]] static void abort(int exit_code);
};

}  // namespace bgsim::comm
