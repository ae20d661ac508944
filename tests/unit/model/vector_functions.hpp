/// The functions of packs as compiled for each instruction set, on whole arrays.
#pragma once

#include <span>

namespace bgsim::model {

/// Each acts on all numbers of an array in place, as many as fill whole packs.
struct VectorFunctions {
    void (*exponential_double)(std::span<double>);
    void (*exponential_single)(std::span<float>);
    void (*reciprocal_double)(std::span<double>);
    void (*reciprocal_single)(std::span<float>);
};

inline namespace v2 {
VectorFunctions vector_functions();
}  // namespace v2
inline namespace v3 {
VectorFunctions vector_functions();
}  // namespace v3
inline namespace v4 {
VectorFunctions vector_functions();
}  // namespace v4

}  // namespace bgsim::model
