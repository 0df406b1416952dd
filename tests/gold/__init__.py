"""Where sentences end, as people see it: `ar.txt` and `en.txt`, a case a line. README.md says how to add one."""

import re
from pathlib import Path

from digest.model import Lang

_FOLDER = Path(__file__).parent


def read_gold(lang: Lang) -> list[list[str]]:
    """Return the cases of a language, each as its sentences; the white space after a sentence stays with it."""
    return _read(_FOLDER / f"{lang}.txt")


def read_open(lang: Lang) -> list[list[str]]:
    """Return the cases of a language that our rules are known to get wrong."""
    path = _FOLDER / f"{lang}-open.txt"
    return _read(path) if path.exists() else []


def _read(path: Path) -> list[list[str]]:
    lines = path.read_text("utf-8").splitlines()
    return [read_case(line) for line in lines if line.strip() and not line.startswith("#")]


def read_case(line: str) -> list[str]:
    """Return the sentences of a case: ` | ` parts them at a space, `|` where there is none."""
    return re.split(r"(?<= )\| |\|", line)
