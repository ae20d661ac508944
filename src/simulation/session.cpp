#include "simulation/session.hpp"

#include "comm/agreement.hpp"
#include "core/slurm_job.hpp"

namespace bgsim::simulation {

namespace {

/// The decision of rank 0, which takes the lock into `session`.
std::string decide(const config::Specification& specification,
                   const StartRequest& request,
                   Session& session) {
    session.lock = std::make_unique<LockFile>(session.files.lock, core::environment_variables(),
                                              core::output_of_commands());
    return pack(choose_start(specification, session.files, request));
}

}  // namespace

Session open_session(const config::Specification& specification,
                     const RunFiles& files,
                     const StartRequest& request,
                     const comm::Communicator& communicator) {
    Session session{.files = files, .lock = {}, .start = {}};
    session.start = unpack_start(
        comm::from_root(communicator, [&] { return decide(specification, request, session); }));
    return session;
}

std::optional<Session> try_open_session(const config::Specification& specification,
                                        const RunFiles& files,
                                        const StartRequest& request,
                                        const comm::Communicator& communicator) {
    Session session{.files = files, .lock = {}, .start = {}};
    const std::string decision = comm::from_root(communicator, [&]() -> std::string {
        try {
            return decide(specification, request, session);
        } catch (const LockedError&) {
            return "";
        }
    });
    if (decision.empty()) return std::nullopt;
    session.start = unpack_start(decision);
    return session;
}

}  // namespace bgsim::simulation
