"""Plain text: headline, standfirst, paragraphs, lists, credits are told by how they stand."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from itertools import pairwise

from digest.content import conventions, dates
from digest.content.body import Body
from digest.content.edits import EditedText
from digest.content.passage import Passage
from digest.errors import Problem
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


@dataclass(slots=True)
class _Line:
    """A line that is not blank: where it stands in the clean text, and how many blank lines are before it."""

    text: str
    start: int
    gap: int

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
    paragraphs: str,
    ticker_words: tuple[str, ...],
    given: Mapping[str, str],
) -> Body:
    """Take plain text apart, from the offset `start` on.

    `paragraphs` is how it is divided, as in `site.toml`; `given` is what the header already gave, by name, which is not
    looked for.
    """
    source = text.text[start:].lstrip()
    passage = Passage(source.rstrip(), [(0, len(text.text) - len(source))], text)
    lines = _lines(passage.text)
    if not lines:
        return Body()
    reader = _Reader(passage, lines, lang, path, zone, ticker_words, given)
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
        ticker_words: tuple[str, ...],
        given: Mapping[str, str],
    ) -> None:
        self.passage = passage
        self.lines = lines
        self.lang = lang
        self.path = path
        self.zone = zone
        self.ticker_words = ticker_words
        self.given = given
        self.body = Body()

    def read(self, paragraphs: str) -> None:
        self.ticker()
        wrapped = paragraphs == "blank" or (paragraphs == "auto" and is_wrapped(self.lines))
        self.headline(wrapped)
        self.credits()
        groups = list(_groups(self.lines, wrapped))
        self.standfirst(groups)
        self.dateline(groups)
        self.body.blocks = tuple(self.blocks(groups))
        if self.body.date is None and "date" not in self.given:
            self.body.date = next(
                (date for group in groups[:3] if (date := dates.in_prose(group[0].text, self.zone))), None
            )

    def sentence(self, start: int, end: int) -> Sentence:
        sentence = self.passage.sentence(start, end)
        assert sentence is not None  # noqa: S101 - lines are not blank
        return sentence

    def ticker(self) -> None:
        """Take the lines that begin with `عاجل:`; one with the mark alone marks the next."""
        tickers = []
        while self.lines and (begin := conventions.ticker(self.lines[0].text, self.ticker_words)) is not None:
            line = self.lines.pop(0)
            if begin < len(line.text):
                tickers.append(self.sentence(line.start + begin, line.end))
            elif (
                self.lines
                and not self.lines[0].gap
                and conventions.ticker(self.lines[0].text, self.ticker_words) is None
            ):
                line = self.lines.pop(0)
                tickers.append(self.sentence(line.start, line.end))
        self.body.ticker = tuple(tickers)

    def headline(self, wrapped: bool) -> None:
        """Take the first line, or the first lines where lines are wrapped; not a line that is a paragraph."""
        if not self.lines or "title" in self.given:
            if self.lines and self.lines[0].text == self.given.get("title"):
                del self.lines[0]
            return
        count = 1
        if wrapped:
            while count < len(self.lines) and not self.lines[count].gap:
                count += 1
        first, last = self.lines[0], self.lines[count - 1]
        if last.end - first.start <= MAX_TITLE and not (wrapped and count > 3):
            self.body.title = self.sentence(first.start, last.end)
            del self.lines[:count]
            return
        sentences = self.passage.sentences(self.lang, first.start, last.end)
        self.body.title = sentences[0]
        self.body.warnings.append(
            Problem(
                "it has no headline: its first sentence serves as one",
                self.path,
                f"begin with a line of at most {MAX_TITLE} characters, or a `Title:` line",
                first.text[:80] + "…",
            )
        )

    def credits(self) -> None:
        """Take bylines, dates and datelines that stand alone above the text, and what stands alone below it."""
        index = 0
        while index < min(4, len(self.lines)):
            if self.credit(self.lines[index], above=True):
                self.drop(index)
            else:
                index += 1
        for _ in range(3):
            if self.lines and self.credit(self.lines[-1], above=False):
                self.lines.pop()

    def drop(self, index: int) -> None:
        line = self.lines.pop(index)
        if index < len(self.lines):
            self.lines[index].gap = max(line.gap, self.lines[index].gap)

    def credit(self, line: _Line, *, above: bool) -> bool:
        body = self.body
        if above and not body.dateline and "dateline" not in self.given and conventions.is_dateline(line.text):
            body.dateline = self.sentence(line.start, line.end)
            return True
        if found := conventions.byline(line.text):
            body.authors = tuple(dict.fromkeys((*body.authors, *found)))
            return True
        if date := dates.in_line(line.text, self.zone):
            body.date = body.date or date
            return True
        if not above and (named := conventions.source(line.text)):
            body.source, body.url = body.source or named[0], body.url or named[1]
            return True
        return False

    def standfirst(self, groups: list[list[_Line]]) -> None:
        """Take the first paragraph, when it is short and set off from a text whose paragraphs stand closer together."""
        if len(groups) < 3 or "standfirst" in self.given:
            return
        first, after, *_ = groups
        if after[0].gap <= min(group[0].gap for group in groups[2:]) or first[-1].end - first[0].start > MAX_STANDFIRST:
            return
        if conventions.dateline(first[0].text) or conventions.item(first[0].text) or first[0].text.startswith(">"):
            return
        self.body.standfirst = self.passage.sentences(self.lang, first[0].start, first[-1].end)
        del groups[0]

    def dateline(self, groups: list[list[_Line]]) -> None:
        """Take the dateline that the text begins with."""
        if not groups or self.body.dateline or "dateline" in self.given:
            return
        line = groups[0][0]
        if found := conventions.dateline(line.text):
            end, text = found
            self.body.dateline = self.sentence(line.start, line.start + end)
            groups[0][0] = _Line(line.text[text:], line.start + text, line.gap)

    def blocks(self, groups: list[list[_Line]]) -> Iterator[Block]:
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
            elif _is_heading(groups, index):
                yield Block(kind="heading", level=2, sentences=(self.sentence(first.start, end),))
            elif sentences := self.passage.sentences(self.lang, first.start, end):
                yield Block(kind="paragraph", sentences=sentences)

    def quote(self, group: list[_Line], depth: int) -> Iterator[Block]:
        for line in group:
            mark = _QUOTE.match(line.text)
            if sentences := self.passage.sentences(self.lang, line.start + (mark.end() if mark else 0), line.end):
                yield Block(kind="paragraph", quoted=min(depth, 9), sentences=sentences)


def _groups(lines: list[_Line], wrapped: bool) -> Iterator[list[_Line]]:
    """Yield the lines of each paragraph: one, or where lines are wrapped, those up to a blank line or a list mark."""
    group: list[_Line] = []
    for line in lines:
        if group and wrapped and not line.gap and not conventions.item(line.text) and not line.text.startswith(">"):
            group.append(line)
            continue
        if group:
            yield group
        group = [line]
    if group:
        yield group


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
