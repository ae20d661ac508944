#!/usr/bin/env python3
"""Is docs/cells.md what the files of params/ say, and does the command find every cell?

cells_page_test.py BGSIM SOURCE_FOLDER. Needs only Python's standard library.
"""

import difflib
import pathlib
import subprocess
import sys
import tempfile
import unittest

BGSIM, SOURCE = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
PARAMS = ["--params", str(SOURCE / "params")]


def bgsim(*arguments, folder=SOURCE):
    return subprocess.run([BGSIM, "cells", *arguments], cwd=folder, text=True, capture_output=True, timeout=60, check=False)


class CellsPageTest(unittest.TestCase):
    def test_the_page_is_what_the_files_say(self):
        page = bgsim("--markdown", *PARAMS)
        self.assertEqual(page.returncode, 0, page.stderr)
        kept = (SOURCE / "docs" / "cells.md").read_text()
        difference = list(difflib.unified_diff(kept.splitlines(), page.stdout.splitlines(), "docs/cells.md", "params/", lineterm=""))
        self.assertFalse(difference, "write it anew with 'bgsim cells --markdown >docs/cells.md':\n" + "\n".join(difference[:40]))

    def test_the_list_names_every_cell(self):
        text = bgsim(*PARAMS).stdout
        for file in (SOURCE / "params").glob("**/*.json"):
            self.assertRegex(text, rf"\b{file.stem}\b")

    def test_a_cell_may_be_named_by_alias_or_path_from_anywhere(self):
        with tempfile.TemporaryDirectory(prefix="bgsim-test-") as folder:
            for name in ("dSPN", "direct-spn", "MSN_D1", str(SOURCE / "params" / "msn_d1.json")):
                with self.subTest(name):
                    self.assertIn("medium spiny neuron with D1 receptors", bgsim(name, folder=folder).stdout)

    def test_a_misspelt_name_is_a_missing_file_with_a_suggestion(self):
        done = bgsim("arkypalidal", *PARAMS)
        self.assertEqual(done.returncode, 66, done.stderr)
        self.assertIn("did you mean 'arkypallidal' (the cell 'gpe_arkypallidal')?", done.stderr)

    def test_a_page_of_one_cell_is_refused(self):
        self.assertEqual(bgsim("msn_d1", "--markdown").returncode, 64)

    def test_a_mistake_in_a_file_has_its_place(self):
        with tempfile.TemporaryDirectory(prefix="bgsim-test-") as folder:
            file = pathlib.Path(folder) / "mine.json"
            file.write_text('{"model": "qif",\n "expected": {"computd": []}}')
            done = bgsim("--params", folder)
            self.assertEqual(done.returncode, 78, done.stderr)
            self.assertIn(f"{file}:2:15: unknown key 'computd' in 'expected'; did you mean 'computed'?", done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
