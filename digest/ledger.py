"""What a build found out, kept for the next one: of each article, what it was read from and what other pages say of it;
of each published file, what it was made from.

A ledger may be deleted at any time: the next build then finds everything out again. It says nothing of a file that has
changed since, or of one that was touched so shortly before it was looked at that it may have.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from digest.errors import Problem
from digest.model import Article
from digest.sources import Signature
from digest.summary import Summary, pack_facts, unpack_facts
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

    def pack(self) -> list[Any]:
        """Return it as plain values, for JSON."""
        counts = self.counts
        return [
            dict(self.seen),
            self.asked,
            [[warning.problem, warning.where, warning.hint, warning.excerpt] for warning in self.warnings],
            [counts.sentences, counts.from_sidecar, counts.untranslated, counts.flagged],
            None if self.summary else pack_facts(self.article),
            self.summary and self.summary.pack(),
        ]

    @classmethod
    def unpack(cls, packed: list[Any]) -> Self:
        """Return what was packed; what a machine said counts as from the cache.

        Raises `ValueError`, `TypeError` or `LookupError` for something else.
        """
        seen, asked, warnings, (sentences, from_sidecar, untranslated, flagged), facts, summary = packed
        unpacked = Summary.unpack(summary) if summary else None
        return cls(
            seen={path: tuple(signature) if signature else None for path, signature in seen.items()},
            asked=asked,
            article=unpacked.article if unpacked else unpack_facts(facts),
            warnings=tuple(Problem(*warning) for warning in warnings),
            counts=Counts(
                sentences=sentences,
                from_sidecar=from_sidecar,
                from_cache=sentences - from_sidecar - untranslated,
                untranslated=untranslated,
                flagged=flagged,
            ),
            summary=unpacked,
        )


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
        packed = json.loads(file.read_bytes())
        if packed["key"] != key:
            return Ledger(key=key)
        return Ledger(
            key=key,
            look=packed["look"],
            records={path: Record.unpack(record) for path, record in packed["records"].items()},
            made={path: Made(made[0], tuple(made[1:])) for path, made in packed["made"].items()},
            wide=frozenset(packed["wide"]),
        )
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        return Ledger(key=key)


def save(ledger: Ledger, file: Path) -> None:
    """Write a ledger into a file, whole or not at all. Raises `OSError`."""
    packed = {
        "key": ledger.key,
        "look": ledger.look,
        "records": {path: record.pack() for path, record in ledger.records.items()},
        "made": {path: [made.fingerprint, *made.signature] for path, made in ledger.made.items()},
        "wide": sorted(ledger.wide),
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_suffix(".new")
    text = json.dumps(packed, ensure_ascii=False, separators=(",", ":"))
    temporary.write_bytes(text.encode("utf-8", "surrogatepass"))
    temporary.replace(file)
