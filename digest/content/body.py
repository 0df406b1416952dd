"""What the text of a file says, whichever way it is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from digest.content.dates import Date
from digest.errors import Problem
from digest.model import Block, Sentence


@dataclass(slots=True, kw_only=True)
class Body:
    """The text of an article, taken apart. Attributes as of `Article`; what a header says comes before them."""

    title: Sentence | None = None
    breaking: bool = False
    ticker: tuple[Sentence, ...] = ()
    standfirst: tuple[Sentence, ...] = ()
    dateline: Sentence | None = None
    blocks: tuple[Block, ...] = ()
    authors: tuple[str, ...] = ()
    source: str | None = None
    url: str | None = None
    date: Date | None = None
    references: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
