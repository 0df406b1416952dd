"""Social cards: the headline of a story in both scripts, drawn as a picture for those who see a link to it.

Pillow shapes letters and orders them within a run of one script, by raqm; it draws a run in one font, and breaks no
lines. Here a headline is cut into such runs, and they are set in lines, from the side where its language begins.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from digest.config import Config
from digest.files import read_bytes, replace_file
from digest.fingerprint import fingerprint, fingerprint_bytes
from digest.markup import isolated
from digest.model import LANGS, Lang, other
from digest.render.bilingual import site_names
from digest.site.site import Site
from digest.site.social_cards import CARD_SIZE
from digest.site.summary import Summary

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

_VERSION = "1"
"""Of the drawing: another one makes all cards anew."""
_PAPER, _INK, _RULE, _ACCENT = "#fdfcf9", "#1d1a17", "#ddd6ca", "#8f1d1d"
_MARGIN, _GUTTER = 72, 72
_NAMES, _TOP, _BOTTOM, _FOOT = 84, 176, 520, 572
"""Heights from above: of the base line of the site's name, of the headline's space, of the base line of the section."""
_SMALL, _MIDDLE = 30, 40
_SIZES = (84, 68, 60, 52, 46, 40, 36, 32, 28)
"""Of headlines, in pixels: the largest that fits; the last is cut."""
_SCALE: Mapping[Lang, float] = {"ar": 1.12, "en": 1}  # Arabic letters are small for their size
_LEADING: Mapping[Lang, float] = {"ar": 1.5, "en": 1.22}
_SIDES: Mapping[Lang, str] = {"ar": "rtl", "en": "ltr"}
_COLOURS = 32
"""Of the file: the few that a card has, and the shades between them."""

_ISOLATE = re.compile("[\u2066\u2067](.*?)\u2069")
_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f](?:[\w '’.,&+#/-]*[\w+#])?|\d+(?:[.,:/-]\d+)+", re.ASCII)
"""In Arabic: words in Latin letters with what is between them, and a score or a date, which read from the left."""


@dataclass(frozen=True, slots=True)
class CardText:
    """What a card says.

    Attributes:
        names: of the site.
        titles: the headline, in each language that has one.
        section: its names; none for a story without one.
        accent: the colour of the section and of the line above all.
    """

    names: Mapping[Lang, str]
    titles: Mapping[Lang, str]
    section: Mapping[Lang, str]
    accent: str

    @property
    def version(self) -> str:
        """A fingerprint of all that the card says."""
        return fingerprint(_VERSION, repr(self))


def card_text(story: Summary, site: Site) -> CardText:
    """Return what the card of a story says."""
    section = site.section(story.article)
    titles = {lang: story.briefs[lang].title for lang in LANGS if story.briefs[lang].title_lang == lang}
    only = site.config.languages
    return CardText(
        names=dict(site_names(site.config)),
        titles={only: titles[only]} if only != "both" and only in titles else titles,
        section=dict(section.names) if section else {},
        accent=site.config.accent or _ACCENT,
    )


def card_file(text: CardText, config: Config) -> bytes:
    """Return a card as PNG; one that was drawn before comes from the user's cache folder."""
    import PIL

    fonts = config.card_font_files
    drawn_with = (_digest(str(fonts[lang])) for lang in LANGS)
    name = fingerprint(text.version, PIL.__version__, *drawn_with)
    kept = config.user_cache / "cards" / f"{name}.png" if config.user_cache else None
    if kept:
        with suppress(OSError):
            return kept.read_bytes()
    made = draw_card(text, fonts)
    if kept:
        with suppress(OSError):
            kept.parent.mkdir(parents=True, exist_ok=True)
            replace_file(kept, made)
    return made


@lru_cache(8)
def _digest(path: str) -> str:
    return fingerprint_bytes(read_bytes(Path(path), path))


def draw_card(text: CardText, fonts: Mapping[Lang, Path]) -> bytes:
    """Return a card as PNG, drawn with a font file for each language."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", CARD_SIZE, _PAPER)
    canvas = ImageDraw.Draw(picture)
    width, _ = CARD_SIZE
    canvas.rectangle((0, 0, width, 11), fill=text.accent)
    canvas.rectangle((_MARGIN, 116, width - _MARGIN, 119), fill=_INK)
    canvas.rectangle((_MARGIN, 123, width - _MARGIN, 124), fill=_INK)
    for lang in LANGS:
        _Setting(canvas, fonts, lang, _MIDDLE).line(text.names.get(lang, ""), _MARGIN, width - _MARGIN, _NAMES, _INK)
        section = text.section.get(lang, "")
        _Setting(canvas, fonts, lang, _SMALL).line(section, _MARGIN, width - _MARGIN, _FOOT, text.accent)
    middle = width // 2
    columns = {"en": (_MARGIN, middle - _GUTTER // 2), "ar": (middle + _GUTTER // 2, width - _MARGIN)}
    alone = len(text.titles) == 1
    if not alone:
        canvas.line((middle, _TOP - 8, middle, _BOTTOM), fill=_RULE, width=2)
    places = {lang: (_MARGIN, width - _MARGIN) if alone else columns[lang] for lang in text.titles}
    size = min((_fitting(canvas, fonts, lang, text.titles[lang], *places[lang]) for lang in places), default=_SIZES[0])
    for lang, (left, right) in places.items():
        _Setting(canvas, fonts, lang, size).paragraph(text.titles[lang], left, right)
    out = BytesIO()
    picture.quantize(_COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()


def _fitting(canvas: "ImageDraw", fonts: Mapping[Lang, Path], lang: Lang, title: str, left: int, right: int) -> int:
    """Return the largest size in which a headline fits between two sides; the smallest where none does."""
    for size in _SIZES:
        setting = _Setting(canvas, fonts, lang, size)
        lines = setting.lines(title, right - left)
        if len(lines) <= setting.most_lines and all(setting.width(line) <= right - left for line in lines):
            return size
    return _SIZES[-1]


@dataclass(frozen=True, slots=True)
class _Run:
    """Some characters that are drawn in one go: in a font, from the side where a language begins."""

    text: str
    font: Lang
    direction: Lang


class _Setting:
    """Text of one language, in one size."""

    def __init__(self, canvas: "ImageDraw", fonts: Mapping[Lang, Path], lang: Lang, size: int) -> None:
        self._canvas = canvas
        self._lang = lang
        self._fonts = {each: _font(str(fonts[each]), round(size * _SCALE[each])) for each in LANGS}
        self._leading = round(size * _LEADING[lang])
        self._size = size

    @property
    def most_lines(self) -> int:
        """The lines that fit a card."""
        return (_BOTTOM - _TOP) // self._leading

    def line(self, text: str, left: int, right: int, base: int, colour: str) -> None:
        """Draw a line from its own side, on a base line; what does not fit into half of the room is cut."""
        lines = self.lines(text, (right - left - _GUTTER) // 2)
        if lines:
            self._draw(lines[0], left, right, base, colour)

    def paragraph(self, text: str, left: int, right: int) -> None:
        """Draw a headline at the place for headlines; one that is too long ends in an ellipsis."""
        lines = self.lines(text, right - left)
        if len(lines) > self.most_lines:
            lines = lines[: self.most_lines]
            lines[-1] = [*lines[-1], *self._runs("…")]
        for number, line in enumerate(lines):
            self._draw(line, left, right, _TOP + self._size + number * self._leading, _INK)

    def lines(self, text: str, room: int) -> list[list[_Run]]:
        """Return a text in lines of at most so many pixels, but for a word that is longer."""
        lines: list[list[_Run]] = []
        for word in _words(self._runs(text)):
            if lines and self.width([*lines[-1], *word]) <= room:
                lines[-1] = _joined([*lines[-1], *word])
            else:
                first, *rest = word
                lines.append([_Run(first.text.lstrip(" "), first.font, first.direction), *rest])
        return lines

    def width(self, runs: Sequence[_Run]) -> float:
        """Return how many pixels a line takes."""
        return sum(self._width(run) for run in _joined(runs))

    def _draw(self, line: Sequence[_Run], left: int, right: int, base: int, colour: str) -> None:
        place = float(left if self._lang == "en" else right)
        for run in line:
            width = self._width(run)
            start = place if self._lang == "en" else place - width
            self._canvas.text(
                (start, base),
                run.text,
                colour,
                self._fonts[run.font],
                "ls",
                direction=_SIDES[run.direction],
                language=run.direction,
            )
            place += width if self._lang == "en" else -width

    def _width(self, run: _Run) -> float:
        return self._fonts[run.font].getlength(run.text, direction=_SIDES[run.direction], language=run.direction)

    def _runs(self, text: str) -> list[_Run]:
        """Return a text in runs; a character that neither font has is left out."""
        return _joined(run for piece, lang in _pieces(text, self._lang) for run in self._in_fonts(piece, lang))

    def _in_fonts(self, piece: str, lang: Lang) -> Iterator[_Run]:
        if lang != self._lang:  # it is drawn in one go, so that its order is its own
            fonts = (each for each in (lang, self._lang) if all(_has(self._fonts[each], letter) for letter in piece))
            yield _Run(piece, next(fonts, lang), lang)
            return
        for letter in piece:
            font = next((each for each in (lang, other(lang)) if _has(self._fonts[each], letter)), None)
            if font:
                yield _Run(letter, font, lang)


def _pieces(text: str, lang: Lang) -> Iterator[tuple[str, Lang]]:
    """Yield a text in pieces, each with the language from whose side it reads."""
    end = 0
    marked = isolated(" ".join(text.split()), lang)
    for isolate in _ISOLATE.finditer(marked):
        yield from _latin_apart(marked[end : isolate.start()], lang)
        yield _MARKS.sub("", isolate[1]), other(lang)
        end = isolate.end()
    yield from _latin_apart(marked[end:], lang)


def _latin_apart(text: str, lang: Lang) -> Iterator[tuple[str, Lang]]:
    end = 0
    for match in _LATIN.finditer(text) if lang == "ar" else ():
        yield text[end : match.start()], lang
        yield match[0], "en"
        end = match.end()
    yield text[end:], lang


def _words(runs: Sequence[_Run]) -> Iterator[list[_Run]]:
    """Yield what no line is broken in: the runs of a word, with the space before it."""
    word: list[_Run] = []
    for run in runs:
        for part in re.split("(?= )", run.text):
            if part.startswith(" ") and word:
                yield word
                word = []
            if part:
                word.append(_Run(part, run.font, run.direction))
    if word:
        yield word


def _joined(runs: "Sequence[_Run] | Iterator[_Run]") -> list[_Run]:
    """Return runs of which no two neighbours could be one."""
    alike = groupby(runs, lambda run: (run.font, run.direction))
    return [_Run("".join(run.text for run in together), font, lang) for (font, lang), together in alike]


@lru_cache(64)
def _font(path: str, size: int) -> "FreeTypeFont":
    from PIL import ImageFont

    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.RAQM)


@lru_cache(4096)
def _has(font: "FreeTypeFont", letter: str) -> bool:
    """Tell whether a font has a character: it draws another one than for what is none."""
    return letter == " " or bytes(font.getmask(letter)) != bytes(font.getmask("\U0010fffe"))
