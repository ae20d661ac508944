#include "simulation/patient_lock.hpp"

#include <chrono>
#include <thread>

#include "core/phase.hpp"

namespace bgsim::simulation {

std::unique_ptr<LockFile> patient_lock(const std::filesystem::path& file, double patience_s) {
    const auto start = core::Clock::now();
    while (true) {
        try {
            return std::make_unique<LockFile>(file, core::environment_variables(),
                                              core::output_of_commands());
        } catch (const LockedError&) {
            if (core::seconds_since(start) >= patience_s) throw;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
}

}  // namespace bgsim::simulation
