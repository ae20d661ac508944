/// Messages from every rank to every rank.
#include <algorithm>
#include <numeric>

#include "comm/communicator.hpp"
#include "comm/mpi_check.hpp"
#include "comm/native_state.hpp"

namespace bgsim::comm {

namespace {

// A count fits an int, so its highest bit is free to say that this rank sends something to someone.
constexpr std::uint32_t sends_bit = 0x8000'0000U;

/// One message from and to each rank; `received.counts` says what to expect.
template <typename Word, typename Lengths>
void transfer(const RankBuckets<Word>& outgoing,
              RankBuckets<Word>& received,
              Lengths& to,
              Lengths& from,
              MPI_Comm handle) {
    to.assign(outgoing.counts);
    received.items.resize(from.assign(received.counts));
    check(MPI_Alltoallv(outgoing.items.data(), to.counts.data(), to.displacements.data(),
                        mpi_type<Word>(), received.items.data(), from.counts.data(),
                        from.displacements.data(), mpi_type<Word>(), handle),
          "MPI_Alltoallv");
}

template <typename Word>
bool is_consistent(const RankBuckets<Word>& buckets, int n_ranks) {
    return buckets.counts.size() == static_cast<std::size_t>(n_ranks) &&
           std::accumulate(buckets.counts.begin(), buckets.counts.end(), std::size_t{0}) ==
               buckets.items.size();
}

}  // namespace

std::size_t Communicator::Native::Lengths::assign(const std::vector<std::size_t>& items_per_rank) {
    std::size_t total = 0;
    for (std::size_t r = 0; r != items_per_rank.size(); ++r) {
        counts[r] = narrow(items_per_rank[r]);
        displacements[r] = narrow(total);
        total += items_per_rank[r];
    }
    return total;
}

Exchanged Communicator::exchange(const RankBuckets<std::uint32_t>& outgoing,
                                 std::uint32_t flags) const {
    BGSIM_EXPECT(is_consistent(outgoing, size_));
    if (size_ == 1) return {flags, outgoing};

    auto& out = native_->headers_out;
    auto& in = native_->headers_in;
    const std::uint32_t sends = outgoing.items.empty() ? 0 : sends_bit;
    for (std::size_t r = 0; r != outgoing.counts.size(); ++r) {
        out[2 * r] = static_cast<std::uint32_t>(narrow(outgoing.counts[r])) | sends;
        out[2 * r + 1] = flags;
    }
    check(MPI_Alltoall(out.data(), 2, MPI_UINT32_T, in.data(), 2, MPI_UINT32_T, native_->handle),
          "MPI_Alltoall");

    Exchanged result{0, RankBuckets<std::uint32_t>(size_)};
    bool anyone_sends = false;
    for (std::size_t r = 0; r != result.received.counts.size(); ++r) {
        result.received.counts[r] = in[2 * r] & ~sends_bit;
        result.flags |= in[2 * r + 1];
        anyone_sends = anyone_sends || (in[2 * r] & sends_bit) != 0;
    }
    // Every rank has a header of every rank, so all come to the same answer.
    if (anyone_sends) {
        transfer(outgoing, result.received, native_->to, native_->from, native_->handle);
    }
    return result;
}

RankBuckets<std::uint64_t> Communicator::all_to_all(
    const RankBuckets<std::uint64_t>& outgoing) const {
    BGSIM_EXPECT(is_consistent(outgoing, size_));
    if (size_ == 1) return outgoing;
    const auto n_ranks = static_cast<std::size_t>(size_);
    const std::vector<std::uint64_t> out(outgoing.counts.begin(), outgoing.counts.end());
    std::vector<std::uint64_t> in(n_ranks);
    check(MPI_Alltoall(out.data(), 1, MPI_UINT64_T, in.data(), 1, MPI_UINT64_T, native_->handle),
          "MPI_Alltoall");
    RankBuckets<std::uint64_t> received(size_);
    received.counts.assign(in.begin(), in.end());
    transfer(outgoing, received, native_->to, native_->from, native_->handle);
    return received;
}

}  // namespace bgsim::comm
