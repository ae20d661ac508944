#include "model/pack.hpp"

#include <gmock/gmock.h>

#include <array>
#include <cmath>
#include <limits>

namespace bgsim::model {
namespace {

using testing::Each;

template <typename Scalar>
class PackTest : public testing::Test {
protected:
    using Real = Pack<Scalar>;
    static constexpr std::size_t n = Real::lanes;
    using Lanes = std::array<Scalar, n>;

    PackTest() {
        for (std::size_t i = 0; i != n; ++i) {
            a[i] = Scalar(1.5) * static_cast<Scalar>(i) - Scalar(2);
            b[i] = i % 2 == 0 ? a[i] : Scalar(0.25) + static_cast<Scalar>(i);
        }
    }
    static Lanes lanes_of(Real x) {
        Lanes lanes{};
        x.store(lanes.data());
        return lanes;
    }
    /// `function` of each pair of lanes.
    template <typename Function>
    Lanes each(Function function) const {
        Lanes lanes{};
        for (std::size_t i = 0; i != n; ++i) lanes[i] = function(a[i], b[i]);
        return lanes;
    }
    Real A() const { return Real::load(a.data()); }
    Real B() const { return Real::load(b.data()); }

    Lanes a{};
    Lanes b{};
};

using Scalars = testing::Types<double, float>;
TYPED_TEST_SUITE(PackTest, Scalars);

TYPED_TEST(PackTest, WhatIsStoredIsWhatWasLoaded) { EXPECT_EQ(this->lanes_of(this->A()), this->a); }

TYPED_TEST(PackTest, OneNumberFillsAllLanes) {
    EXPECT_THAT(this->lanes_of(typename TestFixture::Real(TypeParam(2.5))), Each(TypeParam(2.5)));
}

TYPED_TEST(PackTest, ArithmeticActsOnEachLane) {
    using S = TypeParam;
    EXPECT_EQ(this->lanes_of(this->A() + this->B()), this->each([](S x, S y) { return x + y; }));
    EXPECT_EQ(this->lanes_of(this->A() - this->B()), this->each([](S x, S y) { return x - y; }));
    EXPECT_EQ(this->lanes_of(this->A() * this->B()), this->each([](S x, S y) { return x * y; }));
    EXPECT_EQ(this->lanes_of(this->B() / (this->A() + S(9))),
              this->each([](S x, S y) { return y / (x + S(9)); }));
}

TYPED_TEST(PackTest, ComparisonsChooseLaneByLane) {
    using S = TypeParam;
    const auto A = this->A();
    const auto B = this->B();
    EXPECT_EQ(this->lanes_of(choose(A < B, A, S(7) * B)),
              this->each([](S x, S y) { return x < y ? x : S(7) * y; }));
    EXPECT_EQ(this->lanes_of(choose(A > B, A, S(7) * B)),
              this->each([](S x, S y) { return x > y ? x : S(7) * y; }));
    EXPECT_EQ(this->lanes_of(choose(A >= B, A, S(7) * B)),
              this->each([](S x, S y) { return x >= y ? x : S(7) * y; }));
    EXPECT_EQ(this->lanes_of(lesser(A, B)), this->each([](S x, S y) { return x < y ? x : y; }));
    EXPECT_EQ(this->lanes_of(greater(A, B)), this->each([](S x, S y) { return x > y ? x : y; }));
}

TYPED_TEST(PackTest, MasksCombineAndAreStoredAsOneBytePerLane) {
    using S = TypeParam;
    const auto mask = (this->A() >= this->B()) & !(this->A() > typename TestFixture::Real(S(3)));
    std::array<std::uint8_t, TestFixture::n> bytes{};
    mask.store(bytes.data());
    for (std::size_t i = 0; i != TestFixture::n; ++i) {
        EXPECT_EQ(bytes[i] != 0, this->a[i] >= this->b[i] && !(this->a[i] > S(3))) << i;
    }
}

TYPED_TEST(PackTest, ComparisonsWithNotANumberAreFalse) {
    const typename TestFixture::Real nan(std::numeric_limits<TypeParam>::quiet_NaN());
    const typename TestFixture::Real one(TypeParam(1));
    EXPECT_THAT(this->lanes_of(choose(nan < one, nan, one)), Each(TypeParam(1)));
    EXPECT_THAT(this->lanes_of(choose(nan >= one, nan, one)), Each(TypeParam(1)));
}

TYPED_TEST(PackTest, PowersOfTwoAreExactForPackAndScalar) {
    using S = TypeParam;
    constexpr S to_integer = sizeof(S) == 8 ? S(0x1.8p52) : S(0x1.8p23);
    constexpr int largest = sizeof(S) == 8 ? 1023 : 127;
    for (int exponent = 1 - largest; exponent <= largest; ++exponent) {
        const S expected = std::ldexp(S(1), exponent);
        const S shifted = to_integer + static_cast<S>(exponent);
        EXPECT_EQ(power_of_two(shifted), expected);
        EXPECT_THAT(this->lanes_of(power_of_two(typename TestFixture::Real(shifted))),
                    Each(expected));
    }
}

}  // namespace
}  // namespace bgsim::model
