#include "comm/communicator.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

#include "comm/mpi_check.hpp"
#include "comm/native.hpp"
#include "comm/native_state.hpp"

namespace bgsim::comm {

Communicator::Native::Native(MPI_Comm owned) : handle(owned), to(0), from(0) {
    check(MPI_Comm_set_errhandler(handle, MPI_ERRORS_RETURN), "MPI_Comm_set_errhandler");
    check(MPI_Comm_rank(handle, &rank), "MPI_Comm_rank");
    check(MPI_Comm_size(handle, &size), "MPI_Comm_size");
    to = Lengths(size);
    from = Lengths(size);
    headers_out.resize(2 * static_cast<std::size_t>(size));
    headers_in.resize(2 * static_cast<std::size_t>(size));
}

Communicator::Native::~Native() {
    int finalized = 0;
    MPI_Finalized(&finalized);
    if (finalized == 0) MPI_Comm_free(&handle);
}

Communicator::Communicator(std::shared_ptr<const Native> native)
    : native_(std::move(native)), rank_(native_->rank), size_(native_->size) {}

Communicator Communicator::world() {
    int initialized = 0;
    check(MPI_Initialized(&initialized), "MPI_Initialized");
    BGSIM_EXPECT(initialized != 0);
    MPI_Comm copy = MPI_COMM_NULL;
    check(MPI_Comm_dup(MPI_COMM_WORLD, &copy), "MPI_Comm_dup");
    return Communicator(std::make_shared<const Native>(copy));
}

Communicator Communicator::split(int group) const {
    if (!native_) return *this;
    MPI_Comm part = MPI_COMM_NULL;
    check(MPI_Comm_split(native_->handle, group, rank_, &part), "MPI_Comm_split");
    return Communicator(std::make_shared<const Native>(part));
}

MPI_Comm NativeAccess::handle(const Communicator& communicator) {
    return communicator.native_ ? communicator.native_->handle : MPI_COMM_SELF;
}

bool NativeAccess::is_serial(const Communicator& communicator) { return !communicator.native_; }

namespace {

template <typename T>
T reduced(MPI_Comm handle, T value, MPI_Op operation) {
    T result{};
    check(MPI_Allreduce(&value, &result, 1, mpi_type<T>(), operation, handle), "MPI_Allreduce");
    return result;
}

}  // namespace

std::string Communicator::broadcast(const std::string& bytes) const {
    if (!native_) return bytes;
    std::uint64_t length = bytes.size();
    check(MPI_Bcast(&length, 1, MPI_UINT64_T, 0, native_->handle), "MPI_Bcast");
    std::string result = is_root() ? bytes : std::string(length, '\0');
    check(MPI_Bcast(result.data(), narrow(length), MPI_CHAR, 0, native_->handle), "MPI_Bcast");
    return result;
}

std::vector<std::string> Communicator::gather_text(const std::string& text) const {
    if (!native_) return {text};
    const std::vector<std::uint64_t> lengths = all_gather(text.size());
    const std::size_t total = native_->from.assign({lengths.begin(), lengths.end()});
    std::string joined(is_root() ? total : 0, '\0');
    check(MPI_Gatherv(text.data(), narrow(text.size()), MPI_CHAR, joined.data(),
                      native_->from.counts.data(), native_->from.displacements.data(), MPI_CHAR, 0,
                      native_->handle),
          "MPI_Gatherv");
    std::vector<std::string> texts;
    std::size_t position = 0;
    for (std::size_t r = 0; is_root() && r != lengths.size(); ++r) {
        texts.push_back(joined.substr(position, lengths[r]));
        position += lengths[r];
    }
    return texts;
}

std::vector<std::uint64_t> Communicator::all_gather(std::uint64_t value) const {
    if (!native_) return {value};
    std::vector<std::uint64_t> values(static_cast<std::size_t>(size_));
    check(MPI_Allgather(&value, 1, MPI_UINT64_T, values.data(), 1, MPI_UINT64_T, native_->handle),
          "MPI_Allgather");
    return values;
}

std::vector<double> Communicator::gather(std::span<const double> values) const {
    if (!native_) return {values.begin(), values.end()};
    const int n = narrow(values.size());
    std::vector<double> all(is_root() ? values.size() * static_cast<std::size_t>(size_) : 0);
    check(MPI_Gather(values.data(), n, MPI_DOUBLE, all.data(), n, MPI_DOUBLE, 0, native_->handle),
          "MPI_Gather");
    return all;
}

std::uint64_t Communicator::sum(std::uint64_t value) const {
    return native_ ? reduced(native_->handle, value, MPI_SUM) : value;
}

std::uint64_t Communicator::max(std::uint64_t value) const {
    return native_ ? reduced(native_->handle, value, MPI_MAX) : value;
}

double Communicator::max(double value) const {
    return native_ ? reduced(native_->handle, value, MPI_MAX) : value;
}

bool Communicator::any(bool value) const { return max(std::uint64_t{value}) != 0; }

void Communicator::sum_in_place(std::span<std::uint64_t> values) const {
    if (!native_) return;
    check(MPI_Allreduce(MPI_IN_PLACE, values.data(), narrow(values.size()), MPI_UINT64_T, MPI_SUM,
                        native_->handle),
          "MPI_Allreduce");
}

std::uint64_t Communicator::exclusive_sum(std::uint64_t value) const {
    if (!native_) return 0;
    std::uint64_t before = 0;
    check(MPI_Exscan(&value, &before, 1, MPI_UINT64_T, MPI_SUM, native_->handle), "MPI_Exscan");
    return is_root() ? 0 : before;  // MPI leaves it undefined on rank 0
}

void Communicator::barrier() const {
    if (native_) check(MPI_Barrier(native_->handle), "MPI_Barrier");
}

bool Communicator::meet(double patience_s) const {
    if (!native_) return true;
    MPI_Request request = MPI_REQUEST_NULL;
    check(MPI_Ibarrier(native_->handle, &request), "MPI_Ibarrier");
    const double end = MPI_Wtime() + patience_s;
    int done = 0;
    while (done == 0 && MPI_Wtime() < end) {
        check(MPI_Test(&request, &done, MPI_STATUS_IGNORE), "MPI_Test");
        if (done == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return done != 0;
}

}  // namespace bgsim::comm
