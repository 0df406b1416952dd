"""An output folder as a build leaves it, and programs as they are run."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from digest.publishing.program import Programs
from digest.publishing.site_files import site_files

SITE = {
    "index.html": "<p>one</p>",
    "articles/مطر/index.html": "<p>rain</p>",
    'theme/a "quoted" name.css': "p {}",
    ".well-known/security.txt": "Contact: us",
    ".digest/manifest.json": "[]",
    ".git/config": "secret",
}


def write(folder: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


@pytest.fixture
def output(tmp_path: Path) -> Path:
    write(tmp_path / "public", SITE)
    return tmp_path / "public"


@pytest.fixture
def programs(tmp_path: Path) -> Programs:
    """Programs in an environment in which git knows no user."""
    (tmp_path / "home").mkdir()
    return Programs(environ={"PATH": os.environ["PATH"], "HOME": str(tmp_path / "home")}, target="live")


def bodies(output: Path) -> dict[str, bytes]:
    return {path: file.read_bytes() for path, file in site_files(output).items()}


def git(repository: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-C", str(repository), "-c", "core.quotePath=false", *arguments],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    ).stdout
