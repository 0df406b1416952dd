"""What the program prints: lines, problems and JSON, with everything made visible that would work on a terminal."""

import json
import os
import re
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

import click

from digest.errors import DigestError, Problem
from digest.files import write_file

_UNSEEN = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal obeys instead of showing it, and what makes a line read otherwise than it is written."""

_COLORS = {"error": "red", "warning": "yellow"}


def say(*lines: str) -> None:
    """Print messages for a person, on standard error."""
    for line in lines:
        click.echo(visible(line), err=True)


def print_lines(*lines: str) -> None:
    """Print the lines that a command was asked for, on standard output."""
    for line in lines:
        click.echo(visible(line))


def print_json(value: Any) -> None:
    """Print a value as JSON, on standard output."""
    print_lines(*_as_json(value).split("\n"))


def print_problems(problems: Iterable[Problem], kind: Literal["error", "warning"]) -> None:
    """Print what is wrong, on standard error."""
    for problem in problems:
        shown = Problem(
            _indented(problem.problem), visible(problem.where), _indented(problem.hint), _indented(problem.excerpt)
        )
        click.echo(f"{_styled(kind + ':', _COLORS[kind])} {shown}", err=True)


def write_json(value: Any, file: Path) -> None:
    """Write a value as JSON into a file. Raises `DigestError` when it can't be written."""
    _write(file, f"{_as_json(value)}\n")


def write_lines(lines: Iterable[str], file: Path) -> None:
    """Write lines into a file, each with a line break after it. Raises `DigestError` when it can't be written."""
    _write(file, "".join(f"{line}\n" for line in lines))


def _write(file: Path, text: str) -> None:
    if not file.absolute().parent.exists():
        raise DigestError("cannot write it: no such file or directory", str(file), "make its folder first")
    write_file(file, text.encode(), str(file))


def visible(line: str) -> str:
    """Return a line with what a terminal would not show escaped, as JSON does: it stays the same JSON."""
    return _UNSEEN.sub(lambda unseen: f"\\u{ord(unseen[0]):04x}", line)


def print_qr_code(text: str) -> None:
    """Print a text as a QR code, on standard error; nothing where that is no terminal, or shows no blocks."""
    lines = qr_code(text)
    if sys.stderr.isatty() and (sys.stderr.encoding or "").lower().startswith("utf"):
        for line in lines:  # in these colors on every background: not all phones read a code that is light on dark
            plain = "NO_COLOR" in os.environ
            click.echo(line if plain else click.style(line, fg=(0, 0, 0), bg=(255, 255, 255)), err=True)


def qr_code(text: str) -> list[str]:
    """Return a QR code in lines of half blocks, two rows of it in each, dark on light, with the margin it needs."""
    import segno

    rows = [list(map(bool, row)) for row in segno.make_qr(text, error="l").matrix_iter(border=4)]
    rows += [[False] * len(rows[0])] * (len(rows) % 2)
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return ["".join(" ▄▀█"[2 * upper + lower] for upper, lower in zip(*pair, strict=True)) for pair in pairs]


def shown_path(path: Path) -> str:
    """Return a path as the user would type it from here."""
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else str(path)


def program_name() -> str:
    """Return what the user types to run this program: its name where the shell finds it, else as it was called."""
    called = Path(sys.argv[0])
    return "digest" if called.name != "digest" or shutil.which("digest") else sys.argv[0]


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _indented(text: str) -> str:
    """Return a text of one line or several, none of which can pass for a message of its own."""
    return "\n    ".join(map(visible, text.split("\n")))


def _styled(text: str, color: str) -> str:
    return text if "NO_COLOR" in os.environ else click.style(text, fg=color, bold=True)
