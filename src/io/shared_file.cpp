#include "io/shared_file.hpp"

#include <algorithm>
#include <system_error>
#include <utility>
#include <vector>

#include "comm/native.hpp"
#include "io/objects.hpp"

namespace bgsim::io {

namespace {

PropertyList access_properties(const comm::Communicator& communicator) {
    PropertyList access = access_beside_others();
    if (comm::NativeAccess::is_serial(communicator)) return access;
    const MPI_Comm handle = comm::NativeAccess::handle(communicator);
    require(H5Pset_fapl_mpio(access.id(), handle, MPI_INFO_NULL), "H5Pset_fapl_mpio");
    require(H5Pset_all_coll_metadata_ops(access.id(), true), "H5Pset_all_coll_metadata_ops");
    require(H5Pset_coll_metadata_write(access.id(), true), "H5Pset_coll_metadata_write");
    return access;
}

PropertyList transfer_properties(const comm::Communicator& communicator) {
    PropertyList transfer(H5Pcreate(H5P_DATASET_XFER), "H5Pcreate");
    if (!comm::NativeAccess::is_serial(communicator)) {
        require(H5Pset_dxpl_mpio(transfer.id(), H5FD_MPIO_COLLECTIVE), "H5Pset_dxpl_mpio");
    }
    return transfer;
}

/// How much more fits on the file system of `name`, in words.
std::string free_space(const std::filesystem::path& name) {
    std::error_code error;
    const auto space = std::filesystem::space(name, error);
    if (error) return "free space unknown";
    return fmt::format("{:.1f} MiB are free on its file system",
                       static_cast<double>(space.available) / 1048576.0);
}

}  // namespace

SharedFile::SharedFile(std::filesystem::path name, comm::Communicator communicator)
    : name_(std::move(name)),
      communicator_(std::move(communicator)),
      transfer_(transfer_properties(communicator_)) {
    together("open", [this] {
        const PropertyList access = access_properties(communicator_);
        file_ = File(H5Fopen(name_.c_str(), H5F_ACC_RDWR, access.id()), "H5Fopen");
        if (communicator_.is_root()) space_.open(name_);
    });
}

template <typename T>
void SharedFile::overwrite(const std::string& path, std::span<const T> values) const {
    together(fmt::format("write '{}'", path), [&] {
        const Dataset dataset(H5Dopen2(id(), path.c_str(), H5P_DEFAULT), "H5Dopen");
        const Dataspace space(H5Dget_space(dataset.id()), "H5Dget_space");
        if (!communicator_.is_root()) require(H5Sselect_none(space.id()), "H5Sselect_none");
        require(H5Dwrite(dataset.id(), hdf5_type<T>(), space.id(), space.id(), transfer(),
                         values.data()),
                "H5Dwrite");
    });
}

template void SharedFile::overwrite(const std::string&, std::span<const double>) const;
template void SharedFile::overwrite(const std::string&, std::span<const std::uint64_t>) const;

void SharedFile::reserve(const std::string& path, std::uint64_t n_bytes) {
    // HDF5 keeps a table of the chunks of each dataset: some KiB, and up to 80 bytes per chunk.
    constexpr std::uint64_t table = 8192;
    together(fmt::format("write '{}'", path), [&] {
        if (communicator_.is_root()) space_.reserve(n_bytes + n_bytes / 32 + table);
    });
}

void SharedFile::flush() {
    together("write", [this] {
        require(H5Fflush(file_.id(), H5F_SCOPE_GLOBAL), "H5Fflush");
        if (communicator_.is_root()) space_.settle();
    });
}

bool SharedFile::close() {
    const bool is_closed = file_.reset();
    if (is_closed) space_.release();
    return !communicator_.any(!is_closed);
}

void SharedFile::abandon() noexcept { file_.release(); }

void SharedFile::fail(const std::string& what, const std::string& own_problem) const {
    const std::vector<std::string> problems = communicator_.gather_text(own_problem);
    std::string message;
    if (communicator_.is_root()) {
        const auto first = std::ranges::find_if(problems, [](const auto& p) { return !p.empty(); });
        message =
            fmt::format("{}: cannot {}: {}; {}", name_.string(), what, *first, free_space(name_));
    }
    throw SystemError(communicator_.broadcast(message));
}

}  // namespace bgsim::io
