"""An article as another program keeps it, before it becomes a file of ours."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from digest import DISTRIBUTION
from digest.errors import DigestError, Problem
from digest.model import Lang

MAX_BYTES = 2**30
"""Of a source that is one file."""


class Note(Problem):
    """What was changed as it was taken over: nothing is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An article of a source.

    Attributes:
        where: what it is called in reports: its address, or its file.
        title: plain text; may be empty.
        html: its text as HTML; empty where it is `markdown`.
        markdown: its text as Markdown, its own HTML in it.
        is_loose: whether the HTML parts paragraphs by empty lines, as WordPress keeps it.
        name: what its address ends in, as it was; may be empty.
        date, updated: a day, or a moment (`datetime`, aware); None where the source does not say.
        lang: of the text; None where nothing says.
        group: what it has in common with its version in the other language; empty where there is none.
        is_translation: whether it is the one of the two that was translated.
        section, tags, authors: as written.
        standfirst: plain text.
        source, url: who published it first, and where.
        address: where it was until now; its links are relative to that.
        aliases: where it was before that.
        image: the address of the picture that stands for it; it is not in the text.
        draft, page: whether it is one.
        others: what its head says that has no place in ours.
        folder: where its pictures lie, for a source that is a folder.
        file: what it was read from there.
    """

    where: str
    title: str
    html: str = ""
    markdown: str = ""
    is_loose: bool = False
    name: str = ""
    date: datetime.date | None = None
    updated: datetime.date | None = None
    lang: Lang | None = None
    group: str = ""
    is_translation: bool = False
    section: str = ""
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    standfirst: str = ""
    source: str = ""
    url: str = ""
    address: str = ""
    aliases: tuple[str, ...] = ()
    image: str = ""
    draft: bool = False
    page: bool = False
    others: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None
    file: Path | None = None


Found = Iterator[Item | Problem]
"""What a source holds: its articles, and what of it is left out and why."""


def library(name: str) -> Any:
    """Return a library that only importing needs. Raises `DigestError` where it is not installed."""
    try:
        return import_module(name)
    except ImportError:
        hint = (
            f"install `{DISTRIBUTION}[import]` as you did the program, as by `uv tool install '{DISTRIBUTION}[import]'`"
        )
        raise DigestError(f"{name.partition('.')[0]} is not installed", hint=hint) from None


def language(code: str) -> Lang | None:
    """Return the language that a code names (`ar`, `en-GB`, `ar_SY`); None for one that is not ours."""
    first = code.strip().lower().replace("_", "-").partition("-")[0]
    return "ar" if first == "ar" else "en" if first == "en" else None
