#include "network/rows.hpp"

#include <algorithm>
#include <numeric>

#include "bgsim/error.hpp"
#include "bgsim/random.hpp"
#include "network/edge_batch.hpp"
#include "network/edge_values.hpp"

namespace bgsim::network {
namespace {

/// Sorts the synapses of single rows by delay, those of equal delay by target, and those of equal
/// target as they were drawn.
class RowSorter {
public:
    explicit RowSorter(Rows& rows)
        : rows_(rows), starts_(static_cast<std::size_t>(rows.max_delay - rows.min_delay) + 2) {}

    void sort(std::uint64_t begin, std::uint64_t end) {
        if (end - begin < 2) return;
        sort_by_target(begin, end);
        if (!rows_.narrow_delays.empty()) sort_by_delay(rows_.narrow_delays, begin, end);
        if (!rows_.wide_delays.empty()) sort_by_delay(rows_.wide_delays, begin, end);
    }

private:
    /// Most rules draw in this order already.
    void sort_by_target(std::uint64_t begin, std::uint64_t end) {
        const std::span targets(rows_.targets.data() + begin, rows_.targets.data() + end);
        if (std::ranges::is_sorted(targets)) return;
        order_.resize(targets.size());
        std::iota(order_.begin(), order_.end(), 0U);
        std::ranges::stable_sort(order_, {}, [&](std::uint32_t i) { return targets[i]; });
        apply_order(begin);
    }

    template <typename Delay>
    void sort_by_delay(const std::vector<Delay>& delays, std::uint64_t begin, std::uint64_t end) {
        std::fill(starts_.begin(), starts_.end(), 0U);
        for (std::uint64_t i = begin; i != end; ++i) ++starts_[delays[i] + 1U];
        std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
        order_.resize(end - begin);
        for (std::size_t i = 0; i != order_.size(); ++i) {
            order_[starts_[delays[begin + i]]++] = static_cast<std::uint32_t>(i);
        }
        apply_order(begin);
    }

    void apply_order(std::uint64_t begin) {
        reorder(rows_.targets, begin, targets_);
        reorder(rows_.weights, begin, weights_);
        reorder(rows_.narrow_delays, begin, narrow_delays_);
        reorder(rows_.wide_delays, begin, wide_delays_);
    }

    template <typename T>
    void reorder(std::vector<T>& values, std::uint64_t begin, std::vector<T>& scratch) {
        if (values.empty()) return;
        scratch.resize(order_.size());
        for (std::size_t i = 0; i != order_.size(); ++i) scratch[i] = values[begin + order_[i]];
        std::copy(scratch.begin(), scratch.end(),
                  values.begin() + static_cast<std::ptrdiff_t>(begin));
    }

    Rows& rows_;
    std::vector<std::uint32_t> starts_;
    std::vector<std::uint32_t> order_;
    std::vector<std::uint32_t> targets_;
    std::vector<float> weights_;
    std::vector<std::uint8_t> narrow_delays_;
    std::vector<std::uint16_t> wide_delays_;
};

void sort_rows(Rows& rows) {
    RowSorter sorter(rows);
    for (NeuronIndex r = 0; r != rows.index.n_rows(); ++r) {
        sorter.sort(rows.index.begin_of(r), rows.index.end_of(r));
    }
}

std::vector<std::uint32_t> row_lengths(const EdgeRequest& request) {
    constexpr NeuronIndex in_the_cache = 1U << 17U;
    std::vector<std::uint32_t> lengths(request.n_sources, 0);
    if (request.n_sources <= in_the_cache) {
        for_each_edge(
            request, [&](NeuronIndex source, std::uint32_t, const EdgeKey&) { ++lengths[source]; });
        return lengths;
    }
    EdgeBatch batch(request.n_sources, EdgeBatch::capacity);
    const auto count = [&](const EdgeBatch::Edge& edge) { ++lengths[edge.source]; };
    for_each_edge(request, [&](NeuronIndex source, std::uint32_t target, const EdgeKey&) {
        batch.add({.source = source, .target = target}, count);
    });
    batch.flush(count);
    return lengths;
}

/// Write weight and delay of each edge at its place in the rows, and the target.
void fill(Rows& rows,
          const EdgeRequest& request,
          const config::Specification& specification,
          const config::Projection& projection) {
    EdgeValues values(specification, projection);
    std::vector<std::uint32_t> used(request.n_sources, 0);
    const bool draws_weights = !rows.weights.empty();
    const bool draws_delays = rows.has_delays();
    const auto write = [&](const EdgeBatch::Edge& edge) {
        const std::uint64_t at = rows.index.begin_of(edge.source) + used[edge.source]++;
        rows.targets[at] = edge.target;
        if (draws_weights) rows.weights[at] = edge.weight;
        if (!rows.narrow_delays.empty()) {
            rows.narrow_delays[at] = static_cast<std::uint8_t>(edge.delay);
        } else if (draws_delays) {
            rows.wide_delays[at] = static_cast<std::uint16_t>(edge.delay);
        }
    };
    EdgeBatch batch(request.n_sources, rows.index.total());
    for_each_edge(request, [&](NeuronIndex source, std::uint32_t target, const EdgeKey& key) {
        const float weight = draws_weights ? values.weight(key) : 0.0F;
        const Step delay = draws_delays ? values.delay_above_min(key) : 0;
        batch.add({.source = source,
                   .target = target,
                   .weight = weight,
                   .delay = static_cast<std::uint32_t>(delay)},
                  write);
    });
    batch.flush(write);
}

}  // namespace

RowIndex::RowIndex(const std::vector<std::uint32_t>& lengths)
    : n_rows_(static_cast<NeuronIndex>(lengths.size())),
      base_((lengths.size() >> 8) + 1),
      offset_(lengths.size() + 1) {
    std::uint64_t position = 0;
    for (std::size_t r = 0; r <= lengths.size(); ++r) {
        if ((r & 255U) == 0) base_[r >> 8] = position;
        const std::uint64_t offset = position - base_[r >> 8];
        BGSIM_EXPECT(offset <= 0xffffffffU);
        offset_[r] = static_cast<std::uint32_t>(offset);
        if (r != lengths.size()) position += lengths[r];
    }
}

std::uint64_t RowIndex::bytes() const {
    return base_.size() * sizeof(std::uint64_t) + offset_.size() * sizeof(std::uint32_t);
}

std::uint64_t Rows::bytes() const {
    return index.bytes() + targets.size() * sizeof(std::uint32_t) + weights.size() * sizeof(float) +
           narrow_delays.size() + wide_delays.size() * sizeof(std::uint16_t);
}

EdgeRequest edge_request(const config::Specification& specification,
                         const config::Projection& projection,
                         std::span<const std::uint32_t> blocks) {
    const config::Population& source = specification.populations[projection.source];
    const config::Population& target = specification.populations[projection.target];
    const auto n_channels = [](const config::Population& population) {
        return static_cast<std::uint32_t>(std::max<std::size_t>(1, population.channels.size()));
    };
    return {.rule = projection.rule,
            .partners = stream_key(specification.seed, Purpose::partners, projection.name),
            .n_sources = source.size,
            .n_targets = target.size,
            .same_population = projection.source == projection.target,
            .blocks = blocks,
            .source_channels = n_channels(source),
            .target_channels = n_channels(target),
            .source_grid = source.grid.value_or(config::Grid{}),
            .target_grid = target.grid.value_or(config::Grid{})};
}

Rows build_rows(const config::Specification& specification,
                const config::Projection& projection,
                std::span<const std::uint32_t> blocks) {
    Rows rows;
    rows.min_delay = projection.min_delay;
    rows.max_delay = projection.max_delay;
    rows.weight = static_cast<float>(projection.weight.first);
    if (blocks.empty()) return rows;
    const EdgeRequest request = edge_request(specification, projection, blocks);
    rows.index = RowIndex(row_lengths(request));
    const std::uint64_t n = rows.index.total();
    rows.targets.resize(n);
    if (!projection.weight.is_constant()) rows.weights.resize(n);
    const Step spread = rows.max_delay - rows.min_delay;
    BGSIM_EXPECT(spread <= 0xffff);
    if (spread > 0xff) {
        rows.wide_delays.resize(n);
    } else if (spread > 0) {
        rows.narrow_delays.resize(n);
    }
    fill(rows, request, specification, projection);
    sort_rows(rows);
    return rows;
}

}  // namespace bgsim::network
