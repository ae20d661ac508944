#include "core/units.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <system_error>

#include "bgsim/error.hpp"

namespace bgsim::core {

namespace {

struct NamedUnit {
    std::string_view name;
    Unit unit;
};

constexpr Dimension time{.time = 1};
constexpr Dimension voltage{.voltage = 1};
constexpr Dimension current{.current = 1};
constexpr Dimension conductance{.voltage = -1, .current = 1};
constexpr Dimension capacitance{.time = 1, .voltage = -1, .current = 1};
constexpr Dimension rate{.time = -1};
constexpr Dimension memory{.memory = 1};
constexpr Dimension concentration{.concentration = 1};
constexpr Dimension length{.length = 1};

constexpr std::array named_units = {NamedUnit{"s", {time, 3}},
                                    NamedUnit{"ms", {time, 0}},
                                    NamedUnit{"us", {time, -3}},
                                    NamedUnit{"V", {voltage, 3}},
                                    NamedUnit{"mV", {voltage, 0}},
                                    NamedUnit{"uV", {voltage, -3}},
                                    NamedUnit{"A", {current, 12}},
                                    NamedUnit{"uA", {current, 6}},
                                    NamedUnit{"nA", {current, 3}},
                                    NamedUnit{"pA", {current, 0}},
                                    NamedUnit{"S", {conductance, 9}},
                                    NamedUnit{"uS", {conductance, 3}},
                                    NamedUnit{"nS", {conductance, 0}},
                                    NamedUnit{"F", {capacitance, 12}},
                                    NamedUnit{"uF", {capacitance, 6}},
                                    NamedUnit{"nF", {capacitance, 3}},
                                    NamedUnit{"pF", {capacitance, 0}},
                                    NamedUnit{"Hz", {rate, -3}},
                                    NamedUnit{"kHz", {rate, 0}},
                                    NamedUnit{"B", {memory, 0}},
                                    NamedUnit{"kB", {memory, 3}},
                                    NamedUnit{"MB", {memory, 6}},
                                    NamedUnit{"GB", {memory, 9}},
                                    NamedUnit{"M", {concentration, 3}},
                                    NamedUnit{"mM", {concentration, 0}},
                                    NamedUnit{"uM", {concentration, -3}},
                                    NamedUnit{"cm", {length, 4}},
                                    NamedUnit{"um", {length, 0}},
                                    NamedUnit{"%", {{}, -2}},
                                    NamedUnit{"1", {{}, 0}}};

struct NamedDimension {
    Dimension dimension;
    std::string_view name;
};

constexpr std::array named_dimensions = {
    NamedDimension{time, "time"},
    NamedDimension{voltage, "voltage"},
    NamedDimension{current, "current"},
    NamedDimension{conductance, "conductance"},
    NamedDimension{capacitance, "capacitance"},
    NamedDimension{rate, "rate"},
    NamedDimension{memory, "size in bytes"},
    NamedDimension{concentration, "concentration"},
    NamedDimension{{.voltage = 1, .current = -1}, "resistance"},
    NamedDimension{{.length = 2}, "area"},
    NamedDimension{{.current = 1, .length = -2}, "current per area"},
    NamedDimension{{.voltage = -1, .current = 1, .length = -2}, "conductance per area"},
    NamedDimension{{.time = 1, .voltage = -1, .current = 1, .length = -2}, "capacitance per area"}};

void add_power(Unit& product, const Unit& factor, int exponent) {
    product.dimension.time += exponent * factor.dimension.time;
    product.dimension.voltage += exponent * factor.dimension.voltage;
    product.dimension.current += exponent * factor.dimension.current;
    product.dimension.memory += exponent * factor.dimension.memory;
    product.dimension.concentration += exponent * factor.dimension.concentration;
    product.dimension.length += exponent * factor.dimension.length;
    product.power_of_ten += exponent * factor.power_of_ten;
}

/// "mS" alone is mostly a misspelt "ms"; within a compound unit it is the millisiemens.
constexpr Unit millisiemens{conductance, 6};

std::optional<Unit> find_unit(std::string_view name, bool is_compound) {
    if (is_compound && name == "mS") return millisiemens;
    for (const NamedUnit& candidate : named_units) {
        if (candidate.name == name) return candidate.unit;
    }
    return std::nullopt;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// The exponent in "mV^3"; 1 if there is none, 0 if it is not a small positive number.
int split_exponent(std::string_view& factor) {
    const auto caret = factor.find('^');
    if (caret == std::string_view::npos) return 1;
    const std::string_view digits = factor.substr(caret + 1);
    factor = factor.substr(0, caret);
    const bool is_digit = digits.size() == 1 && digits[0] >= '1' && digits[0] <= '9';
    return is_digit ? digits[0] - '0' : 0;
}

/// A number that fills the text, without its sign; infinity in YAML's or C's spelling.
const char* parse_number(std::string_view text, double& value, std::errc& error) {
    for (const std::string_view infinity : {".inf", ".Inf", ".INF", "inf", "Inf"}) {
        if (!text.starts_with(infinity)) continue;
        value = std::numeric_limits<double>::infinity();
        return text.data() + infinity.size();
    }
    const bool starts_number =
        !text.empty() && (text[0] == '.' || (text[0] >= '0' && text[0] <= '9'));
    const auto result = starts_number
                            ? std::from_chars(text.data(), text.data() + text.size(), value)
                            : std::from_chars_result{text.data(), std::errc::invalid_argument};
    error = result.ec;
    return result.ptr;
}

bool is_nan(std::string_view text) {
    return text == ".nan" || text == ".NaN" || text == ".NAN" || text == "nan" || text == "NaN";
}

Quantity fault(QuantityFault kind) {
    Quantity quantity;
    quantity.fault = kind;
    return quantity;
}

}  // namespace

std::string_view name_of(const Dimension& dimension) {
    for (const NamedDimension& candidate : named_dimensions) {
        if (candidate.dimension == dimension) return candidate.name;
    }
    return {};
}

std::optional<Unit> parse_unit(std::string_view text) {
    text = trimmed(text);
    Unit product;
    if (text.empty()) return product;
    const bool is_compound = text.find_first_of("*/") != std::string_view::npos;
    int sign = 1;
    while (true) {
        const auto end = text.find_first_of("*/");
        std::string_view factor = trimmed(text.substr(0, end));
        if (factor.empty() && end == 0 && text[0] == '/') factor = "1";
        const int exponent = split_exponent(factor);
        const auto unit = find_unit(factor, is_compound);
        if (!unit || exponent == 0) return std::nullopt;
        add_power(product, *unit, sign * exponent);
        if (end == std::string_view::npos) return product;
        sign = text[end] == '/' ? -1 : 1;
        text = text.substr(end + 1);
    }
}

Quantity parse_quantity(std::string_view text) {
    text = trimmed(text);
    if (is_nan(text)) return fault(QuantityFault::not_finite);
    const bool is_signed = !text.empty() && (text[0] == '-' || text[0] == '+');
    const std::string_view magnitude = is_signed ? text.substr(1) : text;
    Quantity quantity;
    std::errc error{};
    const char* const end = parse_number(magnitude, quantity.value, error);
    if (error == std::errc::result_out_of_range) return fault(QuantityFault::not_finite);
    if (error != std::errc{}) return fault(QuantityFault::not_a_number);
    if (is_signed && text[0] == '-') quantity.value = -quantity.value;
    quantity.unit_text = trimmed(text.substr(static_cast<std::size_t>(end - text.data())));
    quantity.has_unit = !quantity.unit_text.empty();
    if (const auto unit = parse_unit(quantity.unit_text)) {
        quantity.unit = *unit;
    } else {
        quantity.fault = QuantityFault::unknown_unit;
    }
    return quantity;
}

double convert(double value, const Unit& from, const Unit& to) {
    BGSIM_EXPECT(from.dimension == to.dimension);
    const int shift = from.power_of_ten - to.power_of_ten;
    if (shift == 0 || value == 0.0 || !std::isfinite(value)) return value;
    // Shifting the decimal exponent of the shortest text gives what the user would have written in
    // the other unit; multiplying by a power of ten could be off by one rounding.
    std::array<char, 64> text{};
    const auto written =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::scientific);
    const std::string_view digits(text.data(), static_cast<std::size_t>(written.ptr - text.data()));
    const auto e = digits.find('e');
    const int exponent = std::atoi(std::string(digits.substr(e + 1)).c_str()) + shift;
    const std::string shifted = std::string(digits.substr(0, e + 1)) + std::to_string(exponent);
    double result = 0.0;
    const auto read = std::from_chars(shifted.data(), shifted.data() + shifted.size(), result);
    if (read.ec == std::errc{}) return result;
    return exponent > 0 ? std::copysign(std::numeric_limits<double>::infinity(), value) : 0.0;
}

std::string described(std::string_view unit_text) {
    const auto unit = parse_unit(unit_text);
    if (unit && unit->dimension.is_none()) return "a plain number";
    const std::string_view name = unit ? name_of(unit->dimension) : std::string_view{};
    if (name.empty()) return "a quantity in " + std::string(unit_text);
    return (name.front() == 'a' ? "an " : "a ") + std::string(name);
}

}  // namespace bgsim::core
