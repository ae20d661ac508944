#include <fmt/format.h>

#include <algorithm>
#include <type_traits>

#include "bgsim/error.hpp"
#include "model/block_kernel.hpp"
#include "model/kernel_table.hpp"

namespace bgsim::model {
namespace {

struct Level {
    std::string_view name;
    bool built;
    bool usable;
    KernelTable table;
};

std::vector<Level> all_levels() {
    __builtin_cpu_init();
    std::vector<Level> levels;
#ifdef BGSIM_HAS_V4
    levels.push_back({"v4",
                      true,
                      __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                          __builtin_cpu_supports("avx512dq") &&
                          __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512cd"),
                      {&v4::double_kernel, &v4::single_kernel}});
#endif
#ifdef BGSIM_HAS_V3
    levels.push_back({"v3",
                      true,
                      __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                          __builtin_cpu_supports("bmi2"),
                      {&v3::double_kernel, &v3::single_kernel}});
#endif
#ifdef BGSIM_HAS_V2
    levels.push_back({"v2",
                      true,
                      bool(__builtin_cpu_supports("sse4.2")),
                      {&v2::double_kernel, &v2::single_kernel}});
#endif
    return levels;
}

}  // namespace

std::vector<std::string> isa_levels() {
    std::vector<std::string> names;
    for (const Level& level : all_levels()) {
        if (level.usable) names.emplace_back(level.name);
    }
    return names;
}

std::string choose_isa(std::string_view wanted) {
    const auto available = isa_levels();
    if (available.empty()) {
        throw InputError("this processor is older than x86-64-v2, for which bgsim was built",
                         ExitCode::usage);
    }
    if (wanted == "auto") return available.front();
    if (std::ranges::find(available, wanted) != available.end()) return std::string(wanted);
    std::string choices = "auto";
    for (const auto& level : available) choices += ", " + level;
    throw InputError(
        fmt::format("instruction set '{}' cannot be used here; use one of: {}", wanted, choices),
        ExitCode::usage);
}

template <typename Real>
BlockKernel<Real> find_kernel(const KernelChoice& choice, std::string_view isa) {
    for (const Level& level : all_levels()) {
        if (level.name != isa) continue;
        BlockKernel<Real> kernel = nullptr;
        if constexpr (std::is_same_v<Real, double>) {
            kernel = level.table.double_(choice);
        } else {
            kernel = level.table.single(choice);
        }
        BGSIM_EXPECT(kernel != nullptr);
        return kernel;
    }
    throw InternalError(fmt::format("no kernels for instruction set '{}'", isa));
}

template BlockKernel<double> find_kernel<double>(const KernelChoice&, std::string_view);
template BlockKernel<float> find_kernel<float>(const KernelChoice&, std::string_view);

}  // namespace bgsim::model
