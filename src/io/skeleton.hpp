/// The result file before its first step: all groups and attributes, no data. Private to io.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "io/hdf5.hpp"
#include "io/result_writer.hpp"

namespace bgsim::io {

/// Create file `name`, replacing what is there. Serial: one rank does it, without MPI, before all
/// ranks open the file (HDF5 cannot write texts of variable length through MPI). @throws Hdf5Error
void create_skeleton(const std::filesystem::path& name, const ResultLayout& layout);

/// The root attributes by which readers know SONATA. @throws Hdf5Error
void write_root(hid_t file);

/// Say of a group of spikes that they stand in the order of time. @throws Hdf5Error
void write_sorting(const Group& group);

/// Which cells and times the columns and rows of a report belong to.
struct ReportMapping {
    std::span<const std::uint64_t> nodes;  ///< ascending
    std::size_t n_variables = 1;           ///< columns of each cell
    std::array<double, 3> start_stop_step_ms;
};

/// Create it in the existing group of the report of `population`. @throws Hdf5Error
void write_mapping(hid_t file, const std::string& population, const ReportMapping& shape);

}  // namespace bgsim::io
