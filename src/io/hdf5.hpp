/// The HDF5 C library with owned identifiers and checked return codes. Private to io.
#pragma once

#include <hdf5.h>

#include <string_view>
#include <utility>

#include "bgsim/error.hpp"

namespace bgsim::io {

/// HDF5 refused; the text names the call, the object and HDF5's own explanation in one line.
class Hdf5Error : public SystemError {
public:
    /// `call` is for example "H5Dwrite of '/spikes/STN/node_ids'". Reads HDF5's error stack.
    explicit Hdf5Error(std::string_view call);
};

/// Keep HDF5 from printing its errors; they travel in exceptions instead.
void silence_hdf5();

/// An identifier that is closed with its owner.
template <typename Id, Id invalid, auto close>
class UniqueHandle {
public:
    UniqueHandle() = default;
    /// @throws Hdf5Error if `id` is not valid
    UniqueHandle(Id id, std::string_view call) : id_(id) {
        if (id_ < 0) throw Hdf5Error(call);
    }
    ~UniqueHandle() { reset(); }
    UniqueHandle(const UniqueHandle&) = delete;
    UniqueHandle& operator=(const UniqueHandle&) = delete;
    UniqueHandle(UniqueHandle&& other) noexcept : id_(other.release()) {}
    UniqueHandle& operator=(UniqueHandle&& other) noexcept {
        if (this != &other) {
            reset();
            id_ = other.release();
        }
        return *this;
    }

    Id id() const { return id_; }
    explicit operator bool() const { return id_ != invalid; }
    Id release() { return std::exchange(id_, invalid); }
    bool reset() { return id_ == invalid || close(release()) >= 0; }  ///< false if HDF5 refused

private:
    Id id_ = invalid;
};

using File = UniqueHandle<hid_t, H5I_INVALID_HID, H5Fclose>;
using Group = UniqueHandle<hid_t, H5I_INVALID_HID, H5Gclose>;
using Dataset = UniqueHandle<hid_t, H5I_INVALID_HID, H5Dclose>;
using Dataspace = UniqueHandle<hid_t, H5I_INVALID_HID, H5Sclose>;
using Datatype = UniqueHandle<hid_t, H5I_INVALID_HID, H5Tclose>;
using Attribute = UniqueHandle<hid_t, H5I_INVALID_HID, H5Aclose>;
using PropertyList = UniqueHandle<hid_t, H5I_INVALID_HID, H5Pclose>;

/// How to open what others may have open: HDF5's own locks would make a reader, who does no harm,
/// the end of a run that wants to continue its result, and keep him from looking at one that goes
/// on. Who may write is decided before.
PropertyList access_beside_others();

/// @throws Hdf5Error if `status` is negative
inline void require(herr_t status, std::string_view call) {
    if (status < 0) throw Hdf5Error(call);
}

}  // namespace bgsim::io
