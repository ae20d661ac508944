#include "core/units.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace bgsim::core {
namespace {

double in(const char* unit, const char* text) {
    const Quantity quantity = parse_quantity(text);
    EXPECT_EQ(quantity.fault, QuantityFault::none) << text;
    return convert(quantity.value, quantity.unit, parse_unit(unit).value());
}

TEST(UnitsTest, QuantitiesAreConvertedWithoutRoundingTwice) {
    EXPECT_EQ(in("pF", "15.2 pF"), 15.2);
    EXPECT_EQ(in("ms", "2s"), 2000.0);
    EXPECT_EQ(in("ms", "  0.333   s "), 333.0);
    EXPECT_EQ(in("nS", "0.00035 uS"), 0.35);
    EXPECT_EQ(in("", "20 %"), 0.2);
    EXPECT_EQ(in("ms", "1.1 us"), 0.0011);
    EXPECT_EQ(in("pA", "-2e-3 nA"), -2.0);
    EXPECT_EQ(in("B", "1 GB"), 1e9);
    EXPECT_EQ(in("Hz", "0.5 kHz"), 500.0);
    EXPECT_EQ(in("pF", "+1nF"), 1000.0);
}

TEST(UnitsTest, CompoundUnitsAgreeByDimension) {
    EXPECT_EQ(in("nS", "3 pA/mV"), 3.0);
    EXPECT_EQ(in("nS/mV", "1 uS/V"), 1.0);
    EXPECT_EQ(in("pA/mV^3", "2 pA / mV^3"), 2.0);
    EXPECT_EQ(in("1/ms", "10 Hz"), 0.01);
    EXPECT_EQ(in("1/ms", "0.01/ms"), 0.01);
    EXPECT_EQ(in("mV/pA", "1 V/nA"), 1.0);
    EXPECT_EQ(in("pF", "1 nS*ms"), 1.0);
    EXPECT_EQ(in("1", "0.5"), 0.5);
}

TEST(UnitsTest, QuantitiesPerAreaAreThoseOfConductanceBasedModels) {
    EXPECT_EQ(in("mS/cm^2", "30 mS/cm^2"), 30.0);
    EXPECT_EQ(in("mS/cm^2", "0.03 S/cm^2"), 30.0);
    EXPECT_EQ(in("uF/cm^2", "1 uF / cm^2"), 1.0);
    EXPECT_EQ(in("uA/cm^2", "10 pA/um^2"), 1000.0);
    EXPECT_EQ(in("um^2", "1.5e-5 cm^2"), 1500.0);
    EXPECT_EQ(in("1/ms/mV", "0.04 1/ms/mV"), 0.04);
}

TEST(UnitsTest, DimensionsHaveNames) {
    EXPECT_EQ(described("um^2"), "an area");
    EXPECT_EQ(described("uA/cm^2"), "a current per area");
    EXPECT_EQ(described("ms"), "a time");
    EXPECT_EQ(described("uV"), "a voltage");
    EXPECT_EQ(described("nA"), "a current");
    EXPECT_EQ(described("nS"), "a conductance");
    EXPECT_EQ(described("pF"), "a capacitance");
    EXPECT_EQ(described("1/ms"), "a rate");
    EXPECT_EQ(described("%"), "a plain number");
    EXPECT_EQ(described(""), "a plain number");
    EXPECT_EQ(described("pA/mV^3"), "a quantity in pA/mV^3");
}

TEST(UnitsTest, SaysWhatIsWrongWithAQuantity) {
    EXPECT_EQ(parse_quantity("fast").fault, QuantityFault::not_a_number);
    EXPECT_EQ(parse_quantity("").fault, QuantityFault::not_a_number);
    EXPECT_EQ(parse_quantity("--1 ms").fault, QuantityFault::not_a_number);
    EXPECT_EQ(parse_quantity("1 parsec").fault, QuantityFault::unknown_unit);
    EXPECT_EQ(parse_quantity("1 parsec").unit_text, "parsec");
    EXPECT_EQ(parse_quantity("1 mS").fault, QuantityFault::unknown_unit) << "not accepted units";
    EXPECT_EQ(parse_quantity("1 pA/").fault, QuantityFault::unknown_unit);
    EXPECT_EQ(parse_quantity("1 mV^").fault, QuantityFault::unknown_unit);
    EXPECT_EQ(parse_quantity("1 mV^0").fault, QuantityFault::unknown_unit);
    EXPECT_EQ(parse_quantity(".nan").fault, QuantityFault::not_finite);
    EXPECT_EQ(parse_quantity("1e999 ms").fault, QuantityFault::not_finite);
}

TEST(UnitsTest, InfinityIsSpelledAsInYaml) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    for (const char* text : {".inf", "inf", ".Inf mV", "+.inf"}) {
        EXPECT_EQ(parse_quantity(text).value, infinity) << text;
    }
    EXPECT_EQ(parse_quantity("-.inf").value, -infinity);
}

TEST(UnitsTest, ExtremeValuesNeitherTrapNorWrap) {
    EXPECT_EQ(in("us", "1e308 s"), std::numeric_limits<double>::infinity());
    EXPECT_EQ(in("s", "1e-323 us"), 0.0);
    EXPECT_EQ(in("us", "0 s"), 0.0);
}

}  // namespace
}  // namespace bgsim::core
