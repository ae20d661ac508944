/// What protocols found, as text, as rows for other programs and as figures.
#pragma once

#include <string>
#include <vector>

#include "figure/figure.hpp"
#include "protocol/expected.hpp"
#include "protocol/measurement.hpp"
#include "protocol/plan.hpp"
#include "protocol/table.hpp"

namespace bgsim::protocol {

using figure::Figure;

/// What is shown of one protocol.
struct Report {
    std::string text;  ///< tables with their headings
    Table rows;        ///< for --csv
    Figure figure;
};

Report report(const std::vector<SpontaneousResult>& results, const Plan& plan);
Report report(const std::vector<StepResult>& results, const Plan& plan);
Report report(const std::vector<RampResult>& results, const Plan& plan);
Report report(const std::vector<TraceResult>& results, const Plan& plan);
Report report(const std::vector<PspResult>& results, const Plan& plan);
Report report(const std::vector<ExpectedResult>& results, const Plan& plan);

}  // namespace bgsim::protocol
