#include "core/thread_team.hpp"

#include <omp.h>

#include <exception>
#include <vector>

#include "bgsim/error.hpp"

namespace bgsim::core {

ThreadTeam::ThreadTeam(int n_threads) : n_threads_(n_threads) {
    BGSIM_EXPECT(n_threads > 0);
    omp_set_dynamic(0);  // exactly as many as asked for: blocks are dealt out to each
}

void ThreadTeam::run(const std::function<void(int)>& work) const {
    if (n_threads_ == 1) return work(0);
    std::vector<std::exception_ptr> errors(static_cast<std::size_t>(n_threads_));
    int n_started = 0;
#pragma omp parallel num_threads(n_threads_)
    {
        const int thread = omp_get_thread_num();
#pragma omp single nowait
        n_started = omp_get_num_threads();
        try {
            work(thread);
        } catch (...) {  // nothing may leave the parallel region; thrown again below
            errors[static_cast<std::size_t>(thread)] = std::current_exception();
        }
    }
    if (n_started != n_threads_) {
        throw SystemError("the OpenMP library started " + std::to_string(n_started) +
                              " threads instead of " + std::to_string(n_threads_) +
                              "; raise OMP_THREAD_LIMIT or ask for fewer with --threads",
                          ExitCode::usage);
    }
    for (const auto& error : errors) {
        if (error) std::rethrow_exception(error);
    }
}

}  // namespace bgsim::core
