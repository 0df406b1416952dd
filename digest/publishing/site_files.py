"""The files of an output folder that are the site: those a build made, and those that other tools put beside them."""

import os
from collections.abc import Mapping
from pathlib import Path

from digest.build.output_folder import HIDDEN
from digest.errors import DigestError, Problem


def site_files(output: Path) -> Mapping[str, Path]:
    """Return the files of an output folder by their paths below it, in order.

    What is hidden stays at home, the program's own state first of all, but for names that mean something on the web
    (`HIDDEN`). Raises `DigestError` for links, which may lead anywhere, and where there is no file at all.
    """
    files: dict[str, Path] = {}
    links: list[Path] = []
    for place, folders, names in os.walk(output):
        folders[:] = sorted(name for name in folders if is_public(name))
        for path in (Path(place, name) for name in (*folders, *sorted(names)) if is_public(name)):
            if path.is_symlink():
                links.append(path)
            elif path.is_file():
                files[path.relative_to(output).as_posix()] = path
    if links:
        hint = "put the file itself there, or remove the link"
        raise DigestError.of(Problem("it is a link, and a link is not published", str(link), hint) for link in links)
    if not files:
        raise DigestError("there is no site in this folder", str(output), "build it with `digest build`")
    return dict(sorted(files.items()))


def is_public(name: str) -> bool:
    """Tell whether a file or folder of this name is published."""
    return not name.startswith(".") or name in HIDDEN
