/// Ports of all shapes, made by hand.
#pragma once

#include <string>

#include "bgsim/config/specification.hpp"

namespace bgsim::test {

inline config::Port port_of(const std::string& name, double tau, double gain = 1.0) {
    config::Port port;
    port.name = name;
    port.tau = tau;
    port.gain = gain;
    return port;
}

inline config::Port current_port(const std::string& name, double tau, double gain = 1.0) {
    config::Port port = port_of(name, tau, gain);
    port.type = config::Port::Type::current;
    return port;
}

inline config::Port delta_port(const std::string& name, double gain = 1.0) {
    config::Port port = port_of(name, 0.0, gain);
    port.type = config::Port::Type::delta;
    return port;
}

inline config::Port with_reversal(config::Port port, double E_rev) {
    port.E_rev = E_rev;
    return port;
}

inline config::Port with_block(config::Port port) {
    port.nmda_block = config::NmdaBlock{-20.0, 16.0};
    return port;
}

inline config::Port alpha(config::Port port) {
    port.shape = config::Port::Shape::alpha;
    return port;
}

inline config::Port difference(double tau_rise, config::Port port) {
    port.shape = config::Port::Shape::difference;
    port.tau_rise = tau_rise;
    return port;
}

}  // namespace bgsim::test
