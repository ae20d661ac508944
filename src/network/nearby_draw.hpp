/// Drawing sources with probabilities that fall with their distance.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "bgsim/random.hpp"
#include "core/random_sequence.hpp"
#include "network/distance.hpp"

namespace bgsim::network {

/// k cells of a grid, each drawn with a probability proportional to the kernel: one after the other
/// among those not drawn yet, or each among all (multapses).
///
/// The grid is cut into pieces of a row. A piece is chosen by its size times the highest value of
/// the kernel in it, a cell of it evenly, and kept with the ratio of its own value to the highest:
/// far pieces are hardly ever looked at, and no piece is in vain more often than its cells are
/// many. If nearly all that is likely is taken already, the rest is drawn by exponential races
/// (Efraimidis & Spirakis 2006, doi:10.1016/j.ipl.2005.11.003), which give the same distribution.
class NearbyDraw {
public:
    NearbyDraw(const config::Grid& grid, const Kernel& kernel, std::uint64_t k, bool multapses)
        : grid_(grid),
          kernel_(kernel),
          multapses_(multapses),
          n_cells_(grid.columns * grid.rows),
          taken_(n_cells_, false),
          drawn_(k) {
        for (NeuronIndex row = 0; row != grid.rows; ++row) {
            for (NeuronIndex left = 0; left < grid.columns; left += piece_length) {
                const NeuronIndex right = std::min(left + piece_length, grid.columns);
                pieces_.push_back({row, left, right - left});
            }
        }
        log_highest_.resize(pieces_.size());
        cumulative_.resize(pieces_.size());
    }

    /// Of a cell at `place`; `excluded` (if >= 0) is never drawn.
    std::span<const NeuronIndex> draw(core::RandomSequence& random,
                                      Place place,
                                      std::int64_t excluded) {
        place_ = place;
        if (excluded >= 0) taken_[static_cast<std::size_t>(excluded)] = true;
        weigh_pieces();
        std::size_t n = 0;
        // As many attempts as cost about as much as a race.
        std::uint64_t attempts = attempts_per_cell * drawn_.size() + n_cells_;
        for (; n != drawn_.size() && attempts != 0; --attempts) {
            const auto cell = attempt(random);
            if (cell && !taken_[*cell]) keep(n++, *cell);
        }
        while (n != drawn_.size()) n += race(random, n);
        if (!multapses_) {
            for (const NeuronIndex cell : drawn_) taken_[cell] = false;
        }
        if (excluded >= 0) taken_[static_cast<std::size_t>(excluded)] = false;
        return drawn_;
    }

private:
    static constexpr NeuronIndex piece_length = 64;
    static constexpr std::uint64_t attempts_per_cell = 64;

    struct Piece {
        NeuronIndex row = 0;
        NeuronIndex left = 0;
        NeuronIndex size = 0;
    };

    void keep(std::size_t at, NeuronIndex cell) {
        drawn_[at] = cell;
        if (!multapses_) taken_[cell] = true;
    }

    /// The highest value in a piece is that of its nearest cell.
    double log_highest(const Piece& piece) const {
        const auto columns = static_cast<double>(grid_.columns);
        const NeuronIndex last = piece.left + piece.size - 1;
        const double nearest =
            std::clamp(std::round(place_.x * columns - 0.5), static_cast<double>(piece.left),
                       static_cast<double>(last));
        double dx = kernel_.along(place_.x, (nearest + 0.5) / columns);
        // Around the end of a periodic grid one of the outer cells is nearer.
        dx = std::min({dx, kernel_.along(place_.x, centre(piece.left, grid_.columns)),
                       kernel_.along(place_.x, centre(last, grid_.columns))});
        const double dy = kernel_.along(place_.y, centre(piece.row, grid_.rows));
        return kernel_.log_at(dx * dx + dy * dy);
    }

    void weigh_pieces() {
        for (std::size_t p = 0; p != pieces_.size(); ++p) log_highest_[p] = log_highest(pieces_[p]);
        log_top_ = *std::ranges::max_element(log_highest_);
        constexpr double log_never = -45.0;  // below the resolution of the uniform number
        double total = 0.0;
        for (std::size_t p = 0; p != pieces_.size(); ++p) {
            const double log_weight = log_highest_[p] - log_top_;
            if (log_weight > log_never) total += pieces_[p].size * std::exp(log_weight);
            cumulative_[p] = total;
        }
    }

    /// A cell with a probability proportional to the kernel, or nothing.
    std::optional<NeuronIndex> attempt(core::RandomSequence& random) const {
        const std::uint32_t low = random.next();
        const double at = open_uniform(low, random.next()) * cumulative_.back();
        // Rounding may give the end itself.
        const auto p = std::min(static_cast<std::size_t>(std::ranges::upper_bound(cumulative_, at) -
                                                         cumulative_.begin()),
                                pieces_.size() - 1);
        const Piece& piece = pieces_[p];
        const NeuronIndex cell = piece.row * grid_.columns + piece.left + random.below(piece.size);
        const double log_ratio =
            kernel_.log_between(place_, place_of(grid_, cell)) - log_highest_[p];
        if (std::log(open_uniform(random.next())) >= log_ratio) return std::nullopt;
        return cell;
    }

    /// Draw the rest, from place `n` on, or only the next with multapses; return how many.
    std::size_t race(core::RandomSequence& random, std::size_t n) {
        arrivals_.clear();
        for (NeuronIndex cell = 0; cell != n_cells_; ++cell) {
            const std::uint32_t low = random.next();
            const double uniform = open_uniform(low, random.next());
            if (taken_[cell]) continue;
            const double log_rate = kernel_.log_between(place_, place_of(grid_, cell));
            arrivals_.emplace_back(std::log(-std::log(uniform)) - log_rate, cell);
        }
        const std::size_t n_winners = multapses_ ? 1 : drawn_.size() - n;
        std::ranges::partial_sort(arrivals_,
                                  arrivals_.begin() + static_cast<std::ptrdiff_t>(n_winners));
        for (std::size_t i = 0; i != n_winners; ++i) keep(n + i, arrivals_[i].second);
        return n_winners;
    }

    config::Grid grid_;
    Kernel kernel_;
    bool multapses_;
    NeuronIndex n_cells_;
    std::vector<bool> taken_;
    std::vector<NeuronIndex> drawn_;
    std::vector<Piece> pieces_;
    Place place_;
    double log_top_ = 0.0;
    std::vector<double> log_highest_;                       // [pieces]
    std::vector<double> cumulative_;                        // [pieces] of size times highest
    std::vector<std::pair<double, NeuronIndex>> arrivals_;  // of the cells of a race
};

}  // namespace bgsim::network
