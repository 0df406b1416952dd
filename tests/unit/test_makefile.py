"""`make` with a `uv` and a `python3` of our own, which write down how they are called."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from digest.files import PROGRAM

ROOT = PROGRAM.parent

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")

UV = '#!/bin/sh\nmkdir -p .venv\necho "$@" >> uv-calls\n'


def script(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    file.chmod(0o755)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("Makefile", "pyproject.toml", "constraints.txt", "constraints-test.txt"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "bin").mkdir()
    script(tmp_path / "bin" / "uv", UV)
    return tmp_path


def make(folder: Path, target: str, *arguments: str) -> tuple[str, list[str]]:
    """Return what make says, and how uv was called."""
    environment = {**os.environ, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "MAKEFLAGS": ""}
    done = subprocess.run(
        ["make", "--silent", target, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    calls = folder / "uv-calls"
    said = calls.read_text("utf-8").splitlines() if calls.exists() else []
    calls.unlink(missing_ok=True)
    return done.stdout, said


def test_the_site_needs_no_tools_of_the_tests_and_the_tests_add_them(folder: Path) -> None:
    said = make(folder, ".venv/.site")[1]
    assert [call.split()[:2] for call in said] == [["venv", "--quiet"], ["pip", "sync"], ["pip", "install"]]
    assert said[1].endswith("--require-hashes constraints.txt")
    assert make(folder, ".venv/.site")[1] == []
    said = make(folder, ".venv/.test")[1]
    assert len(said) == 1
    assert said[0].endswith("--require-hashes --requirement constraints-test.txt")
    assert make(folder, ".venv/.test")[1] == []


def test_where_python_is_too_old_uv_finds_one_and_make_says_so(folder: Path) -> None:
    script(folder / "bin" / "python3", "#!/bin/sh\nexit 1\n")
    said, calls = make(folder, ".venv/.site")
    assert said == "python3 is not Python 3.11 or later: uv looks for one, or gets it\n"
    assert calls[0].endswith("--python >=3.11 .venv")


def test_a_python_that_is_new_enough_is_taken_without_a_word(folder: Path) -> None:
    script(folder / "bin" / "my-python", "#!/bin/sh\nexit 0\n")
    said, calls = make(folder, ".venv/.site", "PYTHON=my-python")
    assert said == ""
    assert calls[0].endswith("--python my-python .venv")


def test_what_the_site_is_built_with_is_what_the_tests_run_with() -> None:
    site, test = ((ROOT / name).read_text("utf-8") for name in ("constraints.txt", "constraints-test.txt"))
    pinned, tested = ({line.split(" ")[0] for line in text.splitlines() if "==" in line} for text in (site, test))
    assert pinned <= tested
    assert not any(line.startswith(("pytest==", "playwright==", "mypy==")) for line in pinned)
