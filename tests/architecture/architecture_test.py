"""The promises of docs/architecture.md that a reader of the source can check, checked.

Needs only Python's standard library:
architecture_test.py SOURCE_FOLDER [CXX_COMPILER [FOLDER_OF_HEADERS...]]
"""

import re
import subprocess
import sys
import unittest
from pathlib import Path

root = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]
compiler = sys.argv[2] if len(sys.argv) > 2 else "c++"
header_folders = [root / "include", *sys.argv[3:]]

LONGEST_FILE = 400  # lines

# Libraries of others, by what their #include lines begin with, and the modules that may use them.
OWNERS = {
    "mpi.h": {"comm"},
    "hdf5": {"io"},
    "H5": {"io"},
    "yaml-cpp/": {"config"},
    "boost/": {"config", "checkpoint"},
    "CLI/": {"cli"},
    "omp.h": {"core"},
    "nlohmann/": {"simulation", "analysis"},
    "Random123/": {"core"},
}
# Headers through which a module hands its library on, on purpose.
LENT = {"comm/native.hpp": {"io"}}
# Header-only and without state: may be seen through the headers of its owner.
VISIBLE = {"Random123/"}

# Absolute paths of somebody's machine, not folders of that name within the project.
LOCAL_PATH = re.compile(r"(?<![\w.}])/(?:home|work|root)/")
FAST_MATH = re.compile(r"^[^#]*-f(?:fast-math|unsafe-math-optimizations|associative-math)", re.M)

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)


def tracked_files():
    """Paths relative to the root; of a release without git, all that is not built."""
    listing = subprocess.run(["git", "-C", root, "ls-files", "-z"], capture_output=True, text=True)
    if listing.returncode == 0:
        names = [Path(name) for name in listing.stdout.split("\0") if name]
    else:
        names = [path.relative_to(root) for path in root.rglob("*")]
        names = [name for name in names if name.parts[0] not in ("build", "results", ".git")]
    return [name for name in names if (root / name).is_file()]


def text_of(name):
    return (root / name).read_text(encoding="utf-8", errors="replace")


def is_source(name):
    return name.suffix in (".cpp", ".hpp") and name.parts[0] in ("src", "include")


def module_of_header(header):
    """The module to which an included project header belongs."""
    parts = header.split("/")
    if parts[0] != "bgsim":
        return parts[0]
    return parts[1].removesuffix(".hpp") if parts[1].removesuffix(".hpp") in MODULES else "core"


def module_of_file(name):
    return name.parts[1] if name.parts[0] == "src" else module_of_header("/".join(name.parts[1:]))


def read_modules():
    """Module -> what DEPENDS says, in the order of src/CMakeLists.txt."""
    modules = {}
    text = re.sub(r"#.*", "", text_of("src/CMakeLists.txt"))
    for body in re.findall(r"bgsim_add_module\(([^)]*)\)", text):
        words = body.split()
        depends = []
        if "DEPENDS" in words:
            for word in words[words.index("DEPENDS") + 1:]:
                if word in ("SOURCES", "USES"):
                    break
                depends.append(word)
        modules[words[0]] = depends
    return modules


MODULES = read_modules()
FILES = tracked_files()
SOURCES = [name for name in FILES if name.suffix in (".cpp", ".hpp")]
# (file, module, bracket, header) of each #include line of the program.
INCLUDES = [
    (name, module_of_file(name), bracket, header)
    for name in FILES if is_source(name)
    for bracket, header in INCLUDE.findall(text_of(name))
]
OUR_INCLUDES = [
    (name, module, header) for name, module, bracket, header in INCLUDES
    if bracket == '"' and "/" in header and not header.startswith("../")
]


class ArchitectureTest(unittest.TestCase):
    longMessage = False

    def assert_none(self, problems):
        found = sorted(set(problems))
        self.assertFalse(found, "\n" + "\n".join(found))

    def test_dependencies_point_up_the_list_of_modules(self):
        order = list(MODULES)
        self.assert_none(
            f"src/CMakeLists.txt: {module} depends on {other}, which does not come before it"
            for module, depends in MODULES.items() for other in depends
            if other not in order[:order.index(module)])

    def test_modules_include_only_what_they_depend_on(self):
        # Public headers are the language that all modules share.
        self.assert_none(
            f'{name}: includes "{header}", but DEPENDS of {module} has no {module_of_header(header)}'
            for name, module, header in OUR_INCLUDES
            if module in MODULES and not header.startswith("bgsim/")
            and module_of_header(header) not in [module, *MODULES[module]])

    def test_modules_depend_only_on_what_they_include(self):
        used = {(module, module_of_header(header)) for _, module, header in OUR_INCLUDES}
        self.assert_none(
            f"src/CMakeLists.txt: {module} depends on {other} without including anything of it"
            for module, depends in MODULES.items() for other in depends
            if (module, other) not in used)

    def test_headers_are_named_from_the_source_folder(self):
        self.assert_none(
            f'{name}: write "module/{header}"'
            for name, _, bracket, header in INCLUDES
            if bracket == '"' and ("/" not in header or header.startswith(".")))

    def test_libraries_are_used_by_their_owners_only(self):
        self.assert_none(
            f"{name}: {header} belongs to {' and '.join(sorted(owners))}"
            for name, module, _, header in INCLUDES
            for prefix, owners in OWNERS.items()
            if header.startswith(prefix) and module not in owners)

    def test_libraries_do_not_show_through_the_headers_of_their_owners(self):
        showing = {
            "/".join(name.parts[1:]): header
            for name, _, _, header in INCLUDES if name.suffix == ".hpp"
            for prefix in OWNERS.keys() - VISIBLE if header.startswith(prefix)}
        self.assert_none(
            f'{name}: "{header}" brings {showing[header]} into {module}'
            for name, module, header in OUR_INCLUDES
            if header in showing and module_of_header(header) != module
            and module not in LENT.get(header, ()))

    def test_public_headers_include_only_public_and_standard_ones(self):
        self.assert_none(
            f"{name}: includes {header}"
            for name, _, bracket, header in INCLUDES if name.parts[0] == "include"
            if not (header.startswith("bgsim/") if bracket == '"'
                    else header.isidentifier() or header.startswith(tuple(VISIBLE))))

    def test_public_headers_compile_alone(self):
        for name in FILES:
            if name.parts[0] != "include":
                continue
            with self.subTest(header=str(name)):
                result = subprocess.run(
                    [compiler, "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Werror",
                     *(f"-I{folder}" for folder in header_folders), "-x", "c++", "-"],
                    input=f'#include "{name.relative_to("include")}"\n',
                    capture_output=True, text=True)
                self.assertEqual(result.returncode, 0, result.stderr)

    def test_sources_are_not_included(self):
        self.assert_none(
            f"{name}: includes {header}"
            for name, _, _, header in INCLUDES if header.endswith(".cpp"))

    def test_names_that_are_brought_in_are_used(self):
        brought_in = re.compile(r"^\s*(?:using [\w:]+::(\w+);|namespace (\w+) = [\w:]+;)", re.M)
        self.assert_none(
            f"{name}: {word} is not used"
            for name in SOURCES if name.suffix == ".cpp"
            for words in brought_in.findall(text_of(name)) for word in filter(None, words)
            if not re.search(rf"\b{word}\b", brought_in.sub("", text_of(name))))

    def test_macros_say_whose_they_are(self):
        self.assert_none(
            f"{name}: name it BGSIM_{macro}"
            for name in SOURCES
            for macro in re.findall(r"^\s*#\s*define\s+(\w+)", text_of(name), re.M)
            if not macro.startswith("BGSIM_"))

    def test_files_are_short(self):
        counts = ((name, text_of(name).count("\n")) for name in FILES
                  if name.parts[0] in ("src", "include", "tests")
                  and name.suffix in (".cpp", ".hpp", ".py", ".sh", ""))
        self.assert_none(
            f"{name}: {lines} lines; split it, {LONGEST_FILE} are the limit"
            for name, lines in counts if lines > LONGEST_FILE)

    def test_arithmetic_is_never_relaxed(self):
        self.assert_none(
            f"{name}: results would depend on how neurons are split over ranks and threads"
            for name in FILES
            if name.suffix == ".cmake" or name.name in ("CMakeLists.txt", "CMakePresets.json")
            if FAST_MATH.search(text_of(name)))

    def test_no_file_names_paths_of_one_machine(self):
        self.assert_none(
            f"{name}:{number}: {line.strip()[:100]}"
            for name in FILES
            for number, line in enumerate(text_of(name).splitlines(), 1)
            if LOCAL_PATH.search(line))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
