"""Does an object of the kernels define only symbols of its own instruction set?

A weak symbol of anything else, for example a library function that was not inlined, is made of that
level's instructions; the linker may choose it for the whole program, which then stops on an older
processor. Usage: kernel_symbols_test.py <nm> <level>=<object>...
"""
import re
import subprocess
import sys


def foreign_symbols(nm, level, path):
    listing = subprocess.run([nm, "--demangle", "--defined-only", path],
                             check=True, capture_output=True, text=True).stdout
    symbols = re.findall(r"^\S+ W (.+)$", listing, re.MULTILINE)
    return [name for name in symbols if f"bgsim::model::{level}::" not in name]


nm, *pairs = sys.argv[1:]
n_foreign = 0
for pair in pairs:
    level, path = pair.split("=", 1)
    for name in foreign_symbols(nm, level, path):
        print(f"{path}: weak symbol outside bgsim::model::{level}: {name}")
        n_foreign += 1
sys.exit(1 if n_foreign or not pairs else 0)
