/// Runs the simulations of a protocol on all ranks, led by rank 0.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "bgsim/config/specification.hpp"
#include "comm/communicator.hpp"
#include "core/scratch_folder.hpp"
#include "io/result_reader.hpp"
#include "simulation/run.hpp"

namespace bgsim::protocol {

/// How to simulate, as opposed to what; `progress` is called on rank 0.
struct LaboratoryOptions {
    int threads = 1;
    std::string isa = "auto";
    std::filesystem::path scratch;  ///< results that nobody wants to keep are written to a folder
                                    ///< in this one, which all ranks see
    std::function<void(const simulation::RunStatus&)> progress = [](const auto&) {};
};

/// A file that a run shall leave behind.
struct KeptResult {
    std::filesystem::path file;
    bool overwrite = false;
};

/// Used on rank 0 alone.
class Laboratory {
public:
    Laboratory(const comm::Communicator& ranks, const LaboratoryOptions& options);

    /// Simulate on all ranks and open what was recorded; the file of a result that is not kept is
    /// gone when the reader is closed.
    /// @throws Error as `simulation::run`, or with its exit code if it ended early
    std::unique_ptr<io::ResultReader> simulate(const config::Specification& specification,
                                               const std::optional<KeptResult>& kept = {});

    /// A folder that is removed at the end.
    const std::filesystem::path& scratch() const { return scratch_.path(); }

private:
    friend void conduct(const comm::Communicator&,
                        const LaboratoryOptions&,
                        const std::function<void(Laboratory&)>&);

    const comm::Communicator& ranks_;
    const LaboratoryOptions& options_;
    core::ScratchFolder scratch_;
    bool have_all_failed_ = false;  ///< the other ranks do not listen any more
};

/// Call `work` on rank 0; the other ranks take part in its simulations until it is done.
/// Collective.
/// @throws Error on all ranks, with the same code and text, if it throws on rank 0
void conduct(const comm::Communicator& ranks,
             const LaboratoryOptions& options,
             const std::function<void(Laboratory&)>& work);

}  // namespace bgsim::protocol
