"""The text of an article file taken apart, whether it is plain text or Markdown."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from digest.content.dates import Date
from digest.errors import Problem
from digest.model import Block, FileLink, Sentence


@dataclass(slots=True, kw_only=True)
class Body:
    """The parts of an article's text. The attributes are those of `Article`; where a header gives one too, it wins."""

    title: Sentence | None = None
    breaking: bool = False
    above: tuple[Sentence, ...] = ()
    ticker: tuple[Sentence, ...] = ()
    standfirst: tuple[Sentence, ...] = ()
    dateline: Sentence | None = None
    blocks: tuple[Block, ...] = ()
    authors: tuple[str, ...] = ()
    source: str | None = None
    url: str | None = None
    date: Date | None = None
    references: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    file_links: Mapping[str, FileLink] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
