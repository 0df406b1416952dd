"""The fonts that social cards are drawn with: files that a site names, else those that fontconfig finds."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from digest.errors import Problem
from digest.model import LANGS, Lang

_FAMILIES: Mapping[Lang, str] = {
    "ar": "Noto Naskh Arabic,Amiri,Scheherazade New,Vazirmatn,Noto Sans Arabic",
    "en": "Noto Serif,Source Serif 4,Source Serif Pro,Gelasio,Liberation Serif,DejaVu Serif",
}
"""Those that are asked for first; where none of them is installed, any that has the letters of the language."""
_LANGUAGES: Mapping[Lang, str] = {"ar": "Arabic", "en": "English"}
_SECONDS = 20


def card_fonts(named: Mapping[Lang, str], root: Path) -> tuple[Mapping[Lang, Path], tuple[Problem, ...]]:
    """Return a font file for each language, or none at all, with the reasons.

    `named` are the files that `[card_fonts]` in `site.toml` names, relative to `root`.
    """
    from PIL import features

    if not features.check("raqm"):
        hint = "install the library FriBidi (`libfribidi0`, `brew install fribidi`)"
        return {}, (
            Problem("no social cards are drawn: Pillow can't shape Arabic here, for it finds no FriBidi", hint=hint),
        )
    fonts: dict[Lang, Path] = {}
    problems = []
    for lang in LANGS:
        path = root / named[lang] if lang in named else _found(lang)
        if path and _opens(path):
            fonts[lang] = path
        elif path:
            problem = f"no social cards are drawn: `{named.get(lang, path)}` is no font that can be read"
            problems.append(Problem(problem, "", "name a TrueType or OpenType file, by its path from `site.toml`"))
        else:
            hint = f'install fontconfig and a font for it, or name a file: `[card_fonts]` and `{lang} = "fonts/….ttf"`'
            problem = f"no social cards are drawn: there is no font for {_LANGUAGES[lang]}"
            problems.append(Problem(problem, "", hint))
    return ({}, tuple(problems)) if problems else (fonts, ())


def _found(lang: Lang) -> Path | None:
    """Return the bold font for a language that fontconfig likes best; None where it is missing, or has none."""
    program = shutil.which("fc-match")
    if not program:
        return None
    command = [program, "--format=%{file}\n%{lang}", f"{_FAMILIES[lang]}:bold:lang={lang}"]
    try:
        answer = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None
    file, _, langs = answer.stdout.decode("utf-8", "surrogateescape").partition("\n")
    return Path(file) if lang in langs.split("|") else None  # fontconfig has an answer to every question


def _opens(path: Path) -> bool:
    """Tell whether Pillow can draw with a file."""
    from PIL import ImageFont

    try:
        ImageFont.truetype(str(path), 12)
    except OSError:
        return False
    return True
