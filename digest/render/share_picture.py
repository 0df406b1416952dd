"""The picture that programs show with a link to a page: as Open Graph tells of it.

Source: ogp.me, structured properties of `og:image`; programs that know its size show it at once, before it is loaded.
"""

from typing import NamedTuple
from urllib.parse import quote

from digest.config import Config
from digest.content.images import size_of


class SharePicture(NamedTuple):
    """A picture with its address and its size in pixels, None where that is not known."""

    address: str
    width: int | None
    height: int | None


def site_picture(config: Config) -> SharePicture | None:
    """Return the picture that stands for pages without one of their own, read anew; None where the site has none."""
    if not config.share_image:
        return None
    return SharePicture(config.base_address + quote(config.share_image), *size_of(config.static / config.share_image))


def picture_properties(picture: SharePicture | None, alt: str) -> list[tuple[str, str]]:
    """Return the Open Graph properties of a picture with an alternative text, without those that would be empty."""
    if not picture:
        return []
    address, width, height = picture
    pairs = (
        ("og:image", address),
        ("og:image:width", str(width or "")),
        ("og:image:height", str(height or "")),
        ("og:image:alt", alt),
    )
    return [pair for pair in pairs if pair[1]]


def shown_large(picture: SharePicture | None) -> dict[str, str]:
    """Return the contents of `meta` elements, by their names, that have a picture shown large."""
    return {"twitter:card": "summary_large_image"} if picture else {}
