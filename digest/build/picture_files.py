"""The files of a picture: as it is, or smaller where it is larger than any screen, and its copies in WebP and AVIF.

What Pillow made once is kept in the user's cache folder, under a digest of the picture: settings, templates and clean
builds cost no second encoding. A picture that it can't read is published as it is, under each name.
"""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from digest.content.images import LONGEST
from digest.files import replace_file
from digest.fingerprint import fingerprint_bytes
from digest.model import Image, Output
from digest.site.picture_sizes import copy_path, copy_widths, published_size

_FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".avif": "AVIF"}
_QUALITY = {"AVIF": 60}
_OTHERS = 80
"""Of the other formats: to the eye, an AVIF of 60 is as good."""


def picture_files(
    image: Image, body: bytes, path: str, cache: Path | None, formats: Sequence[str] = ("webp",)
) -> Iterator[Output]:
    """Yield the files of a picture that is published at a path: itself first, then its copies.

    `body` is the author's file, `cache` the folder that keeps what is made of it, if any, `formats` those of copies.
    """
    pictures = _Pictures(body, cache)
    width, height = published_size(image)
    if (width, height) == (image.width, image.height) or not width:
        yield Output(path, body)
    else:
        suffix = Path(path).suffix.lower()
        yield Output(path, pictures.scaled(width, _FORMATS.get(suffix, "")))
    for kind in formats:
        for each in copy_widths(image):
            yield Output(copy_path(path, each, kind), pictures.scaled(each, kind.upper()))


class _Pictures:
    """The sizes of one picture."""

    def __init__(self, body: bytes, cache: Path | None) -> None:
        self._body = body
        self._cache = cache
        self._digest = fingerprint_bytes(body)[:32] if cache else ""

    def scaled(self, width: int, kind: str) -> bytes:
        """Return the picture in a width and format; as it is where it can't be read or moves."""
        import PIL

        kept = self._cache / f"{self._digest}-{width}-{PIL.__version__}.{kind.lower()}" if self._cache else None
        if kept:
            with suppress(OSError):
                return kept.read_bytes()
        made = _encoded(self._body, width, kind)
        if made is None:
            return self._body
        if kept:
            with suppress(OSError):
                kept.parent.mkdir(parents=True, exist_ok=True)
                replace_file(kept, made)
        return made


def _encoded(body: bytes, width: int, kind: str) -> bytes | None:
    """Return a picture in a width and format, upright; None where it can't be read, or has more than one frame."""
    from PIL import Image as Pillow
    from PIL import ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            with Pillow.open(BytesIO(body), formats=("JPEG", "PNG", "WEBP", "AVIF")) as picture:
                if getattr(picture, "n_frames", 1) > 1:
                    return None
                picture.draft("RGB", (2 * width, 2 * LONGEST))  # a large JPEG is decoded at a fraction of its size
                upright = ImageOps.exif_transpose(picture)
                has_alpha = upright.has_transparency_data and kind != "JPEG"
                plain = upright.convert("RGBA" if has_alpha else "RGB")
                height = max(1, round(plain.height * width / plain.width))
                smaller = plain.resize((width, height), Pillow.Resampling.LANCZOS, reducing_gap=3.0)
                out = BytesIO()
                profile = picture.info.get("icc_profile") if picture.mode.startswith("RGB") else None
                smaller.save(out, kind, quality=_QUALITY.get(kind, _OTHERS), icc_profile=profile or b"")
                return out.getvalue()
    except Exception:  # whatever a file makes Pillow stumble over
        return None
