"""Plain text: headline, standfirst, paragraphs, lists, credits are told by how they stand.

No word of the text is lost, and none moves: what is a credit (a byline, a date, a source) stays where it stands, unless
the page says the same words in its place.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import pairwise, takewhile
from typing import Literal

from digest.content import conventions, dates
from digest.content.body import Body
from digest.content.edits import EditedText
from digest.content.passage import Passage
from digest.content.sentences import split
from digest.errors import Problem
from digest.locale import words
from digest.model import Block, Lang, Sentence

MAX_TITLE = 250
"""Characters of a headline; a longer first line is a paragraph."""
MAX_STANDFIRST = 400
"""Characters of a standfirst."""
MAX_SUBHEADING = 60
"""Characters of a line that is taken for a subheading."""
_WRAPPED = range(30, 121)
"""Widths, in characters, at which editors and mail programs wrap lines."""

_STOP = re.compile(r"[.!?؟…:؛][\"'”»)\]]*\Z")
_END = re.compile(r"[.!…،,؛;\"'”»)\]]\Z")
_RULE = re.compile(r"(?:[-*_=~ـ•][ ]?){3,}")
_QUOTE = re.compile(r"(?:> ?)+")
_TATWEEL_DASH = re.compile(r"(?<!\S)\u0640(?=\u0640*[ \t\xa0]+[^\s\u0640])")
"""A tatweel that stands alone before a word: the dash of who types Arabic."""


@dataclass(slots=True)
class _Line:
    """A line that is not blank.

    Attributes:
        text, start: its clean text, and where it stands in that of the file.
        gap: how many blank lines are before it.
        role: `place` for a dateline, `date` for the article's date, `credit` for another credit; empty for text.
    """

    text: str
    start: int
    gap: int
    role: Literal["", "place", "date", "credit"] = ""

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def read_plain(
    text: EditedText,
    start: int,
    lang: Lang,
    *,
    path: str,
    zone: tzinfo,
    modified: datetime,
    paragraphs: str,
    ticker_words: tuple[str, ...],
    given: Mapping[str, str],
) -> Body:
    """Take plain text apart, from the offset `start` on.

    `modified` is when the file was last changed: a later date is not the article's, but one that it tells of.
    `paragraphs` is how it is divided, as in `site.toml`; `given` is what the header already gave, by name, which is not
    looked for.
    """
    source = text.text[start:].lstrip()
    if "\u0640" in source:
        source = _TATWEEL_DASH.sub("–", source)
    passage = Passage(source.rstrip(), [(0, len(text.text) - len(source))], text)
    lines = _lines(passage.text)
    if not lines:
        return Body()
    reader = _Reader(passage, lines, lang, path, zone, modified, ticker_words, given)
    reader.read(paragraphs)
    return reader.body


def _lines(text: str) -> list[_Line]:
    lines = []
    start = gap = 0
    for line in text.split("\n"):
        if line:
            lines.append(_Line(line, start, gap))
            gap = 0
        else:
            gap += 1
        start += len(line) + 1
    return lines


def is_wrapped(lines: list[_Line]) -> bool:
    """Tell whether the lines of a file were broken at a column, so that only blank lines part paragraphs.

    They were when lines end where the next word would have gone too far, and not where a sentence ends.
    """
    pairs = [
        (line.text, after.text)
        for line, after in pairwise(lines)
        if not after.gap and not any(conventions.item(near.text) or near.text.startswith(">") for near in (line, after))
    ]
    if len(pairs) < 2:
        return False
    width = max(len(line) for pair in pairs for line in pair)
    if width not in _WRAPPED:
        return False
    full = sum(len(line) + 1 + len(after.split(" ", 1)[0]) > width for line, after in pairs)
    stopped = sum(bool(_STOP.search(line)) for line, _ in pairs)
    return full * 10 >= len(pairs) * 6 and stopped * 2 < len(pairs)


class _Reader:
    """Takes lines from the front and the back as they are understood; what is left are paragraphs."""

    def __init__(
        self,
        passage: Passage,
        lines: list[_Line],
        lang: Lang,
        path: str,
        zone: tzinfo,
        modified: datetime,
        ticker_words: tuple[str, ...],
        given: Mapping[str, str],
    ) -> None:
        self.passage = passage
        self.lines = lines
        self.lang = lang
        self.path = path
        self.zone = zone
        self.modified = modified
        self.ticker_words = ticker_words
        self.given = given
        self.body = Body()

    def read(self, paragraphs: str) -> None:
        self.ticker()
        wrapped = paragraphs == "blank" or (paragraphs == "auto" and is_wrapped(self.lines))
        self.above_headline()
        headline = self.headline(wrapped)
        self.credits_below()
        self.credits_above(headline)
        groups = list(_groups(self.lines, wrapped))
        self.standfirst(groups)
        self.dateline(groups)
        self.body.blocks = tuple(self.blocks(groups))
        if self.body.date is None and "date" not in self.given:
            found = (dates.in_prose(group[0].text, self.zone) for group in groups[:3])
            self.body.date = next((date for date in found if date and self.is_past(date)), None)

    def sentence(self, start: int, end: int) -> Sentence:
        sentence = self.passage.sentence(start, end)
        assert sentence is not None  # noqa: S101 - lines are not blank
        return sentence

    def ticker(self) -> None:
        """Take the lines that begin with `عاجل:`; the mark alone marks the next line, or the headline after a gap."""
        tickers = []
        while self.lines and (begin := conventions.ticker(self.lines[0].text, self.ticker_words)) is not None:
            line = self.lines.pop(0)
            if begin < len(line.text):
                tickers.append(self.sentence(line.start + begin, line.end))
            elif self.lines and conventions.ticker(self.lines[0].text, self.ticker_words) is None:
                if self.lines[0].gap:
                    self.body.breaking = True
                    break
                line = self.lines.pop(0)
                tickers.append(self.sentence(line.start, line.end))
        self.body.ticker = tuple(tickers)

    def above_headline(self) -> None:
        """Take the dates, bylines and other credits that stand above the headline; a city alone may be one."""
        count = 0
        while count < min(3, len(self.lines)) and self.is_credit(text := self.lines[count].text):
            if conventions.is_city(text):
                break
            count += 1
        above, below = self.lines[:count], self.lines[count:]
        if not above or "title" in self.given or self.body.ticker:
            return
        if len(below) == 1 and not all(map(self.is_surely_credit, (line.text for line in above))):
            return
        if not below or (len(below) > 1 and all(self.is_credit(line.text) for line in below[1:])):
            return
        days = [date for line in above if (date := dates.in_line(line.text, self.zone))]
        if conventions.reads_as_text(below[0].text) and not days:
            return
        for line in above:
            if not self.take_byline(line.text):
                self.take_source(line.text)
        self.body.date = next(filter(self.is_past, days), None)
        self.body.above = tuple(self.sentence(line.start, line.end) for line in above)
        del self.lines[:count]

    def headline(self, wrapped: bool) -> str:
        """Take the first line, or the first lines where lines are wrapped; not a line that is a paragraph.

        Returns its text; empty where none was taken.
        """
        if not self.lines or "title" in self.given:
            title = self.given.get("title", "")
            if self.lines and self.lines[0].text == title:
                del self.lines[0]
            return title
        count = 1
        if wrapped:
            while count < len(self.lines) and not self.lines[count].gap:
                count += 1
        first, last = self.lines[0], self.lines[count - 1]
        text = self.passage.text[first.start : last.end]
        if self.body.ticker and not self.is_headline(text, self.lines[count:]):
            return ""
        dateline = conventions.dateline(text) if conventions.reads_as_text(text) else None
        has_text = len(self.lines) > count or not self.body.above
        if not dateline and has_text and len(text) <= MAX_TITLE and not (wrapped and count > 3):
            self.body.title = self.sentence(first.start, last.end)
            del self.lines[:count]
            return text
        begin = first.start + (dateline[1] if dateline else 0)
        self.body.title = self.passage.sentences(self.lang, begin, last.end)[0]
        self.body.warnings.append(
            Problem(
                "it has no headline: its first sentence serves as one",
                self.path,
                f"begin with a line of at most {MAX_TITLE} characters, or a `Title:` line",
                first.text[:80] + "…",
            )
        )
        return ""

    def is_headline(self, text: str, after: list[_Line]) -> bool:
        """Tell whether a text under a ticker line is a headline, or the text of a flash that has no other."""
        if conventions.reads_as_text(text) or conventions.item(text) or self.is_credit(text):
            return False
        return any(not self.is_credit(line.text) for line in after)

    def is_credit(self, line: str) -> bool:
        return bool(
            conventions.is_dateline(line)
            or conventions.byline(line)
            or conventions.is_credit(line)
            or conventions.source(line)
            or conventions.is_picture_credit(line)
            or dates.in_line(line, self.zone)
        )

    def is_surely_credit(self, line: str) -> bool:
        """Tell whether a line is a date or a byline, which no headline reads like."""
        return bool(conventions.byline(line) or dates.in_line(line, self.zone))

    def is_past(self, date: dates.Date) -> bool:
        """Tell whether an article can be of that date: it does not lie after the file's own."""
        return date.value <= self.modified

    def credits_below(self) -> None:
        """Find the source, the byline and the date that end the text; take the source, where the page says the same."""
        for index in range(len(self.lines) - 1, max(-1, len(self.lines) - 4), -1):
            line = self.lines[index]
            if line.role:
                continue
            announced = index > 0 and conventions.is_source_label(self.lines[index - 1].text)
            if announced and self.take_source(f"{self.lines[index - 1].text} {line.text}"):
                self.lines[index - 1].role = line.role = "credit"
            elif self.take_source(line.text):
                shown = filter(None, (words(self.lang)("source"), self.body.source, self.body.url))
                if index == len(self.lines) - 1 and conventions.says(line.text, *shown):
                    self.lines.pop()
                    continue
                line.role = "credit"
            elif (
                self.take_byline(line.text)
                or conventions.is_credit(line.text)
                or conventions.is_picture_credit(line.text)
            ):
                line.role = "credit"
            elif not self.take_date(index, before=self.lines[index - 1].text if index else ""):
                return

    def credits_above(self, headline: str) -> None:
        """Find the credits among the first lines; take a byline under the headline, where the page says the same."""
        cities = [line for line in self.lines if conventions.is_city(line.text)]
        before, kept, index = headline, False, 0
        while index < min(4, len(self.lines)) and not self.lines[index].role:
            line = self.lines[index]
            if conventions.is_dateline(line.text) and not (len(cities) > 1 and line in cities):
                line.role = "place"
            elif found := self.take_byline(line.text):
                if not kept and conventions.says(line.text, words(self.lang)("by"), *found):
                    self.drop(index)
                    continue
                line.role = "credit"
            elif (
                self.take_source(line.text)
                or conventions.is_credit(line.text)
                or conventions.is_picture_credit(line.text)
            ):
                line.role = "credit"
            elif all(near.role for near in self.lines[:index]):
                self.take_date(index, before=before)
            before, kept, index = line.text, True, index + 1

    def take_byline(self, line: str) -> tuple[str, ...]:
        """Take the authors from a byline, and return them; none from any other line."""
        found = conventions.byline(line) if "author" not in self.given else ()
        self.body.authors = tuple(dict.fromkeys((*self.body.authors, *found)))
        return found

    def take_source(self, line: str) -> bool:
        """Take name and address from a source line, and tell whether it is one: the first, and none in the header."""
        if self.body.source or self.body.url or "source" in self.given or "url" in self.given:
            return False
        found = conventions.source(line)
        if found:
            self.body.source, self.body.url = found
        return found is not None

    def take_date(self, index: int, *, before: str) -> bool:
        """Take the date of a line that is nothing else, and tell whether it is the article's.

        It is not where the line `before` it announces it, where it begins a programme, or is one of several.
        """
        line = self.lines[index]
        date = dates.in_line(line.text, self.zone)
        if date is None or not self.is_past(date) or conventions.announces(before):
            return False
        after = self.lines[index + 1].text if index + 1 < len(self.lines) else ""
        if conventions.is_hour(after) or conventions.item(after):
            return False
        if any(other != date for near in self.lines if (other := dates.in_line(near.text, self.zone))):
            return False
        self.body.date = self.body.date or date
        line.role = "date"
        return True

    def drop(self, index: int) -> None:
        line = self.lines.pop(index)
        if index < len(self.lines):
            self.lines[index].gap = max(line.gap, self.lines[index].gap)

    def standfirst(self, groups: list[list[_Line]]) -> None:
        """Take the first paragraph, when it is short and set off from a text whose paragraphs stand closer together."""
        if len(groups) < 3 or "standfirst" in self.given:
            return
        first, after, *_ = groups
        text = self.passage.text[first[0].start : first[-1].end]
        gaps = sorted(group[0].gap for group in groups[2:] if not group[0].role)
        if not gaps or after[0].gap <= gaps[len(gaps) // 2] or len(text) > MAX_STANDFIRST:
            return
        if first[0].role or len(re.findall(r"[^\W\d_]+", text)) < 3 or self.is_credit(text):
            return
        if conventions.dateline(text) or conventions.item(text) or conventions.is_pointer(text) or text.startswith(">"):
            return
        if not any(_STOP.search(group[-1].text) or len(group[-1].text) > MAX_SUBHEADING for group in groups[1:]):
            return
        self.body.standfirst = self.passage.sentences(self.lang, first[0].start, first[-1].end)
        del groups[0]

    def dateline(self, groups: list[list[_Line]]) -> None:
        """Take the dateline above the text, or that the text begins with; a date beside it is part of it."""
        if not groups or "dateline" in self.given:
            return
        alone = list(takewhile(lambda line: line.role in ("place", "date"), (group[0] for group in groups)))
        count = len(alone)
        if any(line.role == "place" for line in alone):
            start, end = alone[0].start, alone[-1].end
        elif count < len(groups) and (found := conventions.dateline(groups[count][0].text)):
            line = groups[count][0]
            start, end = (alone[0] if alone else line).start, line.start + found[0]
            groups[count][0] = _Line(line.text[found[1] :], line.start + found[1], line.gap)
        else:
            return
        del groups[:count]
        self.body.dateline = self.sentence(start, end)
        date = dates.in_dateline(self.body.dateline.text, self.zone)
        if self.body.date is None and date and self.is_past(date):
            self.body.date = date

    def blocks(self, groups: list[list[_Line]]) -> Iterator[Block]:
        groups = [part for group in groups for part in self.parts(group)]
        cities = {index for index, group in enumerate(groups) if conventions.is_city(group[0].text)}
        items = _items(groups)
        for index, group in enumerate(groups):
            first, end = group[0], group[-1].end
            if index in items:
                mark = items[index]
                sentences = self.passage.sentences(self.lang, first.start + mark.length, end)
                yield Block(kind="item", level=1, number=mark.number, sentences=sentences)
            elif quote := _QUOTE.match(first.text):
                yield from self.quote(group, quote[0].count(">"))
            elif len(group) == 1 and _RULE.fullmatch(first.text):
                yield Block(kind="rule")
            elif _is_heading(groups, index) or (index in cities and len(cities) > 1 and index + 1 < len(groups)):
                yield Block(kind="heading", level=2, sentences=(self.sentence(first.start, end),))
            elif sentences := self.passage.sentences(self.lang, first.start, end):
                yield Block(kind="credit" if first.role else "paragraph", sentences=sentences)

    def parts(self, group: list[_Line]) -> Iterator[list[_Line]]:
        """Yield a paragraph as it is, or in parts where a list runs on in it.

        Where its items are a sentence each, the last one is, too: what comes after it is a paragraph again.
        """
        first = group[0]
        text = self.passage.text[first.start : group[-1].end]
        places = conventions.inline_items(text)
        if not places:
            yield group
            return
        ends = [split(text[start:end], self.lang)[0][1] + start for start, end in pairwise([*places, len(text)])]
        if all(not text[end:after].strip() for end, after in zip(ends, places[1:], strict=False)):
            places.append(ends[-1])
        for start, end in pairwise(dict.fromkeys([0, *places, len(text)])):
            part = text[start:end]
            if bare := part.strip():
                begin = start + len(part) - len(part.lstrip())
                yield [_Line(bare, first.start + begin, first.gap if start == 0 else 0)]

    def quote(self, group: list[_Line], depth: int) -> Iterator[Block]:
        for line in group:
            mark = _QUOTE.match(line.text)
            if sentences := self.passage.sentences(self.lang, line.start + (mark.end() if mark else 0), line.end):
                yield Block(kind="paragraph", quoted=min(depth, 9), sentences=sentences)


def _groups(lines: list[_Line], wrapped: bool) -> Iterator[list[_Line]]:
    """Yield the lines of each paragraph: one, or where lines are wrapped, those up to a blank line or a list mark."""
    counted = _counted(lines) if wrapped else set()
    group: list[_Line] = []
    for index, line in enumerate(lines):
        goes_on = (
            not line.gap
            and not line.role
            and index not in counted
            and not conventions.item(line.text)
            and not line.text.startswith(">")
        )
        if group and wrapped and goes_on and not group[0].role:
            group.append(line)
            continue
        if group:
            yield group
        group = [line]
    if group:
        yield group


def _counted(lines: list[_Line]) -> set[int]:
    """Return which lines letters or Roman numerals count (`أ- …`, `ب- …`): each begins a paragraph."""
    counted: set[int] = set()
    before, letter = 0, ""
    for index, line in enumerate(lines):
        if after := conventions.lettered(line.text):
            if conventions.follows(letter, after):
                counted |= {before, index}
            before, letter = index, after
    return counted


def _is_heading(groups: list[list[_Line]], index: int) -> bool:
    """Tell whether a paragraph is a subheading: short, without a stop, between two that are long and end with one."""
    group = groups[index]
    if len(group) > 1 or len(group[0].text) > MAX_SUBHEADING or not 0 < index < len(groups) - 1:
        return False
    if _END.search(group[0].text):
        return False
    around = (groups[index - 1], groups[index + 1])
    return all(_STOP.search(near[-1].text) and len(near[-1].text) > MAX_SUBHEADING for near in around)


def _items(groups: list[list[_Line]]) -> dict[int, conventions.Item]:
    """Find the groups that are list items: two or more in a row, numbers counting up; a `•` needs no company."""
    found: dict[int, conventions.Item] = {}
    run: list[tuple[int, conventions.Item]] = []
    for index, group in enumerate([*groups, None]):
        mark = conventions.item(group[0].text) if group else None
        if run and (not mark or not _continues(run[-1][1], mark)):
            if len(run) > 1 or groups[run[0][0]][0].text[0] in conventions.BULLETS:
                found.update(run)
            run = []
        if mark:
            run.append((index, mark))
    return found


def _continues(item: conventions.Item, after: conventions.Item) -> bool:
    if item.number is None or after.number is None:
        return item.number == after.number
    return after.number == item.number + 1
