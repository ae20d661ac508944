#include "report/run_details.hpp"

#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <vector>

#include "analysis/analysis_text.hpp"
#include "analysis/estimate.hpp"
#include "analysis/verdict.hpp"
#include "core/readable.hpp"
#include "figure/page_svg.hpp"

namespace bgsim::report {
namespace {

using analysis::RateRow;
using figure::escaped;
using simulation::RunCost;
using Range = analysis::PublishedTarget::Range;

/// Small rates keep three digits.
std::string number(double value) {
    return std::abs(value) < 1.0 ? fmt::format("{:.3g}", value) : fmt::format("{:.2f}", value);
}

/// Values of one measure in the runs of a group that have it.
class Spread {
public:
    void add(std::optional<double> value) {
        if (value) values_.push_back(*value);
    }
    std::optional<double> mean() const {
        if (values_.empty()) return std::nullopt;
        return analysis::estimate(values_).mean;
    }
    std::string text() const {
        if (values_.empty()) return "-";
        const auto estimate = analysis::estimate(values_);
        const std::string mean = number(estimate.mean);
        return estimate.n == 1 ? mean : mean + " &plusmn; " + number(estimate.sd);
    }

private:
    std::vector<double> values_;
};

std::string text_of(const std::optional<Range>& range) {
    if (!range) return "";
    const auto [low, high] = *range;
    return low == high ? fmt::format("{:g}", low) : fmt::format("{:g} to {:g}", low, high);
}

/// A mark that is told by its form, too: not all see its colour.
std::string verdict(const std::optional<double>& value,
                    const std::optional<Range>& range,
                    double tolerance) {
    if (!value || !range) return "";
    const bool met = analysis::is_in(analysis::accepted(*range, tolerance), *value);
    return fmt::format("<span class=\"{}\">{} {}</span>", met ? "good" : "bad",
                       met ? "&#10003;" : "&#10007;", escaped(analysis::comparison(value, range)));
}

const RateRow* row_named(const Run& run, const std::string& name) {
    for (const RateRow& row : run.rates) {
        if (row.simulated.name == name) return &row;
    }
    return nullptr;
}

std::string cell(const std::string& content) { return "<td>" + content + "</td>"; }

/// Of what a group has published values.
struct Published {
    bool rates = false;
    bool cvs = false;
};

std::string rate_line(const Group& group, const RateRow& first, const Published& published) {
    Spread rate;
    Spread sd;
    Spread cv;
    Spread silent;
    for (const Run& run : group.runs) {
        const RateRow* row = row_named(run, first.simulated.name);
        if (row == nullptr) continue;
        rate.add(row->simulated.mean_rate_hz);
        sd.add(row->simulated.sd_rate_hz);
        cv.add(row->simulated.mean_cv);
        silent.add(100.0 * row->simulated.silent_share);
    }
    const auto target = [&](auto member) {
        return first.published ? (*first.published).*member : std::optional<Range>();
    };
    const auto tolerance = [&](double analysis::PublishedTarget::*member) {
        return first.published ? (*first.published).*member : 0.0;
    };
    const auto rate_range = target(&analysis::PublishedTarget::rate_hz);
    const auto cv_range = target(&analysis::PublishedTarget::cv);
    std::string line = "<tr>" + cell(escaped(first.simulated.name)) + cell(rate.text());
    if (published.rates)
        line += cell(text_of(rate_range)) +
                cell(verdict(rate.mean(), rate_range,
                             tolerance(&analysis::PublishedTarget::rate_tolerance_hz)));
    line += cell(cv.text());
    if (published.cvs)
        line +=
            cell(text_of(cv_range)) +
            cell(verdict(cv.mean(), cv_range, tolerance(&analysis::PublishedTarget::cv_tolerance)));
    return line + cell(sd.text()) + cell(silent.text() + " %") +
           cell(fmt::format("{}", first.simulated.n_cells)) + "</tr>";
}

std::string header(const std::vector<std::string>& titles) {
    std::string line = "<tr>";
    for (const auto& title : titles) line += "<th>" + title + "</th>";
    return line + "</tr>";
}

std::string table(const std::string& head, const std::string& body) {
    return "<div class=\"table\"><table><thead>" + head + "</thead><tbody>" + body +
           "</tbody></table></div>";
}

std::string folded(const std::string& title, const std::string& content) {
    return fmt::format("<details><summary>{}</summary><pre>{}</pre></details>", title,
                       escaped(content));
}

/// One line of facts, with a column for each run.
template <typename Fact>
std::string fact_line(const Group& group, const std::string& title, Fact&& fact) {
    std::string line = "<tr><td>" + title + "</td>";
    for (const Run& run : group.runs) line += cell(escaped(fact(run)));
    return line + "</tr>";
}

std::string layout_of(const Run& run) {
    return fmt::format("{} rank(s) of {} thread(s), {}", run.about("ranks"), run.about("threads"),
                       run.about("isa"));
}

template <typename Text>
std::string of_cost(const Run& run, Text&& text) {
    return run.cost ? text(*run.cost) : "-";
}

std::string cost_lines(const Group& group) {
    std::string lines =
        fact_line(group, "synapses",
                  [](const Run& run) {
                      return of_cost(run, [](const RunCost& cost) {
                          return core::readable_count(static_cast<double>(cost.synapses));
                      });
                  }) +
        fact_line(group, "real-time factor",
                  [](const Run& run) {
                      return of_cost(run, [](const RunCost& cost) {
                          return fmt::format("{:.3g}", cost.real_time_factor);
                      });
                  }) +
        fact_line(group, "peak memory", [](const Run& run) {
            return of_cost(run, [](const RunCost& cost) {
                return core::readable_bytes(cost.peak_memory_bytes);
            });
        });
    if (!group.first().cost) return lines;
    for (std::size_t i = 0; i != group.first().cost->phases_s.size(); ++i) {
        lines +=
            fact_line(group, group.first().cost->phases_s[i].first + " [s]", [i](const Run& run) {
                return of_cost(run, [i](const RunCost& cost) {
                    return i < cost.phases_s.size() ? fmt::format("{:.3f}", cost.phases_s[i].second)
                                                    : std::string("-");
                });
            });
    }
    return lines;
}

/// Where the published values come from.
std::string sources(const Run& run) {
    std::string text;
    for (const RateRow& row : run.rates) {
        if (!row.published || row.published->source.empty()) continue;
        text += fmt::format("<p><b>{}</b>: {}</p>", escaped(row.simulated.name),
                            escaped(row.published->source));
    }
    if (text.empty()) return "";
    return "<details><summary>where the published values come from</summary>" + text + "</details>";
}

}  // namespace

std::string rate_table(const Group& group) {
    Published published;
    for (const RateRow& row : group.first().rates) {
        published.rates |= row.published && row.published->rate_hz;
        published.cvs |= row.published && row.published->cv;
    }
    std::vector<std::string> titles = {"population", "rate [Hz]"};
    if (published.rates) titles.insert(titles.end(), {"published", "met"});
    titles.emplace_back("CV");
    if (published.cvs) titles.insert(titles.end(), {"published", "met"});
    titles.insert(titles.end(), {"SD over cells [Hz]", "silent", "cells"});
    std::string lines;
    for (const RateRow& row : group.first().rates) lines += rate_line(group, row, published);
    return table(header(titles), lines) + sources(group.first());
}

std::string run_table(const Group& group) {
    std::vector<std::string> titles = {"seed"};
    for (const Run& run : group.runs) titles.push_back(escaped(run.about("seed")));
    const std::string lines =
        fact_line(group, "file", [](const Run& run) { return run.file; }) +
        fact_line(group, "date", [](const Run& run) { return run.about("date"); }) +
        fact_line(group, "host", [](const Run& run) { return run.about("host"); }) +
        fact_line(group, "layout", layout_of) +
        fact_line(
            group, "bgsim",
            [](const Run& run) { return run.about("version") + ", " + run.about("commit"); }) +
        fact_line(group, "spike digest",
                  [](const Run& run) {
                      return of_cost(run, [](const RunCost& cost) { return cost.spike_digest; });
                  }) +
        cost_lines(group);
    return table(header(titles), lines);
}

std::string measures(const Group& group) {
    return folded(
        "regularity, bursts, synchrony, rhythms, coherence (docs/analysis.md defines them)",
        analysis::analysis_text(group.first().analysis));
}

std::string configuration(const Group& group) {
    return folded("resolved configuration; it can be run as it is",
                  group.first().about("configuration"));
}

}  // namespace bgsim::report
