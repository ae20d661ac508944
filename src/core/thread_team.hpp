/// A fixed number of threads that all run one function at a time.
#pragma once

#include <functional>

namespace bgsim::core {

/// OpenMP behind a call: the only place that knows it.
class ThreadTeam {
public:
    explicit ThreadTeam(int n_threads);

    int size() const { return n_threads_; }

    /// Run `work(thread)` for thread = 0 ... size - 1, at the same time; return when all are done.
    /// No exception leaves a thread: the first one (by thread number) is thrown here afterwards.
    void run(const std::function<void(int)>& work) const;

private:
    int n_threads_;
};

}  // namespace bgsim::core
