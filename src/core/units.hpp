/// Quantities written as text, such as "15.2 pF", "2s", "20 %" or "0.1 pA/mV^3".
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bgsim::core {

/// Rates are counted in Hz, times in ms.
constexpr double ms_per_s = 1000.0;

/// Powers of the base quantities of which all units here are products.
struct Dimension {
    int time = 0;
    int voltage = 0;
    int current = 0;
    int memory = 0;
    int concentration = 0;
    int length = 0;

    bool is_none() const { return *this == Dimension{}; }
    friend bool operator==(const Dimension&, const Dimension&) = default;
};

/// What a dimension is called: "time", "voltage", "rate", ...; empty if it has no common name.
std::string_view name_of(const Dimension& dimension);

/// A unit is a power of ten times ms^a mV^b pA^c B^d mM^e um^f. So nS is pA/mV and pF is pA ms/mV,
/// and conversions are exact up to one rounding.
struct Unit {
    Dimension dimension;
    int power_of_ten = 0;
};

/// Parse "ms", "nS/mV", "pA/mV^3", "1/ms" (or "/ms"), "%"; "" and "1" stand for plain numbers.
/// Returns nothing if the text is not a unit.
std::optional<Unit> parse_unit(std::string_view text);

/// What was wrong with the text of a quantity.
enum class QuantityFault { none, not_a_number, unknown_unit, not_finite };

/// A number with its unit, as written.
struct Quantity {
    double value = 0.0;  ///< in `unit`; may be infinite, never NaN
    Unit unit;
    bool has_unit = false;
    std::string unit_text;  ///< as written
    QuantityFault fault = QuantityFault::none;
};

/// Parse "number [blank] unit". Infinity ("inf", ".inf", "-.inf") is returned as such; NaN and
/// numbers too large for a double are `not_finite`.
Quantity parse_quantity(std::string_view text);

/// `value` in `from` expressed in `to`, which has the same dimension.
double convert(double value, const Unit& from, const Unit& to);

/// "a time", "a rate", "a quantity in pA/mV^3": what a quantity in `unit_text` is.
std::string described(std::string_view unit_text);

}  // namespace bgsim::core
