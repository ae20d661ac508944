#include "comm/bell.hpp"

#include <mpi.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "comm/mpi_check.hpp"
#include "comm/native.hpp"

namespace bgsim::comm {

namespace {

constexpr int tag = 1;

// Listening may give the core to another process; it must cost nothing in the loop of a simulation.
constexpr std::chrono::milliseconds between_looks{20};

}  // namespace

struct Bell::Implementation {
    Communicator ranks;  // of its own: nothing else is said on it
    std::vector<MPI_Request> sent;
    bool is_own = false;    // this rank has rung
    bool is_heard = false;  // another has
    std::chrono::steady_clock::time_point next_look;

    MPI_Comm handle() const { return NativeAccess::handle(ranks); }
};

Bell::Bell(const Communicator& ranks) : implementation_(std::make_unique<Implementation>()) {
    implementation_->ranks = ranks.split(0);
}

Bell::~Bell() = default;

void Bell::ring() {
    Implementation& self = *implementation_;
    if (self.is_own) return;
    self.is_own = true;
    for (int rank = 0; rank != self.ranks.size(); ++rank) {
        if (rank == self.ranks.rank()) continue;
        check(MPI_Isend(nullptr, 0, MPI_CHAR, rank, tag, self.handle(),
                        &self.sent.emplace_back(MPI_REQUEST_NULL)),
              "MPI_Isend");
    }
}

bool Bell::has_rung() {
    Implementation& self = *implementation_;
    if (self.is_own || self.is_heard || self.ranks.size() == 1) return self.is_own || self.is_heard;
    const auto now = std::chrono::steady_clock::now();
    if (now < self.next_look) return false;
    self.next_look = now + between_looks;
    int is_there = 0;
    check(MPI_Iprobe(MPI_ANY_SOURCE, tag, self.handle(), &is_there, MPI_STATUS_IGNORE),
          "MPI_Iprobe");
    self.is_heard = is_there != 0;
    return self.is_heard;
}

bool Bell::fall_still() {
    Implementation& self = *implementation_;
    const auto rung = self.ranks.all_gather(self.is_own ? 1 : 0);
    for (int rank = 0; rank != self.ranks.size(); ++rank) {
        if (rank == self.ranks.rank() || rung[static_cast<std::size_t>(rank)] == 0) continue;
        check(MPI_Recv(nullptr, 0, MPI_CHAR, rank, tag, self.handle(), MPI_STATUS_IGNORE),
              "MPI_Recv");
    }
    if (!self.sent.empty()) {
        check(MPI_Waitall(narrow(self.sent.size()), self.sent.data(), MPI_STATUSES_IGNORE),
              "MPI_Waitall");
    }
    self.sent.clear();
    return std::ranges::count(rung, std::uint64_t{1}) != 0;
}

}  // namespace bgsim::comm
