#include "simulation/checkpoints.hpp"

#include <fmt/format.h>

#include <system_error>
#include <utility>

#include "bgsim/error.hpp"
#include "checkpoint/checkpoint.hpp"

namespace bgsim::simulation {

Checkpoints::Checkpoints(RunFiles files, std::optional<double> every_s)
    : files_(std::move(files)), every_s_(every_s) {}

bool Checkpoints::is_due() const { return every_s_ && core::seconds_since(last_) >= *every_s_; }

void Checkpoints::save(const checkpoint::Metadata& metadata,
                       const config::Specification& specification,
                       engine::Engine& engine,
                       const comm::Communicator& communicator) {
    const auto start = core::Clock::now();
    checkpoint::save(files_.checkpoint, files_.previous_checkpoint, metadata, specification,
                     engine.state(), communicator);
    last_ = core::Clock::now();
    last_took_s_ = std::chrono::duration<double>(last_ - start).count();
    last_at_ = metadata.now;
}

void Checkpoints::remove(const RunFiles& files) {
    for (const auto& file : {files.checkpoint, files.previous_checkpoint}) {
        std::error_code error;
        std::filesystem::remove(file, error);
        if (!error) continue;
        throw SystemError(fmt::format("{}: cannot be removed: {}", file.string(), error.message()),
                          ExitCode::cannot_create);
    }
    std::error_code ignored;  // what a killed run left of one it was writing
    std::filesystem::remove(files.checkpoint.string() + ".tmp", ignored);
}

}  // namespace bgsim::simulation
