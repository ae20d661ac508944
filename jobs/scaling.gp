# Figure of a scaling study: gnuplot -c jobs/scaling.gp strong|weak TABLE.csv FIGURE.png
study = ARG1
table = ARG2
set terminal pngcairo size 1000,450 font ",11"
set output ARG3
set datafile separator comma
stats table using 3 every ::1::1 name "first_cores" nooutput
stats table using 8 every ::1::1 name "first_time" nooutput
set key autotitle columnheader bottom left
set multiplot layout 1,2 title study . " scaling"
set grid
set logscale x 2
set xlabel "cores (ranks x threads)"

set logscale y
set ylabel "seconds per simulated second"
ideal(cores) = study eq "strong" ? first_time_min * first_cores_min / cores : first_time_min
plot table using 3:8 with linespoints linewidth 2 pointtype 7 title "measured", \
     table using 3:(ideal(column(3))) with lines dashtype 2 linecolor "grey40" title "ideal"

unset logscale y
set ylabel "parallel efficiency"
set yrange [0:1.1]
plot table using 3:9 with linespoints linewidth 2 pointtype 7 title "measured", \
     1 with lines dashtype 2 linecolor "grey40" title "ideal"
