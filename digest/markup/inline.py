"""One sentence of inline Markdown: its plain text, and what is marked in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from markdown_it.token import Token

from digest.markup.parser import SPECIAL, AnyNote, References, environment, parser, plain

_MARKS = re.compile(r"[\\`*_\[\]<>&~^]")
_KINDS: dict[str, "Kind"] = {"em": "*", "strong": "**", "s": "~~", "link": "link"}

Kind = Literal["*", "**", "~~", "link", "code", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A marked part of a sentence.

    Attributes:
        kind: `*`, `**` and `~~` are their own Markdown.
        start: offset of its first character in the sentence's plain text, as of `strip`.
        end: offset after its last; `start` for a footnote mark.
        target: the address of a link, the label of a footnote.
        inner: the marks inside it, in order.
    """

    kind: Kind
    start: int
    end: int
    target: str = ""
    inner: tuple["Mark", ...] = ()

    def walk(self) -> Iterator["Mark"]:
        """Yield it and all marks inside it."""
        yield self
        for mark in self.inner:
            yield from mark.walk()

    def links(self) -> Iterator["Mark"]:
        """Yield the links of `walk`."""
        return (mark for mark in self.walk() if mark.kind == "link")


def strip(text: str, references: References | None = None) -> str:
    """Return the plain text of one sentence of inline Markdown, as a reader sees it, without footnote marks."""
    return "".join(plain(_tokens(text, references))).strip() if SPECIAL.search(text) else text


def links(text: str, references: References | None = None) -> list[str]:
    """Return the addresses of the links of one sentence of inline Markdown, sorted; without those that show nothing."""
    return sorted(link.target for mark in marks(text, references) for link in mark.links() if link.target)


def as_markdown(text: str) -> str:
    """Return inline Markdown that shows just this plain text."""
    return _MARKS.sub(r"\\\g<0>", text)


def marks(text: str, references: References | None = None) -> tuple[Mark, ...]:
    """Return the outermost marked parts of one sentence of inline Markdown, in order, without those that are blank."""
    if not SPECIAL.search(text):
        return ()
    tokens = _tokens(text, references)
    whole = "".join(plain(tokens))
    reader = _Reader(text=whole.strip(), offset=len(whole) - len(whole.lstrip()))
    for token in tokens:
        reader.take(token)
    return tuple(reader.open[0])


@dataclass(slots=True)
class _Reader:
    """The marks of a sentence, collected token by token.

    Attributes:
        text: the plain text, without white space at its ends.
        offset: how many characters of white space were before it.
        place: how many characters were read, that white space included.
        open: the marks so far: those outside all, those inside the first that is open, and so on.
        starts: the opening tokens of the marks that are open, and where they begin.
    """

    text: str
    offset: int
    place: int = 0
    open: list[list[Mark]] = field(default_factory=lambda: [[]])
    starts: list[tuple[Token, int]] = field(default_factory=list)

    def take(self, token: Token) -> None:
        """Read the next token."""
        start = self.place
        self.place += sum(map(len, plain([token])))
        if token.nesting == 1:
            self.starts.append((token, start))
            self.open.append([])
        elif token.nesting == -1:
            opening, start = self.starts.pop()
            inner = tuple(self.open.pop())
            kind = _KINDS[opening.type.removesuffix("_open")]
            self._add(kind, start, str(opening.attrGet("href") or ""), inner)
        elif token.type == "code_inline":
            self._add("code", start)
        elif token.type == "note":
            self._add("note", start, token.meta["label"])

    def _add(self, kind: Kind, start: int, target: str = "", inner: tuple[Mark, ...] = ()) -> None:
        """Add a mark that ends here to those around it.

        One that shows nothing gives its place to the marks inside it; so does a link in a link, which HTML has not.
        """
        start, end = (min(max(place - self.offset, 0), len(self.text)) for place in (start, self.place))
        nested = kind == "link" and any(opening.type == "link_open" for opening, _ in self.starts)
        if kind == "note" or (self.text[start:end].strip() and not nested):
            self.open[-1].append(Mark(kind=kind, start=start, end=end, target=target, inner=inner))
        else:
            self.open[-1] += inner


def _tokens(text: str, references: References | None) -> Sequence[Token]:
    return parser().parseInline(text, environment(references, AnyNote()))[0].children or []
