#include "io/reopen_result.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "io/hdf5.hpp"
#include "io/objects.hpp"
#include "io/schema.hpp"

namespace bgsim::io {

namespace {

void cut_back(const File& file, const WrittenDataset& one) {
    const Dataset dataset(H5Dopen2(file.id(), one.path.c_str(), H5P_DEFAULT), "H5Dopen");
    const auto now = extent_of(dataset);
    std::vector<hsize_t> extent(now.begin(), now.end());
    extent.front() = one.rows;
    require(H5Dset_extent(dataset.id(), extent.data()), "H5Dset_extent");
}

void overwrite_scalar(const File& file, const char* path, double value) {
    const Dataset dataset(H5Dopen2(file.id(), path, H5P_DEFAULT), "H5Dopen");
    require(H5Dwrite(dataset.id(), hdf5_type<double>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, &value),
            "H5Dwrite");
}

/// Texts of the new layout that the file lacks or has otherwise.
void update_provenance(const File& file, const ResultLayout& layout) {
    for (const auto& [key, text] : layout.provenance) {
        const std::string path = path::provenance(key);
        if (H5Lexists(file.id(), path.c_str(), H5P_DEFAULT) > 0) {
            if (read_texts(file.id(), path) == std::vector{text}) continue;
            require(H5Ldelete(file.id(), path.c_str(), H5P_DEFAULT), "H5Ldelete");
        }
        write_text(file.id(), path, text);
    }
}

std::string problem_with_reopening(const std::filesystem::path& name,
                                   const ResultLayout& layout,
                                   const WrittenResult& written) {
    const TimeGrid grid(layout.dt);
    try {
        const PropertyList access = access_beside_others();
        File file(H5Fopen(name.c_str(), H5F_ACC_RDWR, access.id()), "H5Fopen");
        for (const WrittenDataset& one : written.datasets) cut_back(file, one);
        overwrite_scalar(file, path::planned, grid.time_of(layout.n_steps));
        overwrite_scalar(file, path::complete_until, grid.time_of(written.until));
        update_provenance(file, layout);
        if (!file.reset()) throw Hdf5Error("H5Fclose");
        return "";
    } catch (const SystemError& error) {
        return fmt::format(
            "{}: cannot be continued: {}; restore the file, or use --overwrite to "
            "start anew",
            name.string(), error.what());
    }
}

}  // namespace

void reopen_result(const std::filesystem::path& file,
                   const comm::Communicator& communicator,
                   const ResultLayout& layout,
                   const WrittenResult& written) {
    std::string problem;
    if (communicator.is_root()) problem = problem_with_reopening(file, layout, written);
    problem = communicator.broadcast(problem);
    if (!problem.empty()) throw SystemError(problem, ExitCode::cannot_create);
}

}  // namespace bgsim::io
