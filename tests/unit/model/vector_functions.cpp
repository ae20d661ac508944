/// Compiled once for each instruction set, see CMakeLists.txt.
#include "unit/model/vector_functions.hpp"

#include <cstddef>

#include "model/math.hpp"

namespace bgsim::model {
inline namespace BGSIM_ISA {
namespace {

template <typename Scalar, typename Function>
void on_all(std::span<Scalar> values, const Function& function) {
    using Real = Pack<Scalar, registers_of_long_steps>;
    for (std::size_t i = 0; i + Real::lanes <= values.size(); i += Real::lanes) {
        function(Real::load(&values[i])).store(&values[i]);
    }
}

template <typename Scalar>
void exponentials(std::span<Scalar> values) {
    on_all(values, [](auto x) { return exponential(x); });
}

template <typename Scalar>
void reciprocals(std::span<Scalar> values) {
    on_all(values, [](auto x) { return reciprocal(x); });
}

}  // namespace

VectorFunctions vector_functions() {
    return {&exponentials<double>, &exponentials<float>, &reciprocals<double>, &reciprocals<float>};
}

}  // namespace BGSIM_ISA
}  // namespace bgsim::model
