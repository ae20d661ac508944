/// A sign that reaches all ranks while each is busy with something else.
#pragma once

#include <memory>

#include "comm/communicator.hpp"

namespace bgsim::comm {

/// Any rank may ring; the others need not take part, they hear it when they listen.
class Bell {
public:
    /// Collective.
    explicit Bell(const Communicator& ranks);
    ~Bell();
    Bell(const Bell&) = delete;
    Bell& operator=(const Bell&) = delete;

    void ring();        ///< local; does not wait
    bool has_rung();    ///< local; whether some rank has, as far as it is known here by now
    bool fall_still();  ///< collective, at the end: whether any rank has rung

private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace bgsim::comm
