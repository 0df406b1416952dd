"""Article files → stories on the shelf, and what the rest of a build needs to know of them.

A build has one reader, or one in each of several processes (`team`). Texts don't travel between processes; what does is
small: what the machine is asked, what it answers, what other pages need to know.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from digest import memory
from digest.build.state import ArticleRecord, pack, unpack
from digest.build.story_store import StoryStore
from digest.config import Config
from digest.content.article import read
from digest.content.images import is_elsewhere
from digest.content.listing import Source, sidecar_paths
from digest.content.text_input import MAX_BYTES
from digest.errors import DigestError, Problem
from digest.files import NEVER_MATCHES, Signature, forms, is_settled, read_bytes, signature_of
from digest.fingerprint import fingerprint, fingerprint_bytes
from digest.model import Article, Counterpart, other
from digest.site.summary import summarize, with_fixed_offsets, without_text
from digest.translation.counterparts import Reply, Request, complete, count, request


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadArticle:
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
    record: ArticleRecord | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unfinished:
    """An article that was read, before the machine has filled in what its sidecar lacks."""

    article: Article
    known: Mapping[str, Counterpart]
    seen: Mapping[str, Signature | None]
    digest: str


class ArticleWorker:
    """Reads articles, and makes stories of them."""

    def __init__(self, config: Config, shelf: StoryStore, *, now: datetime, drafts: bool, looked: int) -> None:
        """`now` and `drafts` say what is published, `looked` when the files were looked at (nanoseconds since 1970)."""
        self._config = config
        self._shelf = shelf
        self._now = now
        self._drafts = drafts
        self._looked = looked
        self._unfinished: dict[str, bytes] = {}

    def read(self, sources: Sequence[tuple[Source, Mapping[str, Signature]]]) -> bytes:
        """Read articles, each with the signatures of the sidecars beside it; return a packed `ReadArticle` of each."""
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

    def _read(self, source: Source, beside: Mapping[str, Signature]) -> ReadArticle:
        path, content = source.path, self._config.content
        try:
            data = read_bytes(f"{content}/{path}", path, limit=MAX_BYTES)
            article = with_fixed_offsets(read(data, path=path, modified=source.modified, config=self._config))
            sidecars = sidecar_paths(path, other(article.lang))
            sidecar = next((each for each in sidecars if each in beside), sidecars[0])
            published = self._drafts or article.is_published(self._now)
            notes = memory.read_sidecar(content / sidecar, sidecar) if published and sidecar in beside else None
            known = {} if notes is None else memory.lookup(memory.parse(notes, sidecar), article)
        except DigestError as error:
            return ReadArticle(path=path, problems=error.problems)
        images = [block.image for block in article.blocks if block.image and not is_elsewhere(block.image.path)]
        seen = {path: source.signature} | {each: beside.get(each) for each in sidecars}
        seen |= {form: signature_of(content / form) for image in images for form in forms(image.path)}
        seen = {path: seen[path] if is_settled(seen[path], self._looked) else NEVER_MATCHES for path in seen}
        if not published:
            record = ArticleRecord(seen=seen, warnings=article.warnings, hidden=without_text(article))
            return ReadArticle(path=path, slug=article.slug, record=record)
        sizes = [(image.path, image.width, image.height) for image in images]
        unfinished = _Unfinished(
            article=article,
            known=known,
            seen=seen,
            digest=fingerprint(
                fingerprint_bytes(data), fingerprint_bytes(notes or b""), f"{article.path} {article.date} {sizes}"
            ),
        )
        wanted = request(article, known, self._config.package)
        if wanted.texts:
            self._unfinished[path] = pack(unfinished)
            return ReadArticle(path=path, slug=article.slug, request=wanted)
        return ReadArticle(path=path, slug=article.slug, record=self._complete(unfinished, Reply(), ""))

    def _complete(self, read: _Unfinished, reply: Reply, asked: str) -> ArticleRecord:
        story = complete(read.article, read.known, reply)
        return ArticleRecord(
            seen=read.seen,
            asked=asked,
            warnings=read.article.warnings,
            counts=count(story, reply),
            summary=summarize(story, fingerprint(read.digest, asked)),
            place=self._shelf.put(story),
        )
