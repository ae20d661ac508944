"""Write the table of docs/gallery.md that compares the macaque network with its plausible ranges.

plausibility.py PAGE VALIDATION.json...     what `bgsim validate` leaves; the table takes the place of the one in PAGE
"""

import json
import pathlib
import re
import sys

RECEPTORS = {"ampa": "AMPA", "nmda": "NMDA", "gabaa": "GABA<sub>A</sub>"}
BEGIN, END = "<!-- macaque: written by gallery/draw -->\n", "<!-- macaque: end -->\n"


def experiment(name):
    """macaque_antagonists_gpe_ampa_gabaa: AMPA and GABA_A blocked in GPe."""
    if name == "macaque_reference":
        return "at rest"
    nucleus, *blocked = name.removeprefix("macaque_antagonists_").split("_")
    *first, last = [RECEPTORS[receptor] for receptor in blocked]
    receptors = f"{', '.join(first)} and {last}" if first else last
    return f"{receptors} blocked in {nucleus.replace('gp', 'GP')}"


def rows(validation):
    for target in validation["targets"]:
        low, high = target["accepted"]
        yield (experiment(validation["experiment"]), target["target"], f"{target['mean']:.1f}",
               f"{low:.1f} to {high:.1f}", "yes" if target["passed"] else "**no**", target["source"])


def table(validations):
    yield ("experiment", "nucleus", "simulated [Hz]", "plausible [Hz]", "within", "source of the range")
    yield ("---", "---", "---:", "---:", "---", "---")
    for validation in validations:
        yield from rows(validation)


def main():
    page = pathlib.Path(sys.argv[1])
    validations = [json.loads(pathlib.Path(file).read_text()) for file in sys.argv[2:]]
    validations.sort(key=lambda validation: validation["experiment"] != "macaque_reference")
    lines = "".join(f"| {' | '.join(row)} |\n" for row in table(validations))
    text, found = re.subn(re.escape(BEGIN) + ".*?" + re.escape(END),
                          lambda _: f"{BEGIN}\n{lines}\n{END}", page.read_text(), flags=re.S)
    if found != 1:
        sys.exit(f"{page}: no place for the table, or several; write '{BEGIN.strip()}' and '{END.strip()}' once")
    page.write_text(text)


if __name__ == "__main__":
    main()
