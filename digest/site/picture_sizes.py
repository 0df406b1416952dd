"""The sizes in which a picture is published: its own, and copies in WebP for smaller screens."""

from collections.abc import Callable

from digest.content.images import LONGEST
from digest.model import Image

WIDTHS = (480, 960, 1600)
"""Widths of copies in pixels, for a phone, a tablet, and a column of a large screen on which a pixel is four."""


def copy_widths(image: Image) -> tuple[int, ...]:
    """Return the widths of a picture's copies, narrowest first.

    A small picture has none, nor one whose size is not known, nor a GIF, which may move.
    """
    width = image.width or 0
    if width < WIDTHS[0] or image.path.lower().endswith(".gif"):
        return ()
    return tuple(dict.fromkeys((*(each for each in WIDTHS if each < width), min(width, WIDTHS[-1]))))


def copy_path(path: str, width: int) -> str:
    """Return the path of a copy of a picture, beside it; it holds the whole name, so that no other file has it."""
    return f"{path}.{width}.webp"


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


def source_set(image: Image, href: Callable[[str], str]) -> str:
    """Return a picture's copies as the attribute `srcset` has them; `href` makes the link to the path of a picture."""
    return ", ".join(f"{href(copy_path(image.path, width))} {width}w" for width in copy_widths(image))
