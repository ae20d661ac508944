#!/usr/bin/env python3
"""Is the page of `bgsim report` right, whole, and legible?

report_test.py BGSIM SOURCE_FOLDER [CHROMIUM]. Needs h5py. With a browser, the page is opened wide
and narrow, light and dark; BGSIM_KEEP_SCREENSHOTS=DIR keeps the pictures.
"""

import html
import html.parser
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import h5py

BGSIM, SOURCE = sys.argv[1:3]
CHROMIUM = sys.argv[3] if len(sys.argv) > 3 else ""
LOOP = str(pathlib.Path(SOURCE) / "configs" / "examples" / "small_loop.yaml")
RUN = ["--set", "time.duration=1.5s", "--set", "time.discard=300ms", "--threads", "1"]
TRACE = "record.state.STN={variables: [V_m], neurons: 0-1, every: 1 ms}"
TARGETS = ('targets={STN: {rate: [0 Hz, 500 Hz], source: "a <study>"}, '
           'GPe: {rate: 1 Hz, source: "another"}}')
VOID = {"meta", "link", "br", "img", "hr", "input", "wbr"}


class Elements(html.parser.HTMLParser):
    """Collects tags and their attributes, and checks that all are closed in order."""

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.faults = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")


class PageTest(unittest.TestCase):
    """Two seeds of a network and another one, and their page."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="bgsim-test-"))
        for seed in (1, 2):
            cls.simulate(f"healthy-{seed}.h5", "--seed", str(seed))
        cls.simulate("strong.h5", "--set", "experiment=strong", "--set",
                     "projections.STN -> GPe.weight=2.5 nS")
        results = sorted(str(file.name) for file in cls.folder.glob("*.h5"))
        assert "strong.checkpoint.h5" in results  # a pattern of the shell finds these, too
        cls.report(*results, "-o", "page.html", "--keep", "kept")
        cls.text = (cls.folder / "page.html").read_text(encoding="utf-8")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    @classmethod
    def bgsim(cls, *arguments, **variables):
        return subprocess.run([BGSIM, *arguments], cwd=cls.folder, text=True, capture_output=True,
                              timeout=300, check=False, env={**os.environ, **variables})

    @classmethod
    def simulate(cls, result, *arguments):
        done = cls.bgsim("run", LOOP, *RUN, "--set", TRACE, "--set", TARGETS, *arguments,
                         "--output", result)
        assert done.returncode == 0, done.stderr

    @classmethod
    def report(cls, *arguments, code=0, **variables):
        done = cls.bgsim("report", *arguments, **variables)
        assert done.returncode == code, done.stdout + done.stderr
        return done


class ReportTest(PageTest):
    def rows(self, text):
        """Cells of the first row of the tables that begins with each name."""
        found = {}
        for row in re.findall(r"<tr>(.*?)</tr>", text):
            cells = [html.unescape(re.sub(r"<.*?>", "", cell))
                     for cell in re.findall(r"<td.*?>(.*?)</td>", row)]
            if cells:
                found.setdefault(cells[0], cells[1:])
        return found

    def test_the_page_is_well_formed_and_loads_nothing(self):
        elements = Elements()
        elements.feed(self.text)
        self.assertEqual((elements.open, elements.faults), ([], []))
        names = [attributes["id"] for _, attributes in elements.tags if "id" in attributes]
        self.assertEqual(len(names), len(set(names)), "names that occur twice")
        for tag, attributes in elements.tags:
            self.assertNotIn(tag, ("script", "link", "img", "iframe", "object"))
            for key in ("src", "href", "xlink:href"):
                self.assertTrue(attributes.get(key, "#").startswith("#"), attributes)
        self.assertIn("default-src 'none'", self.text)

    def test_seeds_of_one_configuration_are_one_column(self):
        self.assertIn("2 seeds", self.text)
        self.assertEqual(self.text.count("Raster of spikes"), 2)

    def test_rates_are_those_of_analyze(self):
        rates = {}
        for seed in (1, 2):
            done = self.bgsim("analyze", f"healthy-{seed}.h5", "--json")
            for population in json.loads(done.stdout)["populations"]:
                rates.setdefault(population["name"], []).append(population["rate_hz"])
        rows = self.rows(self.text)
        for name, values in rates.items():
            mean = sum(values) / 2
            self.assertTrue(rows[name][0].startswith(f"{mean:.2f} "), (name, rows[name], values))

    def test_published_values_have_marks_and_sources(self):
        rows = self.rows(self.text)
        self.assertEqual(rows["STN"][1:3], ["0 to 500", "\u2713 within"])
        self.assertEqual(rows["GPe"][1], "1")
        self.assertTrue(rows["GPe"][2].startswith("\u2717 x "), rows["GPe"])
        self.assertIn("a &lt;study&gt;", self.text)

    def test_figures_can_be_drawn_again_from_what_is_kept(self):
        folder = self.folder / "kept" / "spectrum-1"
        before = (folder / "figure.svg").read_text()
        (folder / "figure.svg").unlink()
        subprocess.run(["gnuplot", "figure.gp"], cwd=folder, check=True)
        self.assertEqual((folder / "figure.svg").read_text(), before)
        spectrum = [line.split() for line in (folder / "0-0.dat").read_text().splitlines()]
        self.assertEqual(float(spectrum[0][0]), 1.0)

    def test_responses_are_those_of_analyze(self):
        around = ["--events", "600ms,1s", "--around=-100ms:200ms", "--event-bin", "10ms"]
        self.report("strong.h5", "healthy-1.h5", *around, "-o", "events.html", "--keep", "events")
        self.assertIn("around 2 event(s)", (self.folder / "events.html").read_text())
        self.assertNotIn("Responses", self.text)
        done = self.bgsim("analyze", "strong.h5", *around, "--json")
        for place, population in enumerate(json.loads(done.stdout)["populations"]):
            rates = population["peristimulus_histogram"]["rate_hz"]
            data = self.folder / "events" / f"response-{place + 1}" / "0-0.dat"
            drawn = [list(map(float, line.split())) for line in data.read_text().splitlines()]
            self.assertEqual([x for x, _ in drawn], [-100.0 + 10.0 * i for i in range(31)])
            for (_, shown), rate in zip(drawn, rates):
                self.assertAlmostEqual(shown, rate, delta=1e-5 * max(rate, 1.0))

    def test_an_existing_page_stays(self):
        done = self.report("strong.h5", "-o", "page.html", code=73)
        self.assertIn("page.html: this file exists already", done.stderr)
        self.assertEqual((self.folder / "page.html").read_text(encoding="utf-8"), self.text)

    def test_without_gnuplot_there_is_no_half_page(self):
        programs = self.folder / "bin"
        programs.mkdir()
        for name in ("orted", "hydra_pmi_proxy"):  # what a single process of MPI may start
            if shutil.which(name):
                (programs / name).symlink_to(shutil.which(name))
        done = self.report("strong.h5", "-o", "none.html", code=73, PATH=str(programs),
                           OMPI_MCA_plm="isolated")
        self.assertIn("no gnuplot in PATH", done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1)
        self.assertFalse((self.folder / "none.html").exists())

    def test_what_is_no_result_is_refused(self):
        (self.folder / "notes.h5").write_text("no result")
        for file in ("notes.h5", "nowhere.h5"):
            done = self.report("strong.h5", file, "-o", "none.html", code=66)
            self.assertIn(file, done.stderr)
            self.assertFalse((self.folder / "none.html").exists())

    def test_only_pages_are_replaced(self):
        before = (self.folder / "strong.h5").read_bytes()
        self.report("strong.h5", "-o", "strong.h5", "--overwrite", code=64)
        self.assertEqual((self.folder / "strong.h5").read_bytes(), before)
        (self.folder / "folder.html").mkdir()
        done = self.report("strong.h5", "-o", "folder.html", "--overwrite", code=73)
        self.assertIn("is there already and is no file", done.stderr)

    def test_the_same_run_twice_is_refused(self):
        shutil.copy(self.folder / "strong.h5", self.folder / "copy.h5")
        done = self.report("strong.h5", "copy.h5", "-o", "none.html", code=64)
        self.assertIn("same configuration and seed", done.stderr)
        (self.folder / "copy.h5").unlink()

    def test_no_name_within_a_result_becomes_a_command(self):
        shutil.copy(self.folder / "strong.h5", self.folder / "evil.h5")
        with h5py.File(self.folder / "evil.h5", "r+") as file:
            del file["provenance/experiment"]
            text = f"x\n!touch {self.folder}/injected\n# <script>"
            file["provenance"].create_dataset("experiment", data=text,
                                              dtype=h5py.string_dtype("utf-8"))
        self.report("evil.h5", "healthy-1.h5", "-o", "evil.html", "--overwrite")
        self.assertFalse((self.folder / "injected").exists())
        self.assertNotIn("<script>", (self.folder / "evil.html").read_text(encoding="utf-8"))

    def test_runs_say_in_what_they_differ(self):
        self.assertIn("projections.STN -&gt; GPe.weight: ", self.text)

    def test_a_part_that_is_not_analysed_cannot_be_shown(self):
        done = self.report("strong.h5", "--show", "1s:9s", "-o", "none.html", code=64)
        self.assertIn("--show 1s:9s: must lie within what is analysed, 300 to 1500 ms", done.stderr)

    def test_silence_and_a_single_spike_are_shown(self):
        shutil.copy(self.folder / "strong.h5", self.folder / "quiet.h5")
        with h5py.File(self.folder / "quiet.h5", "r+") as file:
            file["bgsim/n_spikes"][:] = [1, 0]
            for name, times in (("STN", [500.0]), ("GPe", [])):
                group = file["spikes"][name]
                for dataset, values in (("timestamps", times), ("node_ids", [3] * len(times))):
                    units = dict(group[dataset].attrs)
                    del group[dataset]
                    group.create_dataset(dataset, data=values,
                                         dtype="f8" if dataset == "timestamps" else "u8")
                    for key, value in units.items():
                        group[dataset].attrs[key] = value
        self.report("quiet.h5", "-o", "quiet.html", "--overwrite")
        text = (self.folder / "quiet.html").read_text(encoding="utf-8")
        elements = Elements()
        elements.feed(text)
        self.assertEqual((elements.open, elements.faults), ([], []))
        self.assertEqual(self.rows(text)["GPe"][0], "0")

    def test_a_run_that_was_cut_short_says_so(self):
        shutil.copy(self.folder / "strong.h5", self.folder / "short.h5")
        with h5py.File(self.folder / "short.h5", "r+") as file:
            file["bgsim/planned_ms"][()] = 9000.0
        self.report("short.h5", "-o", "short.html", "--overwrite")
        text = (self.folder / "short.html").read_text(encoding="utf-8")
        self.assertIn("was to last until 9000 ms and holds 1500 ms", text)


@unittest.skipUnless(CHROMIUM or "BGSIM_REQUIRE_BROWSER" in os.environ, "no browser")
class BrowserTest(PageTest):
    """What a browser makes of the page; a wrapper measures it in a frame."""

    WRAPPER = """<body style="margin:0"><iframe id="f" src="page.html" style="border:0;
width:{width}px;height:{height}px"></iframe><pre id="found"></pre><script>
document.getElementById("f").onload = () => {{
  const d = document.getElementById("f").contentDocument, found = [];
  if (d.documentElement.scrollWidth > {width}) found.push("page " + d.documentElement.scrollWidth);
  for (const e of d.querySelectorAll("body *:not(svg *)")) {{
    if (e.closest(".table, pre, details:not([open])") || e.tagName == "svg") continue;
    const box = e.getBoundingClientRect();
    if (box.right > {width} + 1) found.push(e.tagName + " ends at " + box.right);
    if (e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0)
      found.push(e.tagName + " needs " + e.scrollWidth + " of " + e.clientWidth);
  }}
  let texts = 0, small = 100;
  for (const t of d.querySelectorAll("svg text")) {{
    if (!t.textContent.trim()) continue;
    const box = t.getBoundingClientRect(), room = t.closest("svg").getBoundingClientRect();
    texts += 1;
    const scale = room.width / t.closest("svg").viewBox.baseVal.width;
    small = Math.min(small, scale * parseFloat(getComputedStyle(t).fontSize));
    if (box.left < room.left - 1 || box.right > room.right + 1 || box.top < room.top - 1 ||
        box.bottom > room.bottom + 1) found.push("text '" + t.textContent + "' leaves its picture");
  }}
  const ink = getComputedStyle(d.body).color, paper = getComputedStyle(d.body).backgroundColor;
  document.getElementById("found").textContent =
    JSON.stringify({{found, texts, small, ink, paper}});
}};</script></body>"""

    def browse(self, *arguments):
        profile = self.folder / "profile"
        return subprocess.run(
            [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             "--allow-file-access-from-files", f"--user-data-dir={profile}",
             "--virtual-time-budget=10000", *arguments],
            cwd=self.folder, capture_output=True, text=True, timeout=240, check=True).stdout

    def measure(self, width, theme):
        wrapper = self.folder / f"wrapper-{width}.html"
        wrapper.write_text(self.WRAPPER.format(width=width, height=6000), encoding="utf-8")
        dark = [f"--blink-settings=preferredColorScheme={0 if theme == 'dark' else 1}"]
        dom = self.browse(*dark, f"--window-size={width},6000", "--dump-dom", wrapper.as_uri())
        found = re.search(r'<pre id="found">(.+?)</pre>', dom, re.S)
        self.assertIsNotNone(found, dom[-500:])
        return json.loads(html.unescape(found.group(1)))

    def luminance(self, colour):
        parts = [int(x) / 255 for x in re.findall(r"\d+", colour)[:3]]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def test_nothing_overflows_at_any_width_and_theme(self):
        for width in (375, 1300):
            for theme in ("light", "dark"):
                with self.subTest(width=width, theme=theme):
                    seen = self.measure(width, theme)
                    self.assertEqual(seen["found"], [])
                    self.assertGreater(seen["texts"], 50)
                    self.assertGreater(seen["small"], 7.5)  # size of letters [px]
                    paper, ink = self.luminance(seen["paper"]), self.luminance(seen["ink"])
                    self.assertEqual(paper < 0.5, theme == "dark")
                    high, low = max(paper, ink), min(paper, ink)
                    self.assertGreater((high + 0.05) / (low + 0.05), 7.0)  # WCAG, level AAA

    def test_screenshots_can_be_taken(self):
        folder = pathlib.Path(os.environ.get("BGSIM_KEEP_SCREENSHOTS", self.folder))
        for theme in (0, 1):
            picture = folder / f"page-{'dark' if theme == 0 else 'light'}.png"
            self.browse(f"--blink-settings=preferredColorScheme={theme}",
                        "--window-size=1300,5000", f"--screenshot={picture}",
                        (self.folder / "page.html").as_uri())
            self.assertGreater(picture.stat().st_size, 50_000)

    def test_no_request_leaves_the_page(self):
        log = self.folder / "net.json"
        self.browse(f"--log-net-log={log}", "--dump-dom", (self.folder / "page.html").as_uri())
        # Chromium itself calls home; what the page asks for has the page as its initiator.
        events = json.loads(log.read_text())["events"]
        asked = [event["params"]["url"] for event in events
                 if event.get("params", {}).get("initiator") not in (None, "not an origin")
                 and "url" in event["params"]]
        self.assertEqual([url for url in asked if not url.startswith("file:")], [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
