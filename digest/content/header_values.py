"""The values of a header, checked: dates, lists, yes and no, addresses. Mistakes are collected."""

import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from digest.content import conventions, dates, images
from digest.content.addresses import file_slug, former_path
from digest.content.header import Field, Header
from digest.content.passage import Passage
from digest.content.text_input import bare_address, clean_name, inert
from digest.errors import Problem
from digest.messages import nearest
from digest.model import Image, Lang, Sentence

MAX_WORDS = 100
"""Tags, or authors, of an article: each has pages of its own."""

MAX_WEIGHT = 1000

LONGEST_ID = 200
"""Letters of the id of an article."""

_ID = re.compile(r"\w+(?:[.-]\w+)*")

_DATED = re.compile(r"(.{4,40}?)(?:\s*[:：]\s+|\s+[-–—]\s+)(.+)|(\d{4}-\d\d-\d\d)\s+(.+)", re.DOTALL)
"""A date, and the text that follows it."""

T = TypeVar("T")

_LANGS: dict[str, Lang] = {
    "ar": "ar",
    "arabic": "ar",
    "عربي": "ar",
    "عربية": "ar",
    "العربية": "ar",
    "en": "en",
    "english": "en",
    "إنجليزي": "en",
    "الإنجليزية": "en",
    "انجليزي": "en",
    "الانجليزية": "en",
}
_ANSWERS = {
    **dict.fromkeys(("true", "yes", "on", "1", "نعم"), True),
    **dict.fromkeys(("false", "no", "off", "0", "لا"), False),
}
_AS_IN = "as in `2019-11-14`, `2019-11-14 18:30` or `14 نوفمبر 2019`"


@dataclass(slots=True)
class HeaderValues:
    """The fields of a header, each read as what its name asks for; `problems` holds the mistakes met so far."""

    header: Header
    text: str
    path: str
    zone: tzinfo
    problems: list[Problem] = field(default_factory=list)
    _wholes: dict[str, Passage] = field(default_factory=dict)

    def given(self) -> dict[str, str]:
        """Return the names that the header gives, and their values as one text each."""
        return {name: self._whole(entry).text for name, entry in self.header.fields.items()}

    def word(self, name: str) -> str | None:
        """Return a value of one line."""
        return clean_name(entry.value) if (entry := self.header.fields.get(name)) else None

    def words(self, name: str) -> tuple[str, ...]:
        """Return a list: as it was written, or parted at commas."""
        entry = self.header.fields.get(name)
        if not entry:
            return ()
        texts = [clean_name(value) for value in entry.values]
        parted = conventions.names if name in ("author", "translator", "reviewer") else conventions.terms
        words = texts if entry.is_list else [part for text in texts for part in parted(text)]
        distinct = tuple(dict.fromkeys(filter(None, words)))
        if len(distinct) > MAX_WORDS:
            self._wrong(entry, f"`{name.title()}` has {len(distinct):,} entries", f"give at most {MAX_WORDS}")
        return distinct[:MAX_WORDS]

    def sentence(self, name: str) -> Sentence | None:
        entry = self.header.fields.get(name)
        return self._whole(entry).sentence() if entry else None

    def sentences(self, name: str, lang: Lang | None = None) -> tuple[Sentence, ...]:
        """Return a text cut into sentences; without `lang`, each of its values as one."""
        entry = self.header.fields.get(name)
        if not entry:
            return ()
        if lang:
            return self._whole(entry).sentences(lang)
        found = (self._passage(entry, value).sentence() for value in entry.values)
        return tuple(sentence for sentence in found if sentence)

    def lang(self) -> Lang | None:
        return self._choice("lang", _LANGS, "write `ar` or `en`")

    def yes(self, name: str) -> bool:
        return bool(self._choice(name, _ANSWERS, "write `true` or `false`"))

    def weight(self) -> int:
        entry = self.header.fields.get("weight")
        if not entry:
            return 0
        with suppress(ValueError):
            if abs(weight := int(entry.value)) <= MAX_WEIGHT:
                return weight
        hint = f"a whole number up to {MAX_WEIGHT}: heavier stories stand first on the front page"
        self._wrong(entry, f"`{entry.value}` is not a value of `Weight`", hint)
        return 0

    def date(self, name: str) -> dates.Date | None:
        entry = self.header.fields.get(name)
        if not entry:
            return None
        try:
            date = dates.parse(entry.value, self.zone)
        except dates.ImpossibleDateError as error:
            self._wrong(entry, f"`{entry.value}` is no possible date: {error}", _AS_IN)
            return None
        if date is None:
            self._wrong(entry, f"`{entry.value}` is not a date", _AS_IN)
        return date

    def corrections(self) -> list[tuple[dates.Date, Sentence]]:
        """Return what was corrected after the article was published, each with when; the oldest first."""
        entry = self.header.fields.get("correction")
        found: list[tuple[dates.Date, Sentence]] = []
        for value in entry.values if entry else ():
            try:
                date, text = self._dated(value)
            except dates.ImpossibleDateError as error:
                date, text = None, str(error)
            sentence = self._passage(entry, text).sentence() if entry and date else None
            if date and sentence:
                found.append((date, sentence))
            elif entry:
                hint = "as in `2019-11-14: The bridge is 12 metres long, not 21.`"
                self._wrong(entry, f"a correction is a date and a text, not `{value[:80]}`", hint)
        return sorted(found, key=lambda one: one[0].value)

    def _dated(self, value: str) -> tuple[dates.Date | None, str]:
        """Return the date that a text begins with, and the rest. Raises `dates.ImpossibleDateError`."""
        match = _DATED.match(value)
        if not match:
            return None, ""
        return dates.parse(match[1] or match[3], self.zone), match[2] or match[4]

    def url(self) -> str | None:
        entry = self.header.fields.get("url")
        if not entry:
            return None
        url = bare_address(inert(entry.value)).strip()
        try:
            parts = urlsplit(url)
            good = parts.scheme in ("http", "https") and bool(parts.hostname) and not any(map(str.isspace, url))
        except ValueError:
            good = False
        if good:
            return url
        self._wrong(entry, f"`{entry.value}` is not a web address", "as in `https://example.org/story`")
        return None

    def image(self, content: Path) -> Image | None:
        """Return the picture that stands for the article, which lies below `content`; none of another site."""
        entry = self.header.fields.get("image")
        if not entry:
            return None
        try:
            path, width, height = images.locate(entry.value, self.path, content)
        except images.ImageError as error:
            self._wrong(entry, error.problem, error.hint)
            return None
        if images.is_elsewhere(path):
            self._wrong(entry, f"the picture `{path}` lies on another site", "copy it beside the article")
            return None
        image = Image(path=path, width=width, height=height)
        if not image.is_picture:
            self._wrong(entry, f"`{path}` is not a picture", "name a picture that shows what it is about")
            return None
        return image

    def id(self) -> str | None:
        entry = self.header.fields.get("id")
        if not entry:
            return None
        if len(entry.value) <= LONGEST_ID and _ID.fullmatch(entry.value):
            return entry.value
        self._wrong(entry, f"`{entry.value}` can't be an id", "letters, digits, hyphens and inner dots only")
        return None

    def slug(self) -> str | None:
        """Return the last part of the article's address, where the header names one."""
        entry = self.header.fields.get("slug")
        if not entry:
            return None
        slug = file_slug(entry.value)
        if slug == unicodedata.normalize("NFC", entry.value) and slug:
            return slug
        hint = f"write `{slug}`" if slug else "letters, digits and hyphens"
        self._wrong(entry, f"`{entry.value}` can't be the last part of an address", hint)
        return None

    def aliases(self, base_path: str) -> tuple[str, ...]:
        """Return the paths of the addresses that the article had, below the site's own, distinct."""
        entry = self.header.fields.get("aliases")
        paths = []
        for written in self.words("aliases"):
            path = former_path(written, base_path)
            if path:
                paths.append(path)
            elif entry:
                self._wrong(entry, f"`{written}` is not an address of a site", "as in `/2019/05/story/`")
        return tuple(dict.fromkeys(paths))

    def check_order(self, published: datetime, *, earlier: str, later: str, date: datetime | None) -> None:
        """Object when `later` lies before what it follows."""
        entry = self.header.fields.get(later)
        if entry and date and date < published:
            self._wrong(
                entry,
                f"`{later.title()}` (`{entry.value}`) lies before `{earlier.title()}` (`{published:%Y-%m-%d}`)",
                "one of the two is wrong",
            )

    def withdrawal(self, lang: Lang) -> tuple[bool, tuple[Sentence, ...]]:
        """Return whether the article was taken back, and the sentences of the reason; none where it is only `yes`."""
        entry = self.header.fields.get("withdrawn")
        if not entry:
            return False, ()
        answer = _ANSWERS.get(entry.value.casefold().strip())
        return answer is not False, self.sentences("withdrawn", lang) if answer is None else ()

    def _choice(self, name: str, choices: Mapping[str, T], hint: str) -> T | None:
        entry = self.header.fields.get(name)
        if not entry:
            return None
        answer = choices.get(entry.value.casefold().strip())
        if answer is None:
            self._wrong(
                entry, f"`{entry.value}` is not a value of `{name.title()}`", nearest(entry.value, choices) or hint
            )
        return answer

    def _wrong(self, entry: Field, problem: str, hint: str) -> None:
        line_start = max(self.text.rfind("\n", 0, entry.start), self.text.rfind("\r", 0, entry.start)) + 1
        excerpt = self.text[line_start : entry.end].strip()[:120]
        self.problems.append(Problem(problem, f"{self.path}:{entry.line}", hint, excerpt))

    def _whole(self, entry: Field) -> Passage:
        """Return all values of a field as one passage."""
        if entry.name not in self._wholes:
            self._wholes[entry.name] = self._passage(entry, entry.value)
        return self._wholes[entry.name]

    def _passage(self, entry: Field, value: str) -> Passage:
        start = self.text.find(value, entry.start) if value else -1
        written = 0 <= start <= entry.end or self.text.startswith(value, entry.start)
        return Passage(value, [(0, start if written and start >= 0 else entry.start)])
