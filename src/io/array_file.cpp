#include "io/array_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <map>
#include <system_error>
#include <utility>

#include "io/objects.hpp"
#include "io/sealed_file.hpp"
#include "io/shared_file.hpp"

namespace bgsim::io {

namespace {

hid_t native_type(NumberType type) {
    switch (type) {
        case NumberType::f64:
            return hdf5_type<double>();
        case NumberType::f32:
            return hdf5_type<float>();
        case NumberType::u64:
            return hdf5_type<std::uint64_t>();
        case NumberType::u32:
            return hdf5_type<std::uint32_t>();
        case NumberType::u8:
            break;
    }
    return hdf5_type<std::uint8_t>();
}

void create_array(const File& file, const ArrayShape& array) {
    const PropertyList links(H5Pcreate(H5P_LINK_CREATE), "H5Pcreate");
    require(H5Pset_create_intermediate_group(links.id(), 1), "H5Pset_create_intermediate_group");
    const PropertyList creation(H5Pcreate(H5P_DATASET_CREATE), "H5Pcreate");
    // Places in the file are fixed now, by one rank; filling them is left to those who have values.
    require(H5Pset_alloc_time(creation.id(), H5D_ALLOC_TIME_EARLY), "H5Pset_alloc_time");
    require(H5Pset_fill_time(creation.id(), H5D_FILL_TIME_NEVER), "H5Pset_fill_time");
    require(H5Pset_obj_track_times(creation.id(), false), "H5Pset_obj_track_times");
    const std::array<hsize_t, 2> extent = {array.rows, array.columns};
    const Dataspace space(H5Screate_simple(2, extent.data(), nullptr), "H5Screate_simple");
    const Dataset dataset(H5Dcreate2(file.id(), array.path.c_str(), native_type(array.type),
                                     space.id(), links.id(), creation.id(), H5P_DEFAULT),
                          fmt::format("H5Dcreate of '{}'", array.path));
}

void create_file(const std::filesystem::path& name, const std::vector<ArrayShape>& arrays) {
    const PropertyList creation(H5Pcreate(H5P_FILE_CREATE), "H5Pcreate");
    require(H5Pset_userblock(creation.id(), seal_bytes), "H5Pset_userblock");
    File file(H5Fcreate(name.c_str(), H5F_ACC_TRUNC, creation.id(), H5P_DEFAULT), "H5Fcreate");
    for (const ArrayShape& array : arrays) create_array(file, array);
    if (!file.reset()) throw Hdf5Error("H5Fclose");
}

/// Have disk blocks for all of a file; where the file system cannot promise this it is believed.
void take_space(const std::filesystem::path& name) {
    const auto size = static_cast<off_t>(std::filesystem::file_size(name));
    const int descriptor = ::open(name.c_str(), O_WRONLY | O_CLOEXEC);  // NOLINT(*-vararg): POSIX
    const bool is_full = descriptor >= 0 && ::fallocate(descriptor, 0, 0, size) != 0 &&
                         (errno == ENOSPC || errno == EDQUOT || errno == EFBIG);
    const int code = errno;
    if (descriptor >= 0) ::close(descriptor);
    if (is_full) throw SystemError(std::generic_category().message(code));
}

std::string problem_with_creating(const std::filesystem::path& file,
                                  const std::vector<ArrayShape>& arrays) {
    try {
        create_file(file, arrays);
        take_space(file);
        return "";
    } catch (const SystemError& error) {
        std::error_code ignored;
        std::filesystem::remove(file, ignored);
        return fmt::format("{}: cannot be written: {}", file.string(), error.what());
    }
}

std::filesystem::path created(std::filesystem::path file,
                              const comm::Communicator& communicator,
                              const std::vector<ArrayShape>& arrays) {
    silence_hdf5();
    // A limit on the size of files shall be a write error like any other, not the end.
    std::signal(SIGXFSZ, SIG_IGN);
    const std::string problem =
        communicator.broadcast(communicator.is_root() ? problem_with_creating(file, arrays) : "");
    if (!problem.empty()) throw SystemError(problem);
    return file;
}

/// Rows [first_row, ...) that hold `n_values` numbers, as a selection of the array.
Dataspace selected_rows(const Dataset& dataset, std::uint64_t first_row, std::uint64_t n_values) {
    Dataspace space(H5Dget_space(dataset.id()), "H5Dget_space");
    std::array<hsize_t, 2> extent = {0, 0};
    require(H5Sget_simple_extent_dims(space.id(), extent.data(), nullptr),
            "H5Sget_simple_extent_dims");
    BGSIM_EXPECT(extent[1] != 0 && n_values % extent[1] == 0);
    const std::array<hsize_t, 2> start = {first_row, 0};
    const std::array<hsize_t, 2> count = {n_values / extent[1], extent[1]};
    require(H5Sselect_hyperslab(space.id(), H5S_SELECT_SET, start.data(), nullptr, count.data(),
                                nullptr),
            "H5Sselect_hyperslab");
    return space;
}

Dataspace in_memory(std::uint64_t n_values) {
    const hsize_t extent = n_values;
    return {H5Screate_simple(1, &extent, nullptr), "H5Screate_simple"};
}

}  // namespace

struct ArrayWriter::Implementation {
    Implementation(std::filesystem::path file,
                   const comm::Communicator& communicator,
                   const std::vector<ArrayShape>& arrays)
        : name(created(std::move(file), communicator, arrays)), shared(name, communicator) {
        shared.together("open the arrays", [&] {
            for (const ArrayShape& array : arrays) {
                datasets[array.path] =
                    Dataset(H5Dopen2(shared.id(), array.path.c_str(), H5P_DEFAULT), "H5Dopen");
            }
        });
    }

    std::filesystem::path name;
    SharedFile shared;
    std::map<std::string, Dataset> datasets;
    std::string problem;  ///< the first of this rank
};

ArrayWriter::ArrayWriter(std::filesystem::path file,
                         const comm::Communicator& communicator,
                         const std::vector<ArrayShape>& arrays)
    : implementation_(std::make_unique<Implementation>(std::move(file), communicator, arrays)) {}

ArrayWriter::~ArrayWriter() {
    if (!implementation_) return;
    // Not finished: this rank is failing, and the others may never come to close the file with it.
    for (auto& [path, dataset] : implementation_->datasets) dataset.release();
    implementation_->shared.abandon();
}

template <typename T>
void ArrayWriter::write(const std::string& path,
                        std::uint64_t first_row,
                        std::span<const T> values) {
    Implementation& own = *implementation_;
    if (values.empty() || !own.problem.empty()) return;
    try {
        const Dataset& dataset = own.datasets.at(path);
        const Dataspace space = selected_rows(dataset, first_row, values.size());
        const Dataspace memory = in_memory(values.size());
        require(H5Dwrite(dataset.id(), hdf5_type<T>(), memory.id(), space.id(), H5P_DEFAULT,
                         values.data()),
                fmt::format("H5Dwrite of '{}'", path));
    } catch (const SystemError& error) {
        own.problem = error.what();
    }
}

void ArrayWriter::finish() {
    const auto own = std::move(implementation_);
    const std::string problem = own->problem;
    own->datasets.clear();
    const bool is_closed = own->shared.close();
    own->shared.together("write", [&] {
        if (!problem.empty()) throw SystemError(problem);
        if (!is_closed) throw SystemError("H5Fclose");
    });
    own->shared.together("seal", [&] {
        if (own->shared.communicator().is_root()) seal(own->name);
    });
}

struct ArrayReader::Implementation {
    explicit Implementation(const std::filesystem::path& name)
        : file(H5Fopen(name.c_str(), H5F_ACC_RDONLY, access_beside_others().id()), "H5Fopen") {}

    Dataset dataset(const std::string& path) const {
        return {H5Dopen2(file.id(), path.c_str(), H5P_DEFAULT),
                fmt::format("H5Dopen of '{}'", path)};
    }
    File file;
};

ArrayReader::ArrayReader(const std::filesystem::path& file) {
    silence_hdf5();
    try {
        implementation_ = std::make_unique<Implementation>(file);
    } catch (const Hdf5Error& error) {
        throw InputError(fmt::format("{}: cannot be opened: {}", file.string(), error.what()),
                         ExitCode::missing_input);
    }
}

ArrayReader::~ArrayReader() = default;

bool ArrayReader::has(const std::string& path) const {
    for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
        const std::string part = path.substr(0, end);
        if (H5Lexists(implementation_->file.id(), part.c_str(), H5P_DEFAULT) <= 0) return false;
        if (end == std::string::npos) return true;
    }
}

std::uint64_t ArrayReader::rows(const std::string& path) const {
    return extent_of(implementation_->dataset(path)).front();
}

template <typename T>
std::vector<T> ArrayReader::read(const std::string& path) const {
    const auto extent = extent_of(implementation_->dataset(path));
    std::vector<T> values(extent.at(0) * extent.at(1));
    read(path, 0, std::span<T>(values));
    return values;
}

template <typename T>
void ArrayReader::read(const std::string& path,
                       std::uint64_t first_row,
                       std::span<T> values) const {
    if (values.empty()) return;
    const Dataset dataset = implementation_->dataset(path);
    const Dataspace space = selected_rows(dataset, first_row, values.size());
    const Dataspace memory = in_memory(values.size());
    require(
        H5Dread(dataset.id(), hdf5_type<T>(), memory.id(), space.id(), H5P_DEFAULT, values.data()),
        fmt::format("H5Dread of '{}'", path));
}

std::string damage_of_arrays(const std::filesystem::path& file) { return damage_of(file); }

template void ArrayWriter::write(const std::string&, std::uint64_t, std::span<const double>);
template void ArrayWriter::write(const std::string&, std::uint64_t, std::span<const float>);
template void ArrayWriter::write(const std::string&, std::uint64_t, std::span<const std::uint64_t>);
template void ArrayWriter::write(const std::string&, std::uint64_t, std::span<const std::uint32_t>);
template void ArrayWriter::write(const std::string&, std::uint64_t, std::span<const std::uint8_t>);
template std::vector<double> ArrayReader::read(const std::string&) const;
template std::vector<std::uint64_t> ArrayReader::read(const std::string&) const;
template std::vector<std::uint32_t> ArrayReader::read(const std::string&) const;
template std::vector<std::uint8_t> ArrayReader::read(const std::string&) const;
template void ArrayReader::read(const std::string&, std::uint64_t, std::span<double>) const;
template void ArrayReader::read(const std::string&, std::uint64_t, std::span<float>) const;

}  // namespace bgsim::io
