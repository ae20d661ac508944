#include "report/style.hpp"

namespace bgsim::report {

// The colours --c0 ... are those of figure/palette.hpp, darker on white and brighter on black where
// the original has too little contrast for thin lines.
const std::string_view style_sheet = R"(
:root { color-scheme: light dark; --page: #ffffff; --ink: #1b1f24; --soft: #57606a; --line: #d8dee4; --box: #f6f8fa;
  --grid: #cccccc; --shade: #bbbbbc; --good: #116329; --bad: #a40e26; --excite: #b3450b; --inhibit: #2b5c8a;
  --c0: #0072b2; --c1: #d55e00; --c2: #00875f; --c3: #b8608f; --c4: #b87a00; --c5: #2f8fc6; --c6: var(--ink);
  --c7: #882255; --c8: #7d7d24; --on-node: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --page: #0f1318; --ink: #e6edf3; --soft: #9aa5b1; --line: #30363d; --box: #171c23;
  --grid: #3a414a; --shade: #55606b; --good: #56d364; --bad: #ff8b86; --excite: #ef8a4f; --inhibit: #6cabe0;
  --c0: #3d9bd8; --c1: #ef7f2a; --c2: #25b88b; --c3: #dd93bd; --c4: #e69f00; --c5: #7cc7f0;
  --c7: #d16b9f; --c8: #b9b956; --on-node: #0f1318; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.2rem clamp(0.8rem, 3vw, 2.5rem) 4rem; max-width: 92rem; background: var(--page);
  color: var(--ink); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0.4rem 0; }
h2 { font-size: 1.2rem; margin: 2.4rem 0 0.6rem; border-bottom: 1px solid var(--line); padding-bottom: 0.2rem; }
h3 { font-size: 1rem; margin: 0.6rem 0 0.3rem; }
p { margin: 0.4rem 0; max-width: 75ch; }
.soft, figcaption, .files { color: var(--soft); font-size: 0.88rem; }
.warning { border-left: 4px solid var(--bad); background: var(--box); padding: 0.5rem 0.8rem; margin: 0.8rem 0; }
.legend { position: sticky; top: 0; background: var(--page); border-bottom: 1px solid var(--line); padding: 0.35rem 0;
  display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; font-size: 0.88rem; z-index: 1; }
.legend span::before { content: ""; display: inline-block; width: 0.8em; height: 0.8em; border-radius: 50%;
  background: var(--of, var(--ink)); margin-right: 0.35em; }
.runs { display: grid; gap: 1.4rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); }
.runs > section { min-width: 0; }
.panels { display: grid; gap: 0.8rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); }
figure { margin: 0; min-width: 0; }
figure svg, .network svg { width: 100%; height: auto; display: block; }
figure.wide svg { max-width: 52rem; }
.network { display: flex; justify-content: center; }
.network text { fill: var(--ink); text-anchor: middle; font: 13px system-ui, sans-serif; }
.network .name { font-weight: 600; }
.network .count { fill: var(--on-node); font-size: 10.5px; }
.dash { width: 3.2em; height: 0.7em; vertical-align: middle; margin-right: 0.4em; }
.signs span { margin-right: 1.2rem; white-space: nowrap; }
.table { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.22rem 0.7rem 0.22rem 0; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { color: var(--soft); font-weight: 500; }
th:first-child, td:first-child, .text { text-align: left; }
.good { color: var(--good); } .bad { color: var(--bad); }
details { margin: 0.5rem 0; } summary { cursor: pointer; color: var(--soft); }
pre { overflow-x: auto; background: var(--box); border: 1px solid var(--line); border-radius: 6px; padding: 0.7rem;
  font: 12.5px/1.45 ui-monospace, monospace; overflow-wrap: normal; }
@media print { :root { --page: #ffffff; --ink: #000000; --soft: #444444; --line: #bbbbbb; --box: #ffffff; --on-node: #ffffff; }
  body { padding: 0; max-width: none; font-size: 10.5pt; } .legend { position: static; } figure, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; } pre { white-space: pre-wrap; } }
)";

}  // namespace bgsim::report
