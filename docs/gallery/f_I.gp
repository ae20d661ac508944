# f-I curves of the cell types, a panel for each:  gnuplot -c f_I.gp f_I.csv f_I.svg
data = ARG1
set output ARG2
set terminal svg size 1000,960 dynamic font "DejaVu Sans,12" background "white"
set datafile separator ","
set multiplot layout 4,4 margins 0.065,0.985,0.065,0.965 spacing 0.06,0.085

set border 3 linecolor rgb "#444444"
set tics nomirror out scale 0.5 textcolor rgb "#222222"
set grid linecolor rgb "#dddddd" linewidth 0.7 dashtype 1
set key off
set yrange [0:*]
set offsets 0, 0, graph 0.05, 0
set title offset 0,-0.6

gaba = "#0072B2"; glutamate = "#D55E00"; acetylcholine = "#009E73"; dopamine = "#CC79A7"

# Axes are named at the left and the lower end of the sheet; they have the same units everywhere.
panel(cell, colour) = sprintf("set title '%s' noenhanced; \
    plot data using (strcol(1) eq '%s' ? $2 : NaN):3 with lines linewidth 2 linecolor rgb '%s'; \
    unset ylabel", cell, cell, colour)
current = "set xlabel 'current [pA]' offset 0,0.4"
rate = "set ylabel 'rate [Hz]' offset 1.2,0"

set xrange [0:500]; set xtics 0, 100
eval rate; eval panel("msn_d1", gaba)
eval panel("msn_d2", gaba)
eval panel("fsn", gaba)
set xrange [0:200]; set xtics 0, 50
eval panel("chin", acetylcholine)

set xrange [-50:200]
set arrow 1 from 0, graph 0 to 0, graph 1 nohead back linecolor rgb "#888888" dashtype 2
eval rate; eval panel("gpe_prototypic", gaba)
eval panel("gpe_arkypallidal", gaba)
eval panel("gpi_pvpos", gaba)
eval panel("gpi_sstpos", gaba)

eval rate; eval panel("snr_pvpos", gaba)
eval panel("snr_sstpos", gaba)
eval current; eval panel("snc_gaba", gaba)
set xrange [0:15]; set xtics 0, 5
unset arrow 1
eval panel("snc_da", dopamine)

set xrange [-50:200]; set xtics 0, 50
set arrow 1 from 0, graph 0 to 0, graph 1 nohead back linecolor rgb "#888888" dashtype 2
eval current; eval rate; eval panel("stn_pvneg", glutamate)
eval panel("stn_pvpos", glutamate)

# What colours mean, in the room that is left.
unset arrow 1; unset title; unset xlabel; unset ylabel; unset tics; unset border; unset grid
set xrange [0:1]; set yrange [0:1]; unset offsets
set key at graph 0.1, 0.9 left top Left reverse samplen 2 spacing 1.4
plot NaN with lines linewidth 3 linecolor rgb gaba title "GABA", \
     NaN with lines linewidth 3 linecolor rgb glutamate title "glutamate", \
     NaN with lines linewidth 3 linecolor rgb acetylcholine title "acetylcholine", \
     NaN with lines linewidth 3 linecolor rgb dopamine title "dopamine"
unset multiplot
