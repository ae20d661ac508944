#include "figure/page_svg.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bgsim::figure {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const char* const drawn = R"svg(<?xml version="1.0" encoding="utf-8"  standalone="no"?>
<svg
 width="460" height="260"
 viewBox="0 0 460 260"
 xmlns="http://www.w3.org/2000/svg"
 xmlns:xlink="http://www.w3.org/1999/xlink"
>
<title>Gnuplot</title>
<desc>Produced by GNUPLOT 5.4 patchlevel 4 </desc>
<circle id='gpDot' r='0.5'/><use xlink:href='#gpPt6'/>
<path stroke='rgb(  0, 114, 178)' d='M1,2'/><g fill="rgb(1,2,3)"></g><path stroke='rgb(9,9,9)'/>
<polygon fill = 'rgb(187, 187, 188)'/>
</svg>
)svg";

TEST(PageSvgTest, ThePictureTakesTheColoursOfThePage) {
    const std::string svg = page_svg(drawn, "raster-1-", "a \"raster\"");
    EXPECT_THAT(svg, StartsWith("<svg viewBox=\"0 0 460 260\""));
    EXPECT_THAT(svg, HasSubstr("aria-label=\"a &quot;raster&quot;\""));
    EXPECT_THAT(svg, HasSubstr("stroke='var(--c0)'"));
    EXPECT_THAT(svg, HasSubstr("fill=\"var(--ink)\""));
    EXPECT_THAT(svg, HasSubstr("fill = 'var(--shade)'"));
    EXPECT_THAT(svg, HasSubstr("stroke='rgb(9,9,9)'"));
}

TEST(PageSvgTest, NamesOfSeveralPicturesDoNotMeet) {
    const std::string svg = page_svg(drawn, "raster-1-", "");
    EXPECT_THAT(svg, HasSubstr("id='raster-1-dot'"));
    EXPECT_THAT(svg, HasSubstr("'#raster-1-mark6'"));
    EXPECT_THAT(svg, Not(HasSubstr("gpPt")));
}

TEST(PageSvgTest, NothingOfTheSheetRemains) {
    const std::string svg = page_svg(drawn, "x-", "");
    EXPECT_THAT(svg, Not(HasSubstr("<?xml")));
    EXPECT_THAT(svg, Not(HasSubstr("Gnuplot")));
    EXPECT_THAT(svg, Not(HasSubstr("GNUPLOT")));
    EXPECT_THAT(svg, Not(HasSubstr("width=\"460\"")));
}

TEST(PageSvgTest, WhatIsNoPictureGivesNothing) { EXPECT_EQ(page_svg("", "x-", ""), ""); }

}  // namespace
}  // namespace bgsim::figure
