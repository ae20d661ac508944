#include "figure/page_svg.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <map>
#include <string_view>

#include "figure/palette.hpp"

namespace bgsim::figure {
namespace {

void replace_all(std::string& text, std::string_view old, std::string_view by) {
    for (auto at = text.find(old); at != std::string::npos; at = text.find(old, at + by.size())) {
        text.replace(at, old.size(), by);
    }
}

/// "#0072B2" as the number 0x0072B2.
unsigned long number_of(std::string_view colour) {
    constexpr int hexadecimal = 16;
    return std::strtoul(std::string(colour.substr(1)).c_str(), nullptr, hexadecimal);
}

std::map<unsigned long, std::string> colours_of_page() {
    std::map<unsigned long, std::string> names{{number_of(page_ink), "var(--ink)"},
                                               {number_of(colours[ink]), "var(--ink)"},
                                               {number_of(page_shade), "var(--shade)"},
                                               {number_of(page_grid), "var(--grid)"}};
    for (std::size_t i = 0; i != colours.size(); ++i) {
        if (i != ink) names[number_of(colours[i])] = fmt::format("var(--c{})", i);
    }
    return names;
}

/// "rgb(  1,   2,   3)" as a number, from the position behind the bracket on.
unsigned long read_rgb(const std::string& text, std::size_t at) {
    constexpr int decimal = 10;
    constexpr unsigned bits = 8;
    unsigned long number = 0;
    const char* next = text.c_str() + at;
    for (int part = 0; part != 3; ++part) {
        char* end = nullptr;
        number = (number << bits) | std::strtoul(next, &end, decimal);
        next = *end == ',' ? end + 1 : end;
    }
    return number;
}

void name_colours(std::string& text) {
    const auto names = colours_of_page();
    constexpr std::string_view begin = "rgb(";
    for (auto at = text.find(begin); at != std::string::npos; at = text.find(begin, at + 1)) {
        const auto end = text.find(')', at);
        const auto name = names.find(read_rgb(text, at + begin.size()));
        if (end == std::string::npos || name == names.end()) continue;
        text.replace(at, end + 1 - at, name->second);
    }
}

/// What `<svg ... NAME="VALUE"` says.
std::string attribute(const std::string& tag, const std::string& name) {
    const auto at = tag.find(' ' + name + "=\"");
    if (at == std::string::npos) return "";
    const auto begin = tag.find('"', at) + 1;
    return tag.substr(begin, tag.find('"', begin) - begin);
}

}  // namespace

std::string escaped(const std::string& text) {
    std::string result;
    for (const char c : text) {
        switch (c) {
            case '&':
                result += "&amp;";
                break;
            case '<':
                result += "&lt;";
                break;
            case '>':
                result += "&gt;";
                break;
            case '"':
                result += "&quot;";
                break;
            default:
                result += c;
        }
    }
    return result;
}

std::string page_svg(const std::string& svg,
                     const std::string& prefix,
                     const std::string& description) {
    const auto begin = svg.find("<svg");
    const auto inside = svg.find('>', begin);
    if (begin == std::string::npos || inside == std::string::npos) return "";
    const std::string box = attribute(svg.substr(begin, inside - begin), "viewBox");
    std::string body = svg.substr(inside + 1);
    // Its own title and description would be shown where the pointer rests.
    for (const std::string tag : {"title", "desc"}) {
        const auto from = body.find('<' + tag + '>');
        const auto to = body.find("</" + tag + '>', from);
        if (to != std::string::npos) body.erase(from, to + tag.size() + 3 - from);
    }
    replace_all(body, "gnuplot_plot_", prefix + "plot_");
    replace_all(body, "gnuplot_canvas", prefix + "canvas");
    replace_all(body, "gpPt", prefix + "mark");
    replace_all(body, "gpDot", prefix + "dot");
    for (const std::string filter : {"textbox", "greybox"})
        replace_all(body, filter, prefix + filter);
    // Marks take the colour of their group.
    replace_all(body, "color=\"black\"", "color=\"var(--ink)\"");
    name_colours(body);
    return fmt::format("<svg viewBox=\"{}\" role=\"img\" aria-label=\"{}\"{}>{}", box,
                       escaped(description), " xmlns:xlink=\"http://www.w3.org/1999/xlink\"", body);
}

}  // namespace bgsim::figure
