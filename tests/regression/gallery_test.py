#!/usr/bin/env python3
"""Are pictures, curves and table of the gallery those of this program, and are all pictures shown?

gallery_test.py BGSIM SOURCE_FOLDER
"""

import csv
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

BGSIM, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
GALLERY = SOURCE / "docs" / "gallery"
HOW = "draw it again: docs/gallery/draw"


def rows_of(file):
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


class GalleryTest(unittest.TestCase):
    def test_every_picture_is_shown_once(self):
        page = (SOURCE / "docs" / "gallery.md").read_text(encoding="utf-8")
        shown = re.findall(r"!\[[^\]]+\]\(gallery/([^)]+)\)", page)
        self.assertEqual(sorted(shown), sorted(file.name for file in GALLERY.glob("*.svg")))

    def test_the_gallery_is_that_of_this_program(self):
        with tempfile.TemporaryDirectory(prefix="bgsim-test-") as folder:
            subprocess.run([GALLERY / "draw", BGSIM, folder], check=True, timeout=1400)
            drawn = pathlib.Path(folder)
            for file in ("gallery/digests.txt", "gallery.md"):
                self.assertEqual((drawn / file).read_text(encoding="utf-8"),
                                 (SOURCE / "docs" / file).read_text(encoding="utf-8"), HOW)
            self.assertEqual({file.name for file in drawn.glob("gallery/*.svg")},
                             {file.name for file in GALLERY.glob("*.svg")})
            self.compare_curves(drawn / "gallery" / "f_I.csv", GALLERY / "f_I.csv")

    def compare_curves(self, drawn, kept):
        """Cells are simulated with whatever the processor has: a spike may be a step of dt away."""
        curves = [rows_of(file) for file in (drawn, kept)]
        self.assertEqual(*([(row["cell"], row["current_pA"]) for row in rows] for rows in curves), HOW)
        for new, old in zip(*curves):
            rate = float(old["rate_hz"])
            self.assertAlmostEqual(float(new["rate_hz"]), rate, delta=0.2 + 0.01 * rate, msg=f"{old}; {HOW}")

    def test_every_type_of_cell_is_drawn(self):
        drawn = {row["cell"] for row in rows_of(GALLERY / "f_I.csv")}
        self.assertEqual(drawn, {file.stem for file in (SOURCE / "params").glob("*.json")})
        panels = re.findall(r'eval panel\("(\w+)"', (GALLERY / "f_I.gp").read_text())
        self.assertEqual(sorted(panels), sorted(drawn))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
