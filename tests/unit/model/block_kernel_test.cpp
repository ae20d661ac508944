/// What the design promises of a block bit for bit, for all models and instruction sets.
#include "model/block_kernel.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <span>

#include "bgsim/error.hpp"
#include "support/varied_block.hpp"

namespace bgsim::test {
namespace {

using testing::Each;

/// Steps in which some cells fire, but not many: Hodgkin-Huxley cells are slow.
int steps_of(const config::Specification& specification) {
    return specification.populations[0].model.starts_with("hh_") ? 40 : 200;
}

template <typename Real>
struct BlockRun {
    int n_steps;
    engine::PopulationStore<Real> store;
    std::vector<Real> current;
    std::vector<std::uint8_t> fired;

    BlockRun(const config::Specification& specification, const std::string& isa)
        : n_steps(steps_of(specification)),
          store(specification, 0, {0}, n_steps, isa),
          current(fill_input(store, specification.populations[0].ports.size(), 0, n_steps)),
          fired(static_cast<std::size_t>(n_steps) * block_size) {}

    model::BlockOutcome advance() { return advance(0, n_steps); }

    model::BlockOutcome advance(int from, int to) {
        return store.advance(0, from, to, current.data(), fired.data());
    }
    std::vector<Real> rows() {
        const Real* first = store.row(0, 0);
        return {first, first + store.layout().n_rows() * block_size};
    }
};

/// Whether two blocks hold the same bits, not a number included.
template <typename Real>
bool same_bits(const std::vector<Real>& a, const std::vector<Real>& b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(Real)) == 0;
}

template <typename Real>
class BlockKernelTest : public testing::Test {
protected:
    /// Call `check(specification, isa)` for each model, with all kinds of ports, on each
    /// instruction set; the exact solver is another one where all ports are currents.
    template <typename Check>
    static void for_each_kernel(Check check) {
        for (const auto& isa : model::isa_levels()) {
            for (const auto& model : model::catalogue()) {
                for (const auto solver : solvers_of(model)) {
                    SCOPED_TRACE(model.name + " " + isa);
                    check(varied_specification(model.name, solver, PortMix::every), isa);
                    if (solver != config::Solver::exact) continue;
                    check(varied_specification(model.name, solver, PortMix::currents), isa);
                }
            }
        }
    }
};

using Scalars = testing::Types<double, float>;
TYPED_TEST_SUITE(BlockKernelTest, Scalars);

TYPED_TEST(BlockKernelTest, AnIntervalInPiecesIsTheSameAsInOneGo) {
    this->for_each_kernel([](const config::Specification& s, const std::string& isa) {
        BlockRun<TypeParam> whole(s, isa);
        BlockRun<TypeParam> pieces(s, isa);
        whole.advance();
        pieces.advance(0, 2);
        pieces.advance(2, 5);
        pieces.advance(5, pieces.n_steps);
        EXPECT_TRUE(same_bits(whole.rows(), pieces.rows()));
        EXPECT_EQ(whole.fired, pieces.fired);
        EXPECT_GT(std::ranges::count(whole.fired, 0), 0);
        EXPECT_LT(std::ranges::count(whole.fired, 0), whole.n_steps * int{block_size});
    });
}

TYPED_TEST(BlockKernelTest, ACellDoesNotFeelItsPlaceInTheBlock) {
    this->for_each_kernel([](const config::Specification& s, const std::string& isa) {
        BlockRun<TypeParam> straight(s, isa);
        BlockRun<TypeParam> reversed(s, isa);
        const auto reverse_lanes = [](auto* row) { std::reverse(row, row + block_size); };
        const auto reverse_all = [&](BlockRun<TypeParam>& run) {
            for (std::size_t r = 0; r != run.store.layout().n_rows(); ++r) {
                reverse_lanes(run.store.row(0, r));
            }
            for (std::size_t step = 0; step != static_cast<std::size_t>(run.n_steps); ++step) {
                reverse_lanes(run.current.data() + step * block_size);
                reverse_lanes(run.fired.data() + step * block_size);
                for (std::uint32_t p = 0; p != s.populations[0].ports.size(); ++p) {
                    reverse_lanes(run.store.input(p, static_cast<int>(step)));
                }
            }
        };
        reverse_all(reversed);
        straight.advance();
        reversed.advance();
        reverse_all(reversed);
        EXPECT_TRUE(same_bits(straight.rows(), reversed.rows()));
        EXPECT_EQ(straight.fired, reversed.fired);
    });
}

TYPED_TEST(BlockKernelTest, InputIsZeroAfterUseAndUntouchedBeforeIt) {
    this->for_each_kernel([](const config::Specification& s, const std::string& isa) {
        BlockRun<TypeParam> run(s, isa);
        run.advance(0, 15);
        for (std::uint32_t p = 0; p != s.populations[0].ports.size(); ++p) {
            for (int step = 0; step != run.n_steps; ++step) {
                const std::span lanes(run.store.input(p, step), block_size);
                if (step < 15) {
                    EXPECT_THAT(lanes, Each(TypeParam(0)));
                    continue;
                }
                for (NeuronIndex lane = 0; lane != block_size; ++lane) {
                    ASSERT_EQ(lanes[lane], static_cast<TypeParam>(arriving(p, step, lane)));
                }
            }
        }
    });
}

TYPED_TEST(BlockKernelTest, NotANumberIsReportedAndStaysInItsLane) {
    this->for_each_kernel([](const config::Specification& s, const std::string& isa) {
        constexpr int steps = 10;
        BlockRun<TypeParam> healthy(s, isa);
        EXPECT_TRUE(healthy.advance(0, steps).is_finite);
        for (std::size_t row = 0; row != healthy.store.layout().n_state; ++row) {
            BlockRun<TypeParam> faulty(s, isa);
            faulty.store.row(0, row)[77] = std::numeric_limits<TypeParam>::quiet_NaN();
            EXPECT_FALSE(faulty.advance(0, steps).is_finite);
            for (NeuronIndex lane = 0; lane != block_size; ++lane) {
                if (lane == 77) {
                    EXPECT_TRUE(std::isnan(faulty.store.row(0, 0)[lane]));
                } else {
                    EXPECT_EQ(faulty.store.row(0, 0)[lane], healthy.store.row(0, 0)[lane]);
                }
            }
        }
    });
}

TYPED_TEST(BlockKernelTest, SaysWhetherACellHasFired) {
    this->for_each_kernel([](const config::Specification& s, const std::string& isa) {
        BlockRun<TypeParam> run(s, isa);
        bool quiet = false;
        bool busy = false;
        for (int step = 0; step != run.n_steps; ++step) {
            const bool says = run.advance(step, step + 1).has_fired;
            const std::span row(run.fired.data() + static_cast<std::size_t>(step) * block_size,
                                block_size);
            ASSERT_EQ(says, std::ranges::any_of(row, [](std::uint8_t f) { return f != 0; }));
            (says ? busy : quiet) = true;
        }
        EXPECT_TRUE(busy);
        EXPECT_TRUE(quiet);
    });
}

TYPED_TEST(BlockKernelTest, NoCurrentIsTheSameAsACurrentOfZero) {
    this->for_each_kernel([](const config::Specification& s, const std::string& isa) {
        BlockRun<TypeParam> none(s, isa);
        BlockRun<TypeParam> zero(s, isa);
        std::ranges::fill(zero.current, TypeParam(0));
        none.store.advance(0, 0, none.n_steps, nullptr, none.fired.data());
        zero.advance();
        EXPECT_TRUE(same_bits(none.rows(), zero.rows()));
    });
}

TEST(RefractoryTimeTest, HoldsTheMembraneForAsManyStepsAsItLasts) {
    constexpr int n_steps = 200;
    for (const auto& isa : model::isa_levels()) {
        auto s = varied_specification("lif", config::Solver::rk4, PortMix::simple);
        for (const auto& [t_ref, steps] :
             {std::pair{0.0, 0}, {0.1, 1}, {1.94, 19}, {1e300, n_steps}}) {
            s.populations[0].parameters.back().value = {.first = t_ref};  // t_ref
            s.populations[0].initial[0].value = {.first = 0.0};           // all fire at once
            BlockRun<double> run(s, isa);
            run.advance(0, 1);
            const double V_reset = run.store.row(0, 0)[9];
            EXPECT_NE(run.fired[9], 0);
            int held = 0;
            while (held + 1 != n_steps && run.store.row(0, 0)[9] == V_reset) {
                run.advance(held + 1, held + 2);
                ++held;
            }
            EXPECT_EQ(held - 1, std::min(steps, n_steps - 2)) << t_ref << " ms " << isa;
        }
    }
}

TEST(InstructionSetTest, AnUnknownOneIsRefusedWithTheOnesToChooseFrom) {
    EXPECT_EQ(model::choose_isa("auto"), model::isa_levels().front());
    for (const auto& isa : model::isa_levels()) EXPECT_EQ(model::choose_isa(isa), isa);
    try {
        model::choose_isa("v9");
        FAIL();
    } catch (const InputError& error) {
        EXPECT_THAT(error.what(), testing::HasSubstr("'v9' cannot be used here; use one of: auto"));
        EXPECT_THAT(error.what(), testing::EndsWith("v2"));
        EXPECT_EQ(error.code(), ExitCode::usage);
    }
}

}  // namespace
}  // namespace bgsim::test
