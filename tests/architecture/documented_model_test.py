"""Is the model in docs/adding_a_model.md the one that the tests compile?

Usage: documented_model_test.py <root of the project>
"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
page = (root / "docs/adding_a_model.md").read_text()
code = (root / "tests/support/example_model.hpp").read_text()


def lines(text):
    return [line.rstrip() for line in text.splitlines() if line.strip()]


# The blocks before "The line" are the file, in order; blank lines between them do not count.
blocks = re.findall(r"```cpp\n(.*?)```", page.split("## 2. The line")[0], re.DOTALL)
documented = lines("".join(blocks))
for number, (shown, compiled) in enumerate(zip(documented, lines(code)), start=1):
    if shown != compiled:
        sys.exit(f"docs/adding_a_model.md differs in line {number} of its code:\n"
                 f"  there:    {shown}\n  compiled: {compiled}")
if len(documented) != len(lines(code)):
    sys.exit(f"docs/adding_a_model.md shows {len(documented)} of {len(lines(code))} lines")
