/// Does a cell do what its own file says that it does?
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "bgsim/config/cell_catalogue.hpp"
#include "protocol/experiment.hpp"
#include "protocol/measurement.hpp"

namespace bgsim::protocol {

enum class Verdict : std::uint8_t { ok, missed };

/// One computed number beside the simulated one.
struct ComputedComparison {
    std::string method;    ///< "rk4", "euler 0.1 ms", "rk4, phi -0.8"
    std::string quantity;  ///< "rate at 300 pA [Hz]"
    double expected = 0.0;
    std::optional<double> simulated;  ///< none: outside of what was tried
    std::string shown{};              ///< `simulated` where it is no number
    double tolerance = 0.0;           ///< in the same unit
    Verdict verdict = Verdict::ok;
};

/// What was published beside the simulated number, if there is one to compare.
struct PublishedComparison {
    config::PublishedBehaviour published;
    std::optional<double> simulated{};
    std::string verdict{};  ///< as `relation` says, and ", known" after it
};

/// The first f-I curve of a cell, for figures.
struct ExpectedCurve {
    std::string unit;  ///< of I
    std::vector<double> I;
    std::vector<double> expected_hz;
    std::vector<double> simulated_hz;
};

struct ExpectedResult {
    Cell cell;
    config::CellDescription description;
    std::vector<ComputedComparison> computed{};
    std::vector<PublishedComparison> published{};
    ExpectedCurve curve{};

    bool is_missed() const;
};

/// Run all protocols under `expected.computed` of the files of the cells.
std::vector<ExpectedResult> compare_with_expected(const Experiment& experiment);

}  // namespace bgsim::protocol
