#!/usr/bin/env python3
"""Are the pictures of the gallery those of this program, and are they all shown?

gallery_test.py BGSIM SOURCE_FOLDER
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

BGSIM, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
GALLERY = SOURCE / "docs" / "gallery"


class GalleryTest(unittest.TestCase):
    def test_every_picture_is_shown_once(self):
        page = (SOURCE / "docs" / "gallery.md").read_text(encoding="utf-8")
        shown = re.findall(r"!\[[^\]]+\]\(gallery/([^)]+)\)", page)
        self.assertEqual(sorted(shown), sorted(file.name for file in GALLERY.glob("*.svg")))

    def test_the_spikes_are_those_that_were_drawn(self):
        with tempfile.TemporaryDirectory(prefix="bgsim-test-") as folder:
            subprocess.run([GALLERY / "draw", BGSIM, folder], check=True, timeout=900)
            drawn = pathlib.Path(folder)
            self.assertEqual((drawn / "digests.txt").read_text(),
                             (GALLERY / "digests.txt").read_text(),
                             "draw them again: docs/gallery/draw")
            self.assertEqual({file.name for file in drawn.glob("*.svg")},
                             {file.name for file in GALLERY.glob("*.svg")})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
