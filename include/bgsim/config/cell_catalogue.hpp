/// What the files of params/ say about cells: numbers with their origin, and expected behaviour.
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace bgsim::config {

/// A number of a file with its unit.
struct Measure {
    double value = 0.0;
    std::string unit;
};

/// A row of numbers with one unit.
struct Series {
    std::vector<std::optional<double>> values;  ///< nothing where the file says `null`
    std::string unit;
};

struct CellParameter {
    std::string name;
    std::string value;                 ///< as written, with its unit: "15.2 pF"
    std::optional<double> dopamine{};  ///< beta of X (1 - beta phi)
    std::string source;
};

struct CellPort {
    std::string name;
    std::string kinetics;              ///< "conductance, tau 12 ms, E_rev 0 mV"
    std::optional<double> dopamine{};  ///< beta of the factor 1 + beta phi
    std::string source;
    std::string confidence;  ///< empty: that of the cell
    std::string why;
};

/// Firing rate over constant current.
struct FICurve {
    enum class Current {
        added,  ///< the cell's own I_e until `step_at`, then I_e + I
        total   ///< I in place of I_e from the start
    };
    Current current = Current::added;
    Series I;
    Series rate;
    std::optional<Series> first_spike{};
};

struct Rheobase {
    Measure current;                    ///< total, from the start
    double resolution = 0.0;            ///< in the unit of `current`
    std::array<double, 2> window_ms{};  ///< in which it must fire; the run ends with it
};

/// One complete protocol on the isolated cell, with what was computed (params/README.md).
struct ComputedBehaviour {
    struct Start {
        std::string variable;
        Measure at;
    };
    std::string source;
    std::string integrator;
    double step_ms = 0.0;
    std::vector<Start> start;      ///< a state variable not named is at its steady state
    double phi = 0.0;              ///< dopamine level - baseline
    std::optional<Measure> I_e{};  ///< in place of the cell's own
    double step_at_ms = 0.0;
    std::array<double, 2> window_ms{};
    std::optional<double> rest_mV{};
    std::optional<double> spontaneous_rate_hz{};
    std::optional<std::array<double, 2>> V_range_mV{};
    std::optional<Rheobase> rheobase{};
    std::optional<FICurve> f_I{};
};

/// What was measured or reported of such cells: a value, a range, or words.
struct PublishedBehaviour {
    std::string quantity;  ///< "resting_potential", "spontaneous_rate", ...
    std::optional<double> value{};
    std::optional<double> se{};
    std::optional<double> sd{};
    std::optional<std::array<double, 2>> range{};
    std::string text;
    std::string unit;
    std::string condition;
    bool is_comparable = false;  ///< an isolated cell should show it
    std::string source;
};

/// In what the model is known to differ from what was published.
struct KnownMismatch {
    std::string quantity;
    std::string text;
};

struct CellDescription {
    std::string name;  ///< as in `cell: lindahl2016/stn`
    std::filesystem::path file;
    std::string model;
    std::string cell;  ///< in words
    std::string region;
    std::string neurotransmitter;
    std::string marker;
    std::string species;
    std::vector<std::string> aliases;
    std::string variant_of;
    std::string confidence;  ///< published, adapted or assumed
    std::string why;
    std::vector<std::string> notes;
    std::vector<CellParameter> parameters;
    std::vector<CellPort> ports;
    std::vector<ComputedBehaviour> computed;
    std::vector<PublishedBehaviour> published;
    std::vector<KnownMismatch> known_mismatch;
    std::vector<std::string> references;
};

/// All cells of the folders of params/ that lie nearest: those of `first_folders`, else the first
/// of params/ here, in the parent folders, installed, or of the source tree. Sorted by name, those
/// of subfolders (variants) last.
///
/// @throws InputError with all mistakes, each with file:line:column; 66 if a folder is missing
std::vector<CellDescription> read_cells(const std::vector<std::filesystem::path>& first_folders);

/// The cell that `name` means as it would in `cell: NAME` of a configuration in the working folder:
/// a name, an alias, or the path of a .json file.
///
/// @throws InputError with all mistakes, each with file:line:column; 66 if there is no such cell
CellDescription read_cell(const std::string& name,
                          const std::vector<std::filesystem::path>& first_folders);

}  // namespace bgsim::config
