"""A package imports only packages above it in ARCHITECTURE.md, and heavy libraries only where they are used."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "digest"


def order() -> list[str]:
    """Return the packages, and the modules outside any, in the order in which ARCHITECTURE.md has them."""
    section = (ROOT / "ARCHITECTURE.md").read_text("utf-8").split("## Packages")[1].split("\n## ")[0]
    rows = [row.split("|")[1] for row in section.splitlines() if row.startswith("| `")]
    return [name for row in rows for name in re.findall(r"`(\w+)`", row)]


def modules() -> dict[str, Path]:
    """Return the files of the program by the names of their modules, those of the packages' recipe left out."""
    files = sorted(path for path in PACKAGE.rglob("*.py") if "recipe" not in path.parts)
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in files}


def imports(name: str) -> Iterator[str]:
    """Yield the modules of the program that a module imports, wherever in it."""
    known = modules()
    for node in ast.walk(ast.parse(known[name].read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "digest":
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in known else str(node.module)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "digest")


def package_of(name: str) -> str:
    """Return the package of a module, or the module itself where it is in none: `digest.build.state` → `build`."""
    return name.partition(".")[2].partition(".")[0]


MODULES = [name for name in modules() if name not in ("digest", "digest.__main__")]


def test_every_package_is_in_the_architecture() -> None:
    assert sorted(order()) == sorted({package_of(name) for name in MODULES})


def test_every_module_is_in_the_architecture() -> None:
    named = set(re.findall(r"`(?:\w+/)*(\w+)`", (ROOT / "ARCHITECTURE.md").read_text("utf-8")))
    assert sorted(name for name in MODULES if name.rpartition(".")[2] not in named) == []


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_only_from_its_own_package_or_those_above_it(name: str) -> None:
    places = {package: place for place, package in enumerate(order())}
    for other in imports(name):
        if other != "digest":
            assert places[package_of(other)] <= places[package_of(name)], f"{name} imports {other}"


@pytest.mark.parametrize("package", order())
def test_the_modules_of_a_package_do_not_import_each_other_in_a_circle(package: str) -> None:
    left = {
        name: {other for other in imports(name) if package_of(other) == package and other != name}
        for name in MODULES
        if package_of(name) == package
    }
    while left:
        ends = {name for name, others in left.items() if not others & left.keys()}
        assert ends, f"these import each other in a circle: {', '.join(sorted(left))}"
        left = {name: others for name, others in left.items() if name not in ends}


@pytest.mark.parametrize("name", [name for name in MODULES if modules()[name].name != "__init__.py"])
def test_every_module_has_a_test_file_of_its_name(name: str) -> None:
    *folders, module = name.split(".")[1:]
    assert (ROOT / "tests" / "unit").joinpath(*folders, f"test_{module}.py").is_file()


@pytest.mark.parametrize("module", ["digest.cli", "digest.build.pipeline"])
def test_nothing_heavy_is_imported_before_it_is_used(module: str) -> None:
    heavy = (
        "argostranslate ctranslate2 sentencepiece numpy rich starlette uvicorn watchdog jinja2 xml.sax urllib.request "
        "digest.build.article_worker"
    )
    code = f"import sys, {module}; print(*(name for name in {heavy.split()!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
