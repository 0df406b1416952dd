"""Where templates and theme files come from: the site's own folders before the defaults, file by file."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from digest.config import Config
from digest.errors import DigestError, Problem
from digest.files import PROGRAM, check_file, read_bytes
from digest.messages import reason
from digest.model import Lang, Output
from digest.render.logo_icons import logo_icons

Kind = Literal["templates", "theme"]
STYLE = "digest.css"
"""The style sheet of every page."""
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
    paths = {path.relative_to(folder).as_posix(): path for folder in folders(kind, config) for path in below(folder)}
    if kind == "theme":
        shown = {name: os.fsencode(name).decode("utf-8", "backslashreplace") for name in paths}
        odd = [f"{kind}/{shown[name]}" for name in paths if shown[name] != name]
        if odd:
            raise DigestError.of(Problem("the name of the file is not UTF-8", where, "rename it") for where in odd)
    return dict(sorted(paths.items()))


def asset_path(name: str) -> str:
    """Return the path of a file of the theme in the output folder."""
    return f"theme/{name}"


def read_theme(config: Config) -> Mapping[str, bytes]:
    """Return the files of the theme by name, the site's own before the defaults.

    The style sheet has the accent and the fonts that the site sets, and its icons are made of its logo.
    """
    theme = {name: read_bytes(path, str(path)) for name, path in files("theme", config).items()}
    if config.accent:
        theme[STYLE] += _accent(config.accent).encode()
    if config.logo:
        own = {path.name for path in below(config.theme)}
        theme |= {name: icon for name, icon in logo_icons(config.static / config.logo).items() if name not in own}
    if config.fonts:
        theme[STYLE] += "".join(_fonts(config.fonts)).encode()
    return theme


def _accent(colour: str) -> str:
    """Return the rule that sets the colour of links: as it is on light paper, on dark paper a lighter shade."""
    return f"\n:root {{ --accent: light-dark({colour}, color-mix(in oklab, {colour} 40%, white)); }}\n"


_LATIN = "U+30-39, U+41-5A, U+61-7A, U+C0-24F"
"""What `digest.css` sets in a Latin face inside Arabic text."""
_UNPAIRED = "U+0-27, U+2A-3B, U+3D, U+3F-5A, U+5C, U+5E-7A, U+7C, U+7E-AA, U+AC-BA, U+BC-2038, U+203B-10FFFF"
"""All but brackets and guillemets. Some subsets of Arabic fonts hold one of a pair: where the other one, which mirrors
it in Arabic text, is missing, browsers draw it the wrong way round."""


def _fonts(fonts: Mapping[Lang, tuple[str, ...]]) -> Iterator[str]:
    """Yield the rules of a site's own fonts: files below `static`, a regular and a bold one, or one for all weights.

    Text is never laid out twice: a font that is not there at once is left for the next page (`optional`).
    """
    yield "\n"
    for lang, files in fonts.items():
        weights = ("400", "700") if len(files) > 1 else ("100 900",)
        for weight, file in zip(weights, files, strict=True):
            yield _face(f"Own {lang}", file, weight, f" unicode-range: {_UNPAIRED};" if lang == "ar" else "")
            if lang == "en":
                yield _face("Latin in Arabic", file, weight, f" size-adjust: 91%; unicode-range: {_LATIN};")
    faces = {"ar": '"Latin in Arabic", "Own ar", "Noto Naskh Arabic", "Geeza Pro", Tahoma', "en": '"Own en", Georgia'}
    yield from (f":lang({lang}) {{ --text: {faces[lang]}, serif; }}\n" for lang in fonts)


def _face(family: str, file: str, weight: str, more: str = "") -> str:
    source = f'url("../{quote(file)}") format("woff2")'
    rule = f'font-family: "{family}"; font-weight: {weight}; font-display: optional; src: {source};{more}'
    return f"@font-face {{ {rule} }}\n"


def assets(files: Mapping[str, bytes]) -> Iterator[Output]:
    """Yield the files of the theme as they are published; `files` has their contents by name."""
    for name, body in files.items():
        yield Output(asset_path(name), body)


def version(body: bytes) -> str:
    """Return the version of a file for its address (`?v=…`), so that no cache serves an old one: a digest of it."""
    return hashlib.sha256(body).hexdigest()[:8]


def below(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder that may not exist; hidden ones are left out."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path


def everything(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder that may not exist, hidden and linked ones too: a template may include them.

    Raises `DigestError` for what is neither a file nor a folder, and for a folder that can't be read.
    """
    entered: set[tuple[int, int]] = set()
    for place, folders_in_it, names in os.walk(folder, followlinks=True, onerror=_refuse):
        status = os.stat(place)  # noqa: PTH116
        if (status.st_dev, status.st_ino) in entered:  # by a link, which may lead round in circles
            folders_in_it.clear()
            continue
        entered.add((status.st_dev, status.st_ino))
        for path in (Path(place, name) for name in names):
            if path.is_symlink() and not path.exists():  # an editor's lock
                continue
            check_file(path, str(path))
            yield path


def _refuse(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        raise DigestError(f"cannot read it: {reason(error)}", str(error.filename), "check its permissions") from error
