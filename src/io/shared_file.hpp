/// One HDF5 file, open for writing on all ranks. Private to io.
#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <span>
#include <string>

#include "comm/communicator.hpp"
#include "io/hdf5.hpp"
#include "io/space_reservation.hpp"

namespace bgsim::io {

/// Opens the file for all ranks and makes their failures common to all.
class SharedFile {
public:
    /// Collective. @throws SystemError on all ranks if one cannot open it
    SharedFile(std::filesystem::path name, comm::Communicator communicator);

    hid_t id() const { return file_.id(); }
    hid_t transfer() const { return transfer_.id(); }  ///< for H5Dwrite: collective
    const comm::Communicator& communicator() const { return communicator_; }

    /// Run `action` on all ranks; collective. HDF5 often fails on one rank only, and the others
    /// would wait for it for ever in their next call.
    ///
    /// @throws SystemError on all ranks, with the first rank's reason, if any failed.
    template <typename Action>
    void together(const std::string& what, Action action) const {
        std::string problem;
        try {
            action();
        } catch (const SystemError& error) {
            problem = fmt::format("rank {}: {}", communicator_.rank(), error.what());
        }
        if (communicator_.any(!problem.empty())) fail(what, problem);
    }

    /// Replace the values of a dataset of fixed size; collective, rank 0 gives them.
    template <typename T>
    void overwrite(const std::string& path, std::span<const T> values) const;

    /// Make sure that the disk has room for `n_bytes` more, and for HDF5's own tables; collective.
    void reserve(const std::string& path, std::uint64_t n_bytes);

    void flush();             ///< collective; @throws SystemError on all ranks
    bool close();             ///< collective; false if HDF5 refused, on any rank
    void abandon() noexcept;  ///< let go without a word to the other ranks

private:
    [[noreturn]] void fail(const std::string& what, const std::string& own_problem) const;

    std::filesystem::path name_;
    comm::Communicator communicator_;
    PropertyList transfer_;
    File file_;
    SpaceReservation space_;  // of rank 0
};

}  // namespace bgsim::io
