#include "figure/figure.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

namespace bgsim::figure {
namespace {

using testing::HasSubstr;

const Figure f_I{.panels = {{.title = "f-I curve of msn_d1",
                             .x_label = "current [pA]",
                             .y_label = "rate [Hz]",
                             .curves = {{.title = "msn_d1", .x = {0, 1}, .y = {0, 5}},
                                        {.title = "it's", .x = {0}, .y = {0}, .colour = 1}}}}};

TEST(FigureTest, TheScriptNamesAxesCurvesAndOutput) {
    const std::string script = gnuplot_script(f_I, "a folder/f.png");
    EXPECT_THAT(script, HasSubstr("set terminal pngcairo"));
    EXPECT_THAT(script, HasSubstr("set output 'a folder/f.png'"));
    EXPECT_THAT(script, HasSubstr("set xlabel 'current [pA]'"));
    EXPECT_THAT(script, HasSubstr("set ylabel 'rate [Hz]'"));
    EXPECT_THAT(script, HasSubstr("'0-0.dat' title 'msn_d1'"));
    EXPECT_THAT(script, HasSubstr("'0-1.dat' title 'it''s'"));
    EXPECT_THAT(gnuplot_script(f_I, "f.svg"), HasSubstr("set terminal svg"));
}

TEST(FigureTest, CurvesDifferInColourAndAfterARoundInDashes) {
    Figure figure{.panels = {{.x_label = "x", .y_label = "y"}}};
    for (std::size_t i = 0; i != 14; ++i) {
        figure.panels[0].curves.push_back({.title = "c", .x = {0}, .y = {0}, .colour = i});
    }
    const std::string script = gnuplot_script(figure, "f.png");
    EXPECT_THAT(script, HasSubstr("'0-0.dat' title 'c' with lines lc rgb '#0072B2' dt 1"));
    EXPECT_THAT(script, HasSubstr("'0-9.dat' title 'c' with lines lc rgb '#0072B2' dt 2"));
    // So many names have no room among the curves.
    EXPECT_THAT(script, HasSubstr("set key on outside"));
}

TEST(FigureTest, ATextCannotBecomeACommand) {
    const Figure figure{
        .panels = {{.title = "x\n!touch injected\n#", .x_label = "", .y_label = ""}}};
    EXPECT_THAT(gnuplot_script(figure, "f.png"), HasSubstr("set title 'x !touch injected #'"));
}

TEST(FigureTest, OnAPageDashesAreRunsWhateverTheColour) {
    const Figure figure{.panels = {{.x_label = "x",
                                    .y_label = "y",
                                    .curves = {{.x = {0}, .y = {0}, .colour = 9},
                                               {.x = {0}, .y = {0}, .colour = 9, .variant = 1}}}},
                        .look = Figure::Look::page};
    const std::string script = gnuplot_script(figure, "f.svg");
    EXPECT_THAT(script, HasSubstr("'0-0.dat' notitle with lines lc rgb '#0072B2' dt 1"));
    EXPECT_THAT(script, HasSubstr("'0-1.dat' notitle with lines lc rgb '#0072B2' dt 2"));
}

TEST(FigureTest, APanelWithoutCurvesIsStillDrawn) {
    const Figure figure{.panels = {{.x_label = "x", .y_label = "y"}}};
    EXPECT_THAT(gnuplot_script(figure, "f.png"), HasSubstr("nothing to show"));
}

TEST(FigureTest, ThinningKeepsEverySpikeAndTheOrderOfTime) {
    Curve curve;
    for (int i = 0; i != 100'000; ++i) {
        curve.x.push_back(i);
        curve.y.push_back(i % 5000 == 2500 ? 40.0 : -70.0 - 1e-4 * i);
    }
    const Curve thin = thinned(curve, 2000);
    EXPECT_LE(thin.x.size(), 2000U);
    EXPECT_EQ(std::ranges::count(thin.y, 40.0), 20);
    EXPECT_TRUE(std::ranges::is_sorted(thin.x));
    EXPECT_EQ(thinned(thin, 2000).x, thin.x);
}

TEST(FigureTest, DataBreakALineWhereThereIsNoNumber) {
    const Curve curve{.x = {0, 1, 2}, .y = {5, std::numeric_limits<double>::quiet_NaN(), 7}};
    EXPECT_EQ(gnuplot_data(curve), "0 5\n\n2 7\n");
}

}  // namespace
}  // namespace bgsim::figure
