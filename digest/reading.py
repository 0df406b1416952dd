"""Article files → stories on the shelf, and what the rest of a build needs to know of them.

A build has one reader, or one in each of several processes (`team`). Texts don't travel between processes; what does is
small: what the machine is asked, what it answers, what other pages need to know.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from digest import library, memory
from digest.config import Config
from digest.errors import DigestError, Problem
from digest.ledger import Record, pack, unpack
from digest.model import Article, Counterpart, other
from digest.read import read
from digest.shelf import Shelf
from digest.site import is_published
from digest.sources import Signature, Source, is_settled, signature_of
from digest.summary import exact, facts, summarize
from digest.translate import Reply, Request, complete, count, request

UNSETTLED: Signature = (-1, -1, -1, -1)
"""The signature of no file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What came of reading an article: a record, or what it takes to make one, or problems.

    Attributes:
        path: of the article.
        slug: of its address; empty with problems.
        problems: why it can't be published.
        request: what the machine has to be asked first.
        record: what is known of it.
    """

    path: str
    slug: str = ""
    problems: tuple[Problem, ...] = ()
    request: Request | None = None
    record: Record | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unfinished:
    """An article that was read, before the machine has filled in what its sidecar lacks."""

    article: Article
    known: Mapping[str, Counterpart]
    seen: Mapping[str, Signature | None]
    digest: str


class Reader:
    """Reads articles, and makes stories of them."""

    def __init__(self, config: Config, shelf: Shelf, *, now: datetime, drafts: bool, looked: int) -> None:
        """`now` and `drafts` say what is published, `looked` when the files were looked at (nanoseconds since 1970)."""
        self._config = config
        self._shelf = shelf
        self._now = now
        self._drafts = drafts
        self._looked = looked
        self._unfinished: dict[str, bytes] = {}

    def read(self, sources: Sequence[tuple[Source, Mapping[str, Signature]]]) -> bytes:
        """Read articles, each with the signatures of the sidecars beside it; return a packed `Reading` of each."""
        return pack([self._read(*each) for each in sources])

    def complete(self, replies: Mapping[str, tuple[Reply, str]]) -> bytes:
        """Make stories of articles that lacked something; return their records, packed.

        `replies` holds, by path, what a machine says, and a digest of how it was asked.
        """
        return pack(
            [
                self._complete(unpack(self._unfinished.pop(path), _Unfinished), reply, asked)
                for path, (reply, asked) in replies.items()
            ]
        )

    def close(self) -> None:
        """Let go of files."""
        self._shelf.close()

    def _read(self, source: Source, beside: Mapping[str, Signature]) -> Reading:
        path, content = source.path, self._config.content
        try:
            data = library.read_bytes(f"{content}/{path}", path)
            article = exact(read(data, path=path, modified=source.modified, config=self._config))
            sidecar = memory.sidecar_path(path, other(article.lang))
            published = self._drafts or is_published(article, self._now)
            notes = library.read_bytes(f"{content}/{sidecar}", sidecar) if published and sidecar in beside else None
            known = {} if notes is None else memory.lookup(memory.parse(notes, sidecar), article)
        except DigestError as error:
            return Reading(path=path, problems=error.problems)
        images = [block.image for block in article.blocks if block.image and ":" not in block.image.path]
        seen = {path: source.signature, sidecar: beside.get(sidecar)}
        seen |= {image.path: signature_of(content / image.path) for image in images}
        seen = {path: seen[path] if is_settled(seen[path], self._looked) else UNSETTLED for path in seen}
        if not published:
            record = Record(seen=seen, warnings=article.warnings, hidden=facts(article))
            return Reading(path=path, slug=article.slug, record=record)
        sizes = [(image.path, image.width, image.height) for image in images]
        unfinished = _Unfinished(
            article=article,
            known=known,
            seen=seen,
            digest=_digest(data, notes or b"", f"{article.path} {article.date} {sizes}".encode()),
        )
        wanted = request(article, known, self._config.package)
        if wanted.texts:
            self._unfinished[path] = pack(unfinished)
            return Reading(path=path, slug=article.slug, request=wanted)
        return Reading(path=path, slug=article.slug, record=self._complete(unfinished, Reply(), ""))

    def _complete(self, read: _Unfinished, reply: Reply, asked: str) -> Record:
        story = complete(read.article, read.known, reply)
        return Record(
            seen=read.seen,
            asked=asked,
            warnings=read.article.warnings,
            counts=count(story, reply),
            summary=summarize(story, _digest(read.digest.encode(), asked.encode())),
            place=self._shelf.put(story),
        )


def _digest(*parts: bytes) -> str:
    total = hashlib.blake2b(digest_size=12)
    for part in parts:
        total.update(b"%d " % len(part))
        total.update(part)
    return total.hexdigest()
