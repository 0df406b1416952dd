"""What a build found out, kept for the next one: of each article, what it was read from and what other pages say of it;
of each published file, what it was made from.

A ledger may be deleted at any time: the next build then finds everything out again. It says nothing of a file that has
changed since, or of one that was touched so shortly before it was looked at that it may have.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from hmac import compare_digest
from pathlib import Path
from typing import TypeVar

import msgspec

from digest.build.story_store import StoryLocation
from digest.errors import DigestError, Problem
from digest.files import Signature, read_bytes, replace_file
from digest.model import Article
from digest.site.summary import Summary
from digest.translation.counterparts import Counts

_LIMIT = 1 << 30
"""Bytes of a file of state: a million articles need less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRecord:
    """What is known of an article.

    Attributes:
        seen: the files it was read from (its own, sidecar, pictures), relative to the content folder, with the
            signatures that they had: None for a sidecar that is not there. One that is not settled has none that fits.
        asked: a digest of the machine that filled in what its sidecar lacks, and how; `none` when there was none, empty
            when nothing was lacking.
        warnings: what its author should know.
        counts: where its counterparts came from.
        summary: of its story; None when it is not published.
        place: of its story on the shelf; None when it is not published.
        hidden: its facts when it is not published, else None.
    """

    seen: Mapping[str, Signature | None]
    asked: str = ""
    warnings: tuple[Problem, ...]
    counts: Counts = Counts()  # noqa: RUF009 (frozen)
    summary: Summary | None = None
    place: StoryLocation | None = None
    hidden: Article | None = None

    def __post_init__(self) -> None:
        if not (self.summary or self.hidden):
            raise ValueError("a record needs an article")

    @property
    def article(self) -> Article:
        """The facts of the article."""
        return self.summary.article if self.summary else self.hidden  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class OutputRecord:
    """Published files that are made together.

    Attributes:
        fingerprint: of all that they were made from.
        signatures: of the files as they were published.
        depends_on_site: whether they were made from the whole site.
    """

    fingerprint: str
    signatures: tuple[Signature, ...]
    depends_on_site: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildState:
    """What a build found out.

    Attributes:
        key: a digest of the program and of the site's settings, without which nothing else holds.
        look: of the site when it was published.
        records: path of an article to what is known of it.
        made: path of the first of some published files to what they were made from.
    """

    key: str = ""
    look: str = ""
    records: Mapping[str, ArticleRecord] = field(default_factory=dict)
    made: Mapping[str, OutputRecord] = field(default_factory=dict)


def load(file: Path, key: str, secret: bytes) -> BuildState:
    """Return the state in a file if it has this key and was written under this secret; else an empty one with the key.

    So state that came with somebody's site, or that was tampered with, says nothing.
    """
    try:
        seal, _, body = read_bytes(file, str(file), within=file.parent, limit=_LIMIT).partition(b"\n")
        if not compare_digest(seal, _seal(body, secret)):
            return BuildState(key=key)
        ledger = msgspec.json.decode(body, type=BuildState)
    except (DigestError, ValueError, msgspec.MsgspecError, RecursionError):
        return BuildState(key=key)
    return ledger if ledger.key == key else BuildState(key=key)


def save(ledger: BuildState, file: Path, secret: bytes) -> None:
    """Write a state into a file, whole or not at all, so that `load` believes it. Raises `OSError`."""
    file.parent.mkdir(parents=True, exist_ok=True)
    body = msgspec.json.encode(ledger)
    replace_file(file, _seal(body, secret) + b"\n" + body)


def _seal(body: bytes, secret: bytes) -> bytes:
    """Return what only somebody who knows the secret can tell of these bytes (keyed BLAKE2, RFC 7693)."""
    return blake2b(body, key=secret).hexdigest().encode()


Packed = TypeVar("Packed")


def pack(what: object) -> bytes:
    """Return frozen values as bytes, to be sent to another process: ten times as fast as it does that itself."""
    return msgspec.json.encode(what)  # msgpack would lose the offsets of times


def unpack(packed: bytes, kind: type[Packed]) -> Packed:
    """Return what was packed; `kind` is its type."""
    return msgspec.json.decode(packed, type=kind)
