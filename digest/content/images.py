"""Pictures of an article: where they lie, whether they are there, how large they are."""

import os
import re
import struct
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from digest.content.folding import folded
from digest.content.paths import below_content, existing
from digest.content.text_input import bare_address
from digest.errors import Problem
from digest.files import Signature, is_below, signature
from digest.messages import megabytes, nearest
from digest.model import AUDIO, LANGS, VIDEO

SUFFIXES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif")

MAX_BYTES = 64 * 2**20
"""Of a picture: far more than a page can show."""

MAX_MEDIA_BYTES = 256 * 2**20
"""Of a film or sound: hosts of plain files allow less."""

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def is_elsewhere(path: str) -> bool:
    """Tell whether a picture lies on another site: its path is a web address, and not one below the content folder."""
    return path.lower().startswith(("http://", "https://"))


LONGEST = 2560
"""Pixels of the longer side of a published picture: no screen shows more."""

HEAVY = 8 * 2**20
"""Bytes of a picture whose author is told: nobody waits for it, for a smaller one is published."""


class ImageError(Exception):
    """A picture that can't be shown.

    Attributes:
        problem, hint: as of `Problem`.
    """

    def __init__(self, problem: str, hint: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.hint = hint


def locate(address: str, article: str, content: Path) -> tuple[str, int | None, int | None]:
    """Return the path of a picture below `content`, its width and its height in pixels (None where unknown).

    `address` is as Markdown has it: relative to the folder of `article`, or to `content` when it begins with `/`. A web
    address is returned without invisible marks; a path is looked up without them first. A name is the same in each of
    its Unicode forms (an older Mac writes `é` as `e` and an accent). Raises `ImageError` for what is missing, lies
    outside (through `..` or a link), or is no picture.
    """
    if is_elsewhere(address):
        return bare_address(address), None, None
    if _SCHEME.match(address) or address.startswith("//"):
        raise ImageError(
            f"`{unquote(address)}` is not a picture of this site", "copy it beside the article, or use `https://`"
        )
    written = _without_query(unquote(address))
    if "\\" in written or any(ord(letter) < 32 for letter in written):
        raise ImageError(f"`{written}` is not a path", "folders are parted by `/`")
    below = below_content(written, article)
    if below is None:
        raise ImageError(f"the picture `{written}` lies outside the content folder", "copy it beside the article")
    path, bare = below, bare_address(below)
    suffix = PurePosixPath(bare).suffix.lower()
    if suffix not in (*SUFFIXES, *VIDEO, *AUDIO):
        raise ImageError(f"`{written}` is not a picture that can be shown", f"use one of {', '.join(SUFFIXES)}")
    try:
        path = existing(bare, content)
        if path == bare != below and not (content / bare).is_file():
            path = existing(below, content)
        file = content / path
        there = file.is_file()
        inside = there and is_below(file, content)
    except (OSError, ValueError):
        there = inside = False
    if not there:
        hint = _nearest(path, content) or f"looked for `{path}` in the content folder"
        raise ImageError(f"the picture `{written}` is not there", hint)
    if not inside:
        raise ImageError(f"the picture `{written}` is a link out of the content folder", "copy the file itself")
    if suffix not in SUFFIXES:
        if file.stat().st_size > MAX_MEDIA_BYTES:
            hint = f"the limit is {megabytes(MAX_MEDIA_BYTES)}; link to where it can be seen"
            raise ImageError(f"`{written}` is too large: {megabytes(file.stat().st_size)}", hint)
        return path, None, None
    width, height = _size(file, written)
    return path, width, height


def _without_query(address: str) -> str:
    """Return an address without what follows the name of a picture (`?v=2`, `#top`); a name may hold such signs."""
    named = re.split("[?#]", address, maxsplit=1)[0]
    return named if PurePosixPath(named).suffix.lower() in (*SUFFIXES, *VIDEO, *AUDIO) else address


def _nearest(path: str, content: Path) -> str:
    """Return a hint that names the file in a picture's folder whose name is most like its own; empty without one."""
    folder, _, name = path.rpartition("/")
    try:
        names = sorted(each for each in os.listdir(content / folder) if each.lower().endswith(SUFFIXES))  # noqa: PTH208
    except (OSError, ValueError):
        return ""
    same = next((each for each in names if folded(each) == folded(name)), None)
    return f"did you mean `{same}`?" if same else nearest(name, names)


def weight_warnings(path: str, content: Path, where: str) -> Iterator[Problem]:
    """Yield a warning of a picture below `content` if it is so large that builds take long with it."""
    size = (content / path).stat().st_size
    if size > HEAVY:
        problem = f"the picture `{path}` has {megabytes(size)}; a smaller one is published"
        yield Problem(problem, where, f"save it at {LONGEST:,} pixels or less, and builds are faster")


def possible_companions(path: str) -> tuple[str, ...]:
    """Return the paths at which files that belong to a film or sound may lie: its poster, its captions."""
    stem = path.rpartition(".")[0]
    return (*(stem + suffix for suffix in SUFFIXES), *(f"{stem}.{lang}.vtt" for lang in LANGS))


def companions(path: str, content: Path) -> tuple[str, ...]:
    """Return the paths of the files beside a film or sound that belong to it, of pictures the first."""
    there = [
        each for each in possible_companions(path) if (content / each).is_file() and is_below(content / each, content)
    ]
    pictures = [each for each in there if not each.endswith(".vtt")]
    return (*pictures[:1], *(each for each in there if each.endswith(".vtt")))


def problem(error: ImageError, where: str, excerpt: str = "") -> Problem:
    """Return an error as a problem of an article."""
    return Problem(error.problem, where, error.hint, excerpt)


def size_of(file: Path) -> tuple[int | None, int | None]:
    """Return the width and height of a picture in pixels; None where there is none, or its size can't be told."""
    try:
        width, height = _measured(file, signature(file.stat())) if file.is_file() else (-1, -1)
    except (OSError, ValueError):
        return None, None
    return (width, height) if width > 0 and height > 0 else (None, None)


@lru_cache(maxsize=4096)
def _measured(file: Path, _signature: Signature) -> tuple[int, int]:
    import imagesize

    try:
        width, height = imagesize.get(file)
    except (OSError, ValueError, ArithmeticError, LookupError, struct.error):
        return -1, -1
    return int(width), int(height)


def _size(file: Path, written: str) -> tuple[int | None, int | None]:
    weight = file.stat().st_size
    if weight > MAX_BYTES:
        raise ImageError(
            f"the picture `{written}` is too large: {megabytes(weight)}",
            f"make it smaller; the limit is {megabytes(MAX_BYTES)}",
        )
    return size_of(file)
