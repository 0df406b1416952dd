"""The icons of a site, for home screens, made of its logo: a picture in the middle of a square."""

from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from digest.files import Signature, signature_of

ICON_SIZES: Mapping[str, int] = {"icon-192.png": 192, "icon-512.png": 512, "touch-icon.png": 180}
"""The files of the theme that are icons in pixels, each with its width and height."""
_PAPER = "#fdfcf9"
_ROOM = 0.84
"""Of the square, for the logo: the rest is a margin."""


def logo_icons(logo: Path) -> Mapping[str, bytes]:
    """Return the icons as PNG by name; none of a logo that Pillow can't read, as an SVG."""
    seen = signature_of(logo)
    return _icons(logo, seen) if seen else {}


@lru_cache(1)  # a preview asks again after each edit
def _icons(logo: Path, _: Signature) -> Mapping[str, bytes]:
    from PIL import Image

    try:
        with Image.open(logo, formats=("JPEG", "PNG", "WEBP", "AVIF")) as picture:
            own = picture.convert("RGBA")
    except Exception:  # whatever a file makes Pillow stumble over
        return {}
    icons = {}
    for name, size in ICON_SIZES.items():
        factor = size * _ROOM / max(own.size)
        smaller = own.resize((max(1, round(own.width * factor)), max(1, round(own.height * factor))))
        square = Image.new("RGBA", (size, size), _PAPER)
        square.alpha_composite(smaller, ((size - smaller.width) // 2, (size - smaller.height) // 2))
        out = BytesIO()
        square.convert("RGB").save(out, "PNG", optimize=True)
        icons[name] = out.getvalue()
    return icons
