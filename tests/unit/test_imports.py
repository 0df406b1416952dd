"""A module imports only modules that stand above it in ARCHITECTURE.md, and heavy ones only where they are used."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "digest"


def order() -> list[str]:
    section = (ROOT / "ARCHITECTURE.md").read_text("utf-8").split("## Modules")[1].split("\n## ")[0]
    rows = [row.split("|")[1] for row in section.splitlines() if row.startswith("| `")]
    return [name for row in rows for name in re.findall(r"`(\w+)`", row)]


def modules() -> list[str]:
    found = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in PACKAGE.rglob("*.py")}
    return sorted(found - {"__init__", "__main__", "packages"})


def imported(name: str) -> set[str]:
    files = [PACKAGE / f"{name}.py"] if (PACKAGE / f"{name}.py").is_file() else sorted((PACKAGE / name).rglob("*.py"))
    names: set[str] = set()
    for file in files:
        tree = ast.parse(file.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "digest":
                rest = (node.module or "").split(".")[1:]
                names |= {rest[0]} if rest else {alias.name for alias in node.names}
            elif isinstance(node, ast.Import):
                names |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("digest.")}
    return names - {name, "__version__"}


def test_every_module_is_in_the_architecture() -> None:
    assert sorted(order()) == modules()


@pytest.mark.parametrize("name", modules())
def test_a_module_imports_only_modules_above_it(name: str) -> None:
    above = order()[: order().index(name)]
    assert imported(name) <= set(above)


@pytest.mark.parametrize("module", ["digest.cli", "digest.build"])
def test_nothing_heavy_is_imported_before_it_is_used(module: str) -> None:
    heavy = "argostranslate ctranslate2 sentencepiece rich starlette uvicorn watchdog numpy"
    code = f"import sys, {module}; print(*(name for name in {heavy.split()!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
