/// Receptor ports that the connections onto each population need.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "importing/network.hpp"

namespace bgsim::importing {

struct Port {
    std::string name;  ///< "GABA", or "GABA_2" if a population has several kinds of GABA
    Receptor kinetics;
    std::vector<std::string> connections;  ///< that use it
};

class Ports {
public:
    explicit Ports(const Network& network);

    const std::vector<Port>& of(const std::string& population) const;
    const std::string& name_of(const std::string& population, const Receptor& receptor) const;

    /// A line for each receptor type of a population that has several kinetics.
    std::vector<std::string> remarks() const;

private:
    std::map<std::string, std::vector<Port>> ports_;
    std::vector<Port> none_;
};

}  // namespace bgsim::importing
