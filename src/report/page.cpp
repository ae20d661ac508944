#include "report/page.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <fstream>
#include <sstream>

#include "core/build_info.hpp"
#include "core/readable.hpp"
#include "figure/gnuplot.hpp"
#include "figure/page_svg.hpp"
#include "figure/palette.hpp"
#include "report/diagram.hpp"
#include "report/pictures.hpp"
#include "report/run_details.hpp"
#include "report/style.hpp"

namespace bgsim::report {
namespace {

namespace fs = std::filesystem;
using figure::escaped;

std::string content_of(const fs::path& file) {
    std::ifstream stream(file);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

/// Names may be longer than a line of a phone: break them after an underscore.
std::string may_break(const std::string& title) {
    std::string text;
    for (const char c : title) {
        text += c;
        if (c == '_') text += "<wbr>";
    }
    return text;
}

/// The dashes and marks of gnuplot's svg, in the order of the runs.
constexpr std::array dashes = {"", "5,4", "2,3", "8,3,2,3", "8,3,2,3,2,3"};
constexpr std::array marks = {"&#9679;", "&#9632;", "&#9650;", "&#9670;", "&#9675;"};

class Page {
public:
    Page(const Scene& scene, const fs::path& folder) : scene_(scene), folder_(folder) {}

    std::string html() const {
        return head() + heading() + legend() + rates() + networks() + activity() + responses() +
               membranes() + spectra() + coherence() + distributions() + details() + foot();
    }

private:
    std::string title() const {
        std::vector<std::string> labels;
        for (const Group& group : scene_.groups) labels.push_back(group.label);
        return escaped(fmt::format("{}", fmt::join(labels, " | ")));
    }

    /// The policy forbids all requests, whatever a name within the results may contain.
    std::string head() const {
        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
               "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
               "style-src 'unsafe-inline'\">"
               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>" +
               title() + "</title>\n<style>" + std::string(style_sheet) +
               "</style></head>\n<body>\n";
    }

    std::string heading() const {
        std::string text = "<header><h1>" + may_break(title()) + "</h1>";
        for (std::size_t g = 0; g != scene_.groups.size(); ++g) {
            text += about(scene_.groups[g]) + difference(g);
        }
        if (scene_.groups.size() > dashes.size()) {
            text +=
                "<p class=\"warning\">There are more runs than dashes and marks: they come "
                "again.</p>";
        }
        return text + "</header>\n";
    }

    static std::string about(const Group& group) {
        const Run& run = group.first();
        const auto& window = run.analysis.request.window;
        std::string text;
        if (run.network && !run.network->description.empty()) {
            text += "<p>" + escaped(run.network->description) + "</p>";
        }
        text += fmt::format(
            "<p class=\"files\">{}: {}; {:.10g} to {:.10g} ms analysed{}</p>", escaped(group.label),
            group.runs.size() == 1
                ? escaped(run.file)
                : fmt::format("{} seeds, the first is {}", group.runs.size(), escaped(run.file)),
            window.from_ms, window.to_ms, speed(run));
        for (const Run& one : group.runs) text += warnings(one);
        return text;
    }

    /// What tells a group from the first one.
    std::string difference(std::size_t g) const {
        constexpr std::size_t most = 6;
        if (g == 0) return "";
        auto found = differences(scene_.groups[g], scene_.groups.front());
        if (found.empty()) return "";
        if (found.size() > most) {
            const std::size_t rest = found.size() - most;
            found.resize(most);
            found.push_back(fmt::format("and {} more", rest));
        }
        return fmt::format("<p class=\"files\">{} against {}: {}</p>",
                           escaped(scene_.groups[g].label), escaped(scene_.groups.front().label),
                           escaped(fmt::format("{}", fmt::join(found, "; "))));
    }

    static std::string speed(const Run& run) {
        if (!run.cost) return "";
        return fmt::format(
            "; {} synapses, {} rank(s) of {} thread(s), {:.3g} s per simulated second",
            core::readable_count(static_cast<double>(run.cost->synapses)),
            escaped(run.about("ranks")), escaped(run.about("threads")), run.cost->real_time_factor);
    }

    static std::string warnings(const Run& run) {
        std::string text;
        if (run.is_cut_short()) {
            text += fmt::format(
                "<p class=\"warning\">{} was cut short: it was to last until {:.10g} ms and holds "
                "{:.10g} ms. The same command continues it.</p>",
                escaped(run.file), run.planned_ms, run.until_ms);
        }
        if (!run.unrecorded.empty()) {
            text += fmt::format("<p class=\"warning\">Spikes were not recorded in {}: {}</p>",
                                escaped(run.file),
                                escaped(fmt::format("{}", fmt::join(run.unrecorded, ", "))));
        }
        return text;
    }

    std::string legend() const {
        std::string text = "<div class=\"legend\">";
        for (std::size_t i = 0; i != scene_.populations.size(); ++i) {
            text += fmt::format("<span style=\"--of:var(--c{})\">{}</span>",
                                i % figure::colours.size(), escaped(scene_.populations[i]));
        }
        return text + "</div>\n";
    }

    /// As an HTML figure. Its script and data stay in the folder of its name.
    std::string drawn(const Picture& picture, const std::string& description) const {
        const fs::path folder = folder_ / picture.name;
        fs::create_directories(folder);
        figure::draw(picture.figure, folder / "figure.svg", folder);
        const std::string svg =
            figure::page_svg(content_of(folder / "figure.svg"), picture.name + '-', description);
        return fmt::format(
            "<figure{}>{}{}</figure>\n", picture.is_wide ? " class=\"wide\"" : "", svg,
            picture.caption.empty() ? ""
                                    : "<figcaption>" + escaped(picture.caption) + "</figcaption>");
    }

    std::string drawn(const std::vector<Picture>& pictures, const std::string& what) const {
        std::string text = "<div class=\"panels\">";
        for (const Picture& picture : pictures) {
            text += drawn(picture, what + " of " + picture.figure.panels.front().title);
        }
        return text + "</div>\n";
    }

    /// A column for each group, under its label if there are several.
    template <typename Content>
    std::string columns(Content&& content) const {
        std::string text = "<div class=\"runs\">";
        for (std::size_t g = 0; g != scene_.groups.size(); ++g) {
            text += "<section>";
            if (scene_.groups.size() > 1) {
                text += "<h3>" + escaped(scene_.groups[g].label) + "</h3>";
            }
            text += content(g) + "</section>";
        }
        return text + "</div>\n";
    }

    std::string rates() const {
        std::string key;
        for (std::size_t g = 0; g != scene_.groups.size() && scene_.groups.size() > 1; ++g) {
            key += fmt::format("<span>{} {}</span>", marks[g % marks.size()],
                               escaped(scene_.groups[g].label));
        }
        if (!key.empty()) key = "<p class=\"signs soft\">" + key + "</p>";
        return "<h2>Firing rates</h2>\n" + key + drawn(rate_picture(scene_), "Mean rates") +
               columns([&](std::size_t g) { return rate_table(scene_.groups[g]); });
    }

    std::string networks() const {
        return "<h2>Network</h2>\n<p class=\"signs soft\"><span "
               "style=\"color:var(--excite)\">&rarr; "
               "excitatory</span><span style=\"color:var(--inhibit)\">&#8226;&thinsp;&minus; "
               "inhibitory</span>discs grow with the number of cells, arrows with that of "
               "synapses; input from outside is not drawn</p>" +
               columns([&](std::size_t g) -> std::string {
                   const auto& network = scene_.groups[g].first().network;
                   if (!network) {
                       return "<p class=\"warning\">The configuration in the result is of another "
                              "version of bgsim and cannot be drawn.</p>";
                   }
                   return "<div class=\"network\">" +
                          network_diagram(*network, scene_, fmt::format("network-{}", g + 1)) +
                          "</div>";
               });
    }

    std::string activity() const {
        return "<h2>Spikes and rates</h2>\n" + columns([&](std::size_t g) {
                   return drawn(raster_picture(scene_, g), "Raster of spikes") +
                          drawn(rate_trace_picture(scene_, g), "Rates of the populations");
               });
    }

    std::string responses() const {
        const auto pictures = response_pictures(scene_);
        if (pictures.empty()) return "";
        const auto& first = scene_.groups.front().first().analysis;
        return fmt::format(
                   "<h2>Responses</h2>\n<p class=\"soft\">Mean rates around {} event(s), in bins "
                   "of {:g} ms.{}</p>",
                   analysis::n_usable_events(first), first.request.histogram.bin_ms, line_key()) +
               drawn(pictures, "Rate around events");
    }

    std::string membranes() const {
        std::string body = columns([&](std::size_t g) {
            return drawn(membrane_pictures(scene_, g), "Recorded variable");
        });
        if (body.find("<figure") == std::string::npos) return "";
        return "<h2>Recorded cells</h2>\n" + body;
    }

    std::string spectra() const {
        const auto pictures = spectrum_pictures(scene_);
        const auto& first = scene_.groups.front().first().analysis;
        if (pictures.empty()) {
            return "<h2>Rhythms</h2>\n<p class=\"soft\">The analysed part is shorter than one "
                   "segment of the spectra.</p>";
        }
        return fmt::format(
                   "<h2>Rhythms</h2>\n<p class=\"soft\">Power of the population rate (Welch, "
                   "segments of {:g} ms); shaded: {:g} to {:g} Hz.{}</p>",
                   static_cast<double>(first.request.welch.segment) * first.request.welch.bin_ms,
                   first.request.band.low_hz, first.request.band.high_hz, line_key()) +
               drawn(pictures, "Power spectrum") + lfp();
    }

    std::string lfp() const {
        const auto pictures = lfp_spectrum_pictures(scene_);
        const auto& first = scene_.groups.front().first().analysis;
        if (first.lfp_every_ms &&
            !analysis::can_be_binned(*first.lfp_every_ms, first.request.welch.bin_ms)) {
            return fmt::format(
                "<p class=\"soft\">The LFP was recorded every {:g} ms, which does not fit bins of "
                "{:g} ms (--bin).</p>",
                *first.lfp_every_ms, first.request.welch.bin_ms);
        }
        if (pictures.empty()) return "";
        return "<h3>LFP: mean absolute synaptic current</h3>\n" +
               drawn(pictures, "Power spectrum of the LFP");
    }

    std::string line_key() const {
        if (scene_.groups.size() < 2) return "";
        std::string text = " <span class=\"signs\">";
        for (std::size_t g = 0; g != scene_.groups.size(); ++g) {
            text += fmt::format(
                "<span><svg class=\"dash\" viewBox=\"0 0 48 10\" aria-hidden=\"true\"><line "
                "x1=\"0\" y1=\"5\" x2=\"48\" y2=\"5\" stroke=\"currentColor\" "
                "stroke-width=\"2\" stroke-dasharray=\"{}\"/></svg>{}</span> ",
                dashes[g % dashes.size()], escaped(scene_.groups[g].label));
        }
        return text + "</span>";
    }

    std::string coherence() const {
        std::string body = columns([&](std::size_t g) -> std::string {
            const auto picture = coherence_picture(scene_, g);
            return picture ? drawn(*picture, "Coherence of pairs of populations") : "";
        });
        if (body.find("<figure") == std::string::npos) return "";
        return "<h2>Coherence</h2>\n" + body;
    }

    std::string distributions() const {
        const auto intervals = interval_pictures(scene_);
        if (intervals.empty()) return "";
        std::string text = std::string("<h2>Intervals between spikes</h2>\n") +
                           "<p class=\"soft\">" + line_key() + "</p>" +
                           drawn(intervals, "Distribution of intervals");
        const auto cvs = cv_pictures(scene_);
        if (cvs.empty()) return text;
        return text + "<h3>Irregularity of cells</h3>\n" + drawn(cvs, "Distribution of CV");
    }

    std::string details() const {
        return "<h2>Runs</h2>\n" + columns([&](std::size_t g) {
                   const Group& group = scene_.groups[g];
                   return run_table(group) + measures(group) + configuration(group);
               });
    }

    static std::string foot() {
        return fmt::format("<p class=\"soft\">Made by {}.</p>\n</body></html>\n",
                           escaped(core::build_info::program));
    }

    const Scene& scene_;
    const fs::path& folder_;
};

}  // namespace

std::string page(const Scene& scene, const fs::path& folder) { return Page(scene, folder).html(); }

}  // namespace bgsim::report
