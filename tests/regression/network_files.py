"""Reads configurations and cells as the files stand, for tests that compare them with published numbers."""
import json
import pathlib
import re

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]


def merge(earlier, later):
    """Merge maps key by key; the later value wins, null removes (docs/configuration.md)."""
    if not (isinstance(earlier, dict) and isinstance(later, dict)):
        return later
    merged = dict(earlier)
    for key, value in later.items():
        merged[key] = merge(earlier[key], value) if key in earlier else value
        if value is None:
            del merged[key]
    return merged


def load(path):
    """A configuration with its includes."""
    configuration = yaml.safe_load(path.read_text())
    result = {}
    for name in configuration.pop("include", []):
        result = merge(result, load(path.parent / name))
    return merge(result, configuration)


def number(quantity, unit):
    """The number of a quantity such as "2.5 ms", which must be in `unit`."""
    match = re.fullmatch(r"([-+0-9.eE]+) (\S+)", quantity)
    if not match or match[2] != unit:
        raise AssertionError(f"'{quantity}' is not a number of {unit}")
    return float(match[1])


def cell_of(population):
    return json.loads((ROOT / "params" / (population["cell"] + ".json")).read_text())


def published(name):
    """The table beside the tests."""
    return json.loads((pathlib.Path(__file__).parent / f"{name}_published.json").read_text())


def weight_of(weight, phi):
    """The number of a weight [nS], with what dopamine makes of it."""
    if isinstance(weight, str):
        return number(weight, "nS")
    assert set(weight) == {"value", "dopamine"}, weight
    return number(weight["value"], "nS") * (1 + weight["dopamine"] * phi)


def parameters_of(cell, phi):
    """The numbers of a cell, with what dopamine makes of them."""
    return {name: p["value"] * (1 - p.get("dopamine", 0) * phi) for name, p in cell["params"].items()}
