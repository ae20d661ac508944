# What SNr does after the cortical volley:  gnuplot -c responses.gp HEALTHY.csv FIRST.csv SECOND.csv OUT.svg
set output ARG4
set terminal svg size 1000,300 dynamic font "DejaVu Sans,12" background "white"
set datafile separator ","
set multiplot layout 1,3 margins 0.065,0.985,0.19,0.9 spacing 0.05,0

set border 3 linecolor rgb "#444444"
set tics nomirror out scale 0.5 textcolor rgb "#222222"
set grid ytics linecolor rgb "#dddddd" linewidth 0.7 dashtype 1
set key off
set title offset 0,-0.6
set xrange [-50:150]
set yrange [0:250]
set xlabel "time after the volley [ms]"
set ylabel "rate of SNr [Hz]" offset 1,0
set arrow 1 from 0, graph 0 to 0, graph 1 nohead front linecolor rgb "#D55E00" dashtype 2
response = "using ($1 + 1):'SNr' with boxes fillstyle solid 1 noborder linecolor rgb '#000000'"

set boxwidth 2   # of the bins [ms], which begin at $1
set title "healthy"
plot ARG1 @response
unset ylabel
set title "without dopamine, first kind"
plot ARG2 @response
set title "without dopamine, second kind"
plot ARG3 @response
unset multiplot
