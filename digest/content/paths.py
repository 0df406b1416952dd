"""Paths that articles write: from the folder of an article, or from the content folder where they begin with `/`."""

import os
import unicodedata
from pathlib import Path, PurePosixPath

from digest.files import forms


def below_content(written: str, article: str) -> str | None:
    """Return the path below the content folder that an article means by one; None when it leads out of the folder."""
    base = PurePosixPath() if written.startswith("/") else PurePosixPath(article).parent
    parts: list[str] = []
    for part in (*base.parts, *written.split("/")):
        if part == ".." and not parts:
            return None
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def existing(path: str, content: Path) -> str:
    """Return the path by which a file lies below the content folder; as it is when there is none.

    A name is the same in each of its Unicode forms (an older Mac writes `é` as `e` and an accent). Raises `OSError` or
    `ValueError` for what can't be looked up.
    """
    for form in forms(path):
        if (content / form).is_file():
            return form
    if path.isascii():
        return path
    below = ""
    for part in path.split("/"):  # parts in different forms
        folder = content / below
        if not folder.is_dir():
            return path
        same = {unicodedata.normalize("NFC", name): name for name in sorted(os.listdir(folder))}  # noqa: PTH208
        name = same.get(unicodedata.normalize("NFC", part))
        if name is None:
            return path
        below = f"{below}/{name}" if below else name
    return below
