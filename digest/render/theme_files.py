"""Where templates and theme files come from: the site's own folders before the defaults, file by file."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from digest.config import Config
from digest.errors import DigestError, Problem
from digest.files import PROGRAM, check_file
from digest.messages import reason

Kind = Literal["templates", "theme"]
KINDS: tuple[Kind, Kind] = ("templates", "theme")


def defaults(kind: Kind) -> Path:
    """Return the default folder: beside the package in a checkout, inside it in a wheel."""
    inside = PROGRAM / "defaults" / kind
    return inside if inside.is_dir() else PROGRAM.parent / kind


def folders(kind: Kind, config: Config) -> tuple[Path, Path]:
    """Return the default folder and the site's own, which need not exist."""
    return defaults(kind), config.templates if kind == "templates" else config.theme


def files(kind: Kind, config: Config) -> Mapping[str, Path]:
    """Return the files by name, in the order of their names.

    Raises `DigestError` for a theme file whose name makes no address.
    """
    found = {path.relative_to(folder).as_posix(): path for folder in folders(kind, config) for path in below(folder)}
    if kind == "theme":
        shown = {name: os.fsencode(name).decode("utf-8", "backslashreplace") for name in found}
        odd = [f"{kind}/{shown[name]}" for name in found if shown[name] != name]
        if odd:
            raise DigestError.of(Problem("the name of the file is not UTF-8", where, "rename it") for where in odd)
    return dict(sorted(found.items()))


def asset_path(name: str) -> str:
    """Return where a file of the theme is published."""
    return f"theme/{name}"


def below(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder that may not exist; hidden ones are left out."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path


def everything(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder that may not exist, hidden and linked ones too: a template may include them.

    Raises `DigestError` for what is neither a file nor a folder, and for a folder that can't be read.
    """
    for place, _, names in os.walk(folder, followlinks=True, onerror=_refuse):
        for path in (Path(place, name) for name in names):
            if path.is_symlink() and not path.exists():  # an editor's lock
                continue
            check_file(path, str(path))
            yield path


def _refuse(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        raise DigestError(f"cannot read it: {reason(error)}", str(error.filename), "check its permissions") from error
