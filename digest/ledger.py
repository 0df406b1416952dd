"""What a build found out, kept for the next one: of each article, what it was read from and what other pages say of it;
of each published file, what it was made from.

A ledger may be deleted at any time: the next build then finds everything out again. It says nothing of a file that has
changed since, or of one that was touched so shortly before it was looked at that it may have.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from digest.errors import Problem
from digest.model import Article
from digest.sources import Signature
from digest.summary import Summary
from digest.translate import Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is known of an article.

    Attributes:
        seen: the files it was read from (its own, sidecar, pictures), relative to the content folder, with the
            signatures that they had: None for a sidecar that is not there. One that is not settled has none that fits.
        asked: a digest of the machine that filled in what its sidecar lacks, and how; `none` when there was none, empty
            when nothing was lacking.
        article: its facts.
        warnings: what its author should know.
        counts: where its counterparts came from.
        summary: of its story; None when it is not published.
    """

    seen: Mapping[str, Signature | None]
    asked: str
    article: Article
    warnings: tuple[Problem, ...]
    counts: Counts
    summary: Summary | None


@dataclass(frozen=True, slots=True)
class Made:
    """A published file.

    Attributes:
        fingerprint: of all that it was made from.
        signature: of the file as it was published.
    """

    fingerprint: str
    signature: Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What a build found out.

    Attributes:
        key: a digest of the program and of the site's settings, without which nothing else holds.
        records: path of an article to what is known of it.
        made: path of a published file to what it was made from.
        look: of the site when it was published.
        wide: the paths of those that were made from the whole site.
    """

    key: str = ""
    look: str = ""
    records: Mapping[str, Record] = field(default_factory=dict)
    made: Mapping[str, Made] = field(default_factory=dict)
    wide: frozenset[str] = frozenset()


def load(file: Path, key: str) -> Ledger:
    """Return the ledger in a file if it has this key; else, or when it is damaged or gone, an empty one with it."""
    try:
        ledger = msgspec.json.decode(file.read_bytes(), type=Ledger)
    except (OSError, ValueError, msgspec.MsgspecError):
        return Ledger(key=key)
    return ledger if ledger.key == key else Ledger(key=key)


def save(ledger: Ledger, file: Path) -> None:
    """Write a ledger into a file, whole or not at all. Raises `OSError`."""
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_suffix(".new")
    temporary.write_bytes(msgspec.json.encode(ledger))
    temporary.replace(file)


def pack(what: Sequence[Record] | Sequence[Summary]) -> bytes:
    """Return records or summaries as bytes, to be sent to another process: ten times as fast as it does that itself."""
    return msgspec.json.encode(what)


def unpack_records(packed: bytes) -> list[Record]:
    """Return the records that were packed."""
    return msgspec.json.decode(packed, type=list[Record])


def unpack_summaries(packed: bytes) -> list[Summary]:
    """Return the summaries that were packed."""
    return msgspec.json.decode(packed, type=list[Summary])
