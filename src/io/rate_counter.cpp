#include "io/rate_counter.hpp"

#include <algorithm>

#include "bgsim/error.hpp"

namespace bgsim::io {

void RateCounter::add(std::size_t series, Step step) {
    const auto bin = static_cast<std::uint64_t>(std::max<Step>(step - 1 - start_, 0) / width_);
    BGSIM_EXPECT(series < counts_.size() && bin >= first_bin_);
    auto& bins = counts_[series];
    if (bin - first_bin_ >= bins.size()) bins.resize(bin - first_bin_ + 1, 0);
    ++bins[bin - first_bin_];
}

std::uint64_t RateCounter::bytes() const {
    std::uint64_t n = 0;
    for (const auto& bins : counts_) n += bins.size();
    return n * sizeof(std::uint64_t);
}

std::vector<std::uint64_t> RateCounter::take(std::uint64_t end_bin) {
    const std::uint64_t n_bins = end_bin - first_bin_;
    std::vector<std::uint64_t> taken;
    for (auto& bins : counts_) {
        const auto n = static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(n_bins, bins.size()));
        taken.insert(taken.end(), bins.begin(), bins.begin() + n);
        taken.resize(taken.size() + n_bins - static_cast<std::uint64_t>(n), 0);
        bins.erase(bins.begin(), bins.begin() + n);
    }
    first_bin_ = end_bin;
    return taken;
}

std::vector<std::uint64_t> RateCounter::open_bin() const {
    std::vector<std::uint64_t> counts;
    for (const auto& bins : counts_) counts.push_back(bins.empty() ? 0 : bins.front());
    return counts;
}

void RateCounter::continue_in(std::uint64_t bin, std::span<const std::uint64_t> counts) {
    BGSIM_EXPECT(counts.size() == counts_.size());
    first_bin_ = bin;
    for (std::size_t p = 0; p != counts.size(); ++p) counts_[p].assign(1, counts[p]);
}

}  // namespace bgsim::io
