"""The files of `static/`: published as they are, at the paths that they have there."""

import os
from collections.abc import Mapping
from pathlib import Path

from digest.build.output_folder import HIDDEN
from digest.errors import DigestError, Problem
from digest.files import Signature, signature_of
from digest.render.theme_files import everything

MAX_BYTES = 256 * 2**20
"""Of a static file: hosts of plain files allow less."""


def static_files(folder: Path) -> Mapping[str, Signature | None]:
    """Return the signatures of the files in a folder, which need not exist, by their paths below it, in order.

    Hidden ones are left out, but for those that mean something on the web (`HIDDEN`). Raises `DigestError` for each
    whose name makes no address.
    """
    paths = [path.relative_to(folder).as_posix() for path in everything(folder)]
    public = sorted(path for path in paths if not any(map(_is_private, path.split("/"))))
    problems = [
        Problem("the name of the file is not UTF-8", f"{folder.name}/{shown}", "rename it")
        for path in public
        if (shown := os.fsencode(path).decode("utf-8", "backslashreplace")) != path
    ]
    if problems:
        raise DigestError.of(problems)
    return {path: signature_of(folder / path) for path in public}


def _is_private(name: str) -> bool:
    return name.startswith(".") and name not in HIDDEN
