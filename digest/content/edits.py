"""Replacements in a text, and the way back from the new text to the old one."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass

_BREAK = re.compile(r"\r\n?|\n")


def line_number(text: str, offset: int) -> int:
    """Return the line, from 1, that the character at `offset` stands in."""
    return len(_BREAK.findall(text[:offset])) + 1


class Edits:
    """The replacements of one pass over a text, and the way from offsets after it to offsets before it."""

    __slots__ = ("_new", "_old", "_within")

    def __init__(self) -> None:
        self._new: list[int] = [0]
        """Offsets in the new text where something begins: what was put in, or the untouched text after it."""
        self._old: list[int] = [0]
        """The same places in the old text."""
        self._within: list[bool] = [False]
        """Whether it is what was put in: all of it stands for all of the old."""

    def apply(
        self, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str], text: str, first: int = 0
    ) -> str:
        """Replace what matches from the offset `first` on, and remember where."""
        return self.put(((match.start(), match.end(), replace(match)) for match in pattern.finditer(text, first)), text)

    def put(self, replacements: Iterable[tuple[int, int, str]], text: str) -> str:
        """Put something in the place of some spans (start, end, what), which are in order, and remember where."""
        parts: list[str] = []
        done = 0
        shift = 0
        for start, end, put in replacements:
            if put == text[start:end]:
                continue
            parts += (text[done:start], put)
            done = end
            if len(put) != end - start:
                if put:
                    self._mark(start - shift, start, within=True)
                shift += end - start - len(put)
                self._mark(end - shift, end, within=False)
        parts.append(text[done:])
        return "".join(parts)

    def strip(self, text: str) -> str:
        """Take away the white space at the ends, and remember where."""
        bare = text.strip()
        start = len(text) - len(text.lstrip())
        end = start + len(bare)
        if start:
            self._mark(0, start, within=False)
        if end < len(text):
            self._mark(len(bare), len(text), within=False)
        return bare

    def _mark(self, new: int, old: int, *, within: bool) -> None:
        if self._new[-1] == new:
            self._old[-1], self._within[-1] = old, within
        else:
            self._new.append(new)
            self._old.append(old)
            self._within.append(within)

    def start_before(self, offset: int) -> int:
        """Return where the character at `offset` began."""
        index = bisect_right(self._new, offset) - 1
        return self._old[index] + (0 if self._within[index] else offset - self._new[index])

    def end_before(self, offset: int) -> int:
        """Return where the character before `offset` ended."""
        if offset == 0:
            return 0
        index = bisect_right(self._new, offset - 1) - 1
        if self._within[index]:
            return self._old[index + 1]
        return self._old[index] + offset - self._new[index]


@dataclass(frozen=True, slots=True)
class EditedText:
    """A text that was made of another by replacements, and the way back.

    Attributes:
        text: what was made.
        passes: what was done, one after the other.
    """

    text: str
    passes: tuple[Edits, ...] = ()

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return where `text[start:end]` stands in the source: from its first character to after its last."""
        for edits in reversed(self.passes):
            start, end = edits.start_before(start), edits.end_before(end)
        return start, max(start, end)

    def edited(self, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str], first: int = 0) -> "EditedText":
        """Return it after one more pass, from the offset `first` on; itself when nothing changes."""
        if not pattern.search(self.text, first):
            return self
        edits = Edits()
        text = edits.apply(pattern, replace, self.text, first)
        return self if text == self.text else EditedText(text, (*self.passes, edits))

    def with_put(self, replacements: Iterable[tuple[int, int, str]]) -> "EditedText":
        """Return it after one more pass that replaces some spans: start, end, what; in order."""
        edits = Edits()
        text = edits.put(replacements, self.text)
        return self if text == self.text else EditedText(text, (*self.passes, edits))
