#include "network/rows.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>

#include "bgsim/error.hpp"
#include "bgsim/random.hpp"
#include "network/drawn_row.hpp"
#include "network/edge_batch.hpp"
#include "network/edge_values.hpp"
#include "network/expected_pairs.hpp"
#include "network/row_order.hpp"

namespace bgsim::network {
namespace {

/// Call `use` for each array that the projection has a number in for each synapse.
template <typename Use>
void for_each_array(Rows& rows, const config::Projection& projection, const Use& use) {
    const Step spread = rows.max_delay - rows.min_delay;
    use(rows.targets);
    if (!projection.weight.is_constant()) use(rows.weights);
    if (spread > 0xff) {
        use(rows.wide_delays);
    } else if (spread > 0) {
        use(rows.narrow_delays);
    }
}

/// Rows of a rule that draws by source: each synapse is written once, where it stays.
class RowsBySource {
public:
    RowsBySource(Rows& rows,
                 const EdgeRequest& request,
                 const config::Specification& specification,
                 const config::Projection& projection)
        : rows_(rows),
          n_sources_(request.n_sources),
          is_narrow_(rows.max_delay - rows.min_delay <= 0xff),
          row_(specification, projection),
          generator_(request, {&row_}) {
        // Six standard deviations of what may be drawn above the expected number.
        const double share = static_cast<double>(request.blocks.size()) * block_size /
                             static_cast<double>(request.n_targets);
        const double expected = expected_synapses(specification, projection) * std::min(share, 1.0);
        const auto room = static_cast<std::size_t>(expected + 6.0 * std::sqrt(expected) + 64.0);
        for_each_array(rows_, projection, [room](auto& array) { array.reserve(room); });
    }

    void build() {
        std::vector<std::uint32_t> lengths(n_sources_);
        for (NeuronIndex source = 0; source != n_sources_; ++source) {
            row_.clear();
            generator_.row(source);
            row_.finish();
            append();
            lengths[source] = static_cast<std::uint32_t>(row_.targets().size());
        }
        rows_.index = RowIndex(lengths);
    }

private:
    void append() {
        const auto order = order_.of(row_.targets(), row_.delays());
        append(rows_.targets, row_.targets(), order);
        append(rows_.weights, row_.weights(), order);
        if (is_narrow_) {
            append(rows_.narrow_delays, row_.delays(), order);
        } else {
            append(rows_.wide_delays, row_.delays(), order);
        }
    }

    template <typename To, typename From>
    static void append(std::vector<To>& to,
                       std::span<const From> from,
                       std::span<const std::uint32_t> order) {
        if (from.empty()) return;
        const std::size_t first = to.size();
        to.resize(first + from.size());
        To* const out = to.data() + first;
        if (order.empty()) {
            for (std::size_t i = 0; i != from.size(); ++i) out[i] = static_cast<To>(from[i]);
        } else {
            for (std::size_t i = 0; i != from.size(); ++i) out[i] = static_cast<To>(from[order[i]]);
        }
    }

    Rows& rows_;
    NeuronIndex n_sources_;
    bool is_narrow_;
    DrawnRow row_;
    RowOrder order_;
    EdgeGenerator<AddToRow> generator_;
};

std::vector<std::uint32_t> row_lengths(const EdgeRequest& request) {
    constexpr NeuronIndex in_the_cache = 1U << 17U;
    std::vector<std::uint32_t> lengths(request.n_sources, 0);
    if (request.n_sources <= in_the_cache) {
        for_each_edge(
            request, [&](NeuronIndex source, std::uint32_t, const EdgeKey&) { ++lengths[source]; });
        return lengths;
    }
    EdgeBatch batch(request.n_sources, EdgeBatch::capacity);
    const auto count = [&](std::span<const EdgeBatch::Edge> edges) {
        for (const EdgeBatch::Edge& edge : edges) ++lengths[edge.source];
    };
    for_each_edge(request, [&](NeuronIndex source, std::uint32_t target, const EdgeKey&) {
        batch.add({.source = source, .target = target}, count);
    });
    batch.flush(count);
    return lengths;
}

/// Rows of a rule that draws by target, or without order: their lengths are counted first, and
/// edges then go to their places in batches.
class RowsInBatches {
public:
    RowsInBatches(Rows& rows,
                  const EdgeRequest& request,
                  const config::Specification& specification,
                  const config::Projection& projection)
        : rows_(rows), request_(request), values_(specification, projection) {
        rows_.index = RowIndex(row_lengths(request));
        const std::uint64_t n = rows_.index.total();
        for_each_array(rows_, projection, [n](auto& array) { array.resize(n); });
    }

    void build() {
        std::vector<std::uint32_t> used(request_.n_sources, 0);
        const auto write = [&](std::span<const EdgeBatch::Edge> edges) { place(edges, used); };
        EdgeBatch batch(request_.n_sources, rows_.index.total());
        for_each_edge(request_, [&](NeuronIndex source, std::uint32_t target, const EdgeKey& key) {
            batch.add({.source = source,
                       .target = target,
                       .weight_word = values_.draws_weights() ? values_.weight_word(key) : 0,
                       .delay_word = values_.draws_delays() ? values_.delay_word(key) : 0},
                      write);
        });
        batch.flush(write);
        sort();
    }

private:
    static constexpr std::size_t at_once = 512;

    void place(std::span<const EdgeBatch::Edge> edges, std::vector<std::uint32_t>& used) {
        for (std::size_t first = 0; first < edges.size(); first += at_once) {
            const auto part = edges.subspan(first, std::min(at_once, edges.size() - first));
            for (std::size_t i = 0; i != part.size(); ++i) {
                const NeuronIndex source = part[i].source;
                places_[i] = rows_.index.begin_of(source) + used[source]++;
                prefetch(places_[i]);
            }
            for (std::size_t i = 0; i != part.size(); ++i) {
                rows_.targets[places_[i]] = part[i].target;
            }
            place_values(part);
        }
    }

    /// What is written soon: places of neighbouring edges have nothing to do with each other.
    void prefetch(std::uint64_t place) const {
        __builtin_prefetch(rows_.targets.data() + place, 1);
        if (!rows_.weights.empty()) __builtin_prefetch(rows_.weights.data() + place, 1);
        if (!rows_.narrow_delays.empty()) __builtin_prefetch(rows_.narrow_delays.data() + place, 1);
        if (!rows_.wide_delays.empty()) __builtin_prefetch(rows_.wide_delays.data() + place, 1);
    }

    void place_values(std::span<const EdgeBatch::Edge> part) {
        const std::span<const std::uint32_t> words(words_.data(), part.size());
        if (values_.draws_weights()) {
            for (std::size_t i = 0; i != part.size(); ++i) words_[i] = part[i].weight_word;
            values_.weights_of(words,
                               [&](std::size_t i, float w) { rows_.weights[places_[i]] = w; });
        }
        if (!values_.draws_delays()) return;
        for (std::size_t i = 0; i != part.size(); ++i) words_[i] = part[i].delay_word;
        values_.delays_of(words, [&](std::size_t i, std::uint32_t d) {
            if (rows_.narrow_delays.empty()) {
                rows_.wide_delays[places_[i]] = static_cast<std::uint16_t>(d);
            } else {
                rows_.narrow_delays[places_[i]] = static_cast<std::uint8_t>(d);
            }
        });
    }

    void sort() {
        for (NeuronIndex r = 0; r != rows_.index.n_rows(); ++r) {
            const std::uint64_t begin = rows_.index.begin_of(r);
            const std::size_t n = rows_.index.end_of(r) - begin;
            const std::span<const std::uint32_t> targets(rows_.targets.data() + begin, n);
            const auto order = order_.of(targets, delays_of_row(begin, n));
            if (order.empty()) continue;
            reorder(rows_.targets, begin, order);
            reorder(rows_.weights, begin, order);
            reorder(rows_.narrow_delays, begin, order);
            reorder(rows_.wide_delays, begin, order);
        }
    }

    std::span<const std::uint32_t> delays_of_row(std::uint64_t begin, std::size_t n) {
        if (!rows_.has_delays()) return {};
        delays_.resize(n);
        for (std::size_t i = 0; i != n; ++i) {
            delays_[i] = rows_.narrow_delays.empty() ? rows_.wide_delays[begin + i]
                                                     : rows_.narrow_delays[begin + i];
        }
        return delays_;
    }

    template <typename T>
    void reorder(std::vector<T>& values,
                 std::uint64_t begin,
                 std::span<const std::uint32_t> order) {
        if (values.empty()) return;
        scratch_.resize(order.size() * sizeof(T));
        T* const row = values.data() + begin;
        std::memcpy(scratch_.data(), row, scratch_.size());
        const auto* const before = reinterpret_cast<const T*>(scratch_.data());
        for (std::size_t i = 0; i != order.size(); ++i) row[i] = before[order[i]];
    }

    Rows& rows_;
    EdgeRequest request_;
    EdgeValues values_;
    RowOrder order_;
    std::array<std::uint64_t, at_once> places_{};
    std::array<std::uint32_t, at_once> words_{};
    std::vector<std::uint32_t> delays_;
    std::vector<std::byte> scratch_;
};

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
    BGSIM_EXPECT(rows.max_delay - rows.min_delay <= 0xffff);
    if (suits_rows(request)) {
        RowsBySource(rows, request, specification, projection).build();
    } else {
        RowsInBatches(rows, request, specification, projection).build();
    }
    return rows;
}

}  // namespace bgsim::network
