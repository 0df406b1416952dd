"""The sizes in which a picture is published: its own, and copies for smaller screens, in WebP and, by setting, AVIF."""

from collections.abc import Callable

from digest.config import Config
from digest.content.images import LONGEST
from digest.model import Image

WIDTHS = (480, 960, 1600)
"""Widths of copies in pixels, for a phone, a tablet, and a column of a large screen on which a pixel is four."""


def copy_formats(config: Config) -> tuple[str, ...]:
    """Return the formats of copies, which end their names too: what is smaller first, for a browser takes the first."""
    return ("avif", "webp") if config.avif else ("webp",)


def copy_widths(image: Image) -> tuple[int, ...]:
    """Return the widths of a picture's copies, narrowest first.

    A small picture has none, nor one whose size is not known, nor a GIF, which may move.
    """
    width = image.width or 0
    if width < WIDTHS[0] or image.path.lower().endswith(".gif"):
        return ()
    return tuple(dict.fromkeys((*(each for each in WIDTHS if each < width), min(width, WIDTHS[-1]))))


def copy_path(path: str, width: int, kind: str) -> str:
    """Return the path of a copy of a picture, beside it; it holds the whole name, so that no other file has it."""
    return f"{path}.{width}.{kind}"


def published_size(image: Image) -> tuple[int | None, int | None]:
    """Return the width and height in which a picture is published; None where they are not known."""
    if not image.width or not image.height:
        return None, None
    longer = max(image.width, image.height)
    if longer <= LONGEST or image.path.lower().endswith(".gif"):
        return image.width, image.height
    return scaled(image.width, image.height, LONGEST / longer)


def scaled(width: int, height: int, factor: float) -> tuple[int, int]:
    """Return a size made smaller by a factor, one pixel at least."""
    return max(1, round(width * factor)), max(1, round(height * factor))


def source_set(image: Image, kind: str, href: Callable[[str], str]) -> str:
    """Return a picture's copies in a format as `srcset` has them; `href` makes the link to the path of a picture."""
    return ", ".join(f"{href(copy_path(image.path, width, kind))} {width}w" for width in copy_widths(image))
