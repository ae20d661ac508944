/// What one population of a protocol's network did.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "io/result_reader.hpp"

namespace bgsim::protocol {

/// The spikes of each cell of a population [ms], in order.
std::vector<std::vector<double>> spike_trains(const io::ResultReader& reader,
                                              const std::string& population);

/// Samples of one population.
class Samples {
public:
    Samples(const io::ResultReader& reader, const std::string& population);

    double every_ms() const { return every_ms_; }
    std::size_t n_samples() const { return n_samples_; }
    const std::vector<std::string>& variables() const { return variables_; }

    /// All samples of variable `variable` of the cell at position `cell` of those sampled.
    std::vector<float> of(std::size_t cell, std::size_t variable = 0) const;

    /// The position of the sample at `time_ms`, or the last one.
    std::size_t at(double time_ms) const;

private:
    std::vector<std::string> variables_;
    std::size_t n_cells_ = 0;
    std::size_t n_samples_ = 0;
    double every_ms_ = 0.0;
    std::vector<float> values_;  // [n_samples * n_cells * n_variables]
};

/// V_m [mV] every `every_ms` from time 0.
struct Potential {
    double every_ms = 0.1;
    std::vector<float> V_mV;
};

/// @throws NumericalError if `V_mV` of `who` ended as something that is no number
void check_finite(std::span<const float> V_mV, double every_ms, const std::string& who);

/// V_m of the cell at position `cell` of those sampled.
Potential potential_of(const io::ResultReader& reader,
                       const std::string& population,
                       std::size_t cell);

}  // namespace bgsim::protocol
