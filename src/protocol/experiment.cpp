#include "protocol/experiment.hpp"

namespace bgsim::protocol {

std::unique_ptr<io::ResultReader> Experiment::run_main(const NetworkTree& tree) const {
    const config::Specification specification = study.load(tree);
    return laboratory.simulate(specification, keep(specification));
}

std::unique_ptr<io::ResultReader> Experiment::run_more(const NetworkTree& tree) const {
    return laboratory.simulate(study.load(tree));
}

}  // namespace bgsim::protocol
