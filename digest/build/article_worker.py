"""Articles read and made into stories: what one process of the article stage does.

Texts do not travel between processes. What does is small: what the machine is asked, what it answers, and the records.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from msgspec.structs import replace

from digest import memory
from digest.build.state import ArticleRecord, strays_fingerprint
from digest.build.story_store import StoryStore
from digest.build.worker_pool import pack, unpack
from digest.config import Config
from digest.content import text_input
from digest.content.article import read
from digest.content.images import possible_companions
from digest.content.listing import SIDECAR, Source, sidecar_paths, version_path
from digest.content.version import read_version
from digest.errors import DigestError, Problem
from digest.files import NEVER_MATCHES, Signature, forms, is_settled, read_bytes, signature_of
from digest.fingerprint import fingerprint, fingerprint_bytes
from digest.memory import Stray, read_strays, stray_of
from digest.model import Article, Counterpart, Counts, Revision, other
from digest.site.status import uncredited
from digest.site.summary import media_of, summarize, with_fixed_offsets, without_text
from digest.translation.counterparts import (
    Reply,
    Request,
    complete,
    count,
    outdated,
    request,
    reviewed_only,
    with_outdated_as,
)
from digest.translation.written import story_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult:
    """The outcome of reading an article: a record; or, if its sidecar lacks something, a request; or problems.

    Attributes:
        path: of the article.
        slug: of its address; empty with problems.
        problems: why it can't be published.
        request: what the machine has to be asked before there is a record.
        record: what is known of it.
    """

    path: str
    slug: str = ""
    problems: tuple[Problem, ...] = ()
    request: Request | None = None
    record: ArticleRecord | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _IncompleteStory:
    """An article that was read, and what its sidecar knows, before the machine fills in the rest."""

    article: Article
    from_sidecar: Mapping[str, Counterpart]
    stale: frozenset[str]
    put_aside: int
    revision: Revision | None
    seen: Mapping[str, Signature | None]
    strays: str | None
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleWorkerFactory:
    """A picklable factory of article workers.

    Attributes:
        config: of the site.
        store_prefix: of the story store's files.
        now, drafts: what is published, as in `BuildOptions`.
        strays: path of each stray sidecar, with the signature of its file.
        scanned_at: when the signatures of the files were taken (nanoseconds since 1970, by the clock of the disk).
    """

    config: Config
    store_prefix: str
    now: datetime
    drafts: bool
    strays: Mapping[str, Signature]
    scanned_at: int

    def __call__(self, name: str) -> "ArticleWorker":
        """Return a worker that appends to the file `name` of the story store."""
        return ArticleWorker(self, StoryStore(self.store_prefix, name))


class ArticleWorker:
    """Reads articles, and makes their stories."""

    def __init__(self, given: ArticleWorkerFactory, store: StoryStore) -> None:
        self._given = given
        self._store = store
        self._incomplete: dict[str, bytes] = {}
        """Path of an article → its packed `_IncompleteStory`, which takes less memory so."""

    @cached_property
    def _strays(self) -> list[Stray]:
        return read_strays(self._given.config.content, self._given.strays)

    def read(self, sources: Sequence[tuple[Source, Mapping[str, Signature]]]) -> bytes:
        """Return a packed list with a `ReadResult` for each article.

        It comes with the signatures of its sidecars, and of the files that hold a version of it.
        """
        return pack([self._read(source, beside) for source, beside in sources])

    def complete(self, replies: Mapping[str, tuple[Reply, str]]) -> bytes:
        """Return a packed list with the records of articles that lacked something.

        `replies` has, by the path of the article, what the machine says, and `ArticleRecord.asked`.
        """
        return pack(
            [
                self._complete(unpack(self._incomplete.pop(path), _IncompleteStory), reply, asked)
                for path, (reply, asked) in replies.items()
            ]
        )

    def close(self) -> None:
        """Close the story store."""
        self._store.close()

    def _read(self, source: Source, beside: Mapping[str, Signature]) -> ReadResult:
        config, path = self._given.config, source.path
        try:
            data = read_bytes(f"{config.content}/{path}", path, within=config.content, limit=text_input.MAX_BYTES)
            article = with_fixed_offsets(read(data, path=path, modified=source.modified, config=config))
            published = self._given.drafts or article.is_published(self._given.now)
            translated = config.is_translated(article.lang)
            version = version_path(other(article.lang), beside) if translated and not article.withdrawn else None
            if published and version:
                return self._read_written(source, beside, article, data, Source(version, beside[version]))
            places = sidecar_paths(path, other(article.lang)) if translated else ()
            sidecar = next((place for place in places if place in beside), None)
            entries = b""
            said: memory.Sidecar | None = None
            stray = stray_of(article, self._strays) if published and translated and not sidecar else None
            if stray:
                entries, said = stray.sidecar.data, stray.sidecar
            elif published and sidecar:
                entries = read_bytes(
                    f"{config.content}/{sidecar}", sidecar, within=config.content, limit=memory.MAX_BYTES
                )
                said = memory.parse(entries, sidecar)
            from_sidecar = memory.lookup(said, article) if said else {}
            put_aside = len(memory.put_aside(said, article)) if said else 0
            revision = memory.revision_of(said) if said else None
        except DigestError as error:
            return ReadResult(path=path, problems=error.problems)
        seen = self._seen(source, beside, article, {stray.path: self._given.strays[stray.path]} if stray else {})
        if not published:
            record = ArticleRecord(seen=seen, warnings=article.warnings, unpublished=without_text(article))
            return ReadResult(path=path, slug=article.slug, record=record)
        usable = with_outdated_as(from_sidecar, config.stale)
        incomplete = _IncompleteStory(
            article=article,
            from_sidecar=usable,
            stale=outdated(from_sidecar),
            put_aside=put_aside,
            revision=revision,
            seen=seen,
            strays=None if sidecar else strays_fingerprint(self._given.strays, self._given.scanned_at),
            fingerprint=_fingerprint(article, data, entries),
        )
        lacking = request(article, usable, config.package)
        if lacking.texts and translated and not config.only_reviewed:
            self._incomplete[path] = pack(incomplete)
            return ReadResult(path=path, slug=article.slug, request=lacking)
        return ReadResult(path=path, slug=article.slug, record=self._complete(incomplete, Reply(), ""))

    def _read_written(
        self, source: Source, beside: Mapping[str, Signature], article: Article, data: bytes, file: Source
    ) -> ReadResult:
        """Return the result of an article whose version in the other language was written apart, in a file."""
        config = self._given.config
        text = read_bytes(f"{config.content}/{file.path}", file.path, within=config.content, limit=text_input.MAX_BYTES)
        version = read_version(text, path=file.path, modified=file.modified, config=config, article=article)
        story = story_of(article, version)
        summary = summarize(story, _fingerprint(story.article, data, text))
        record = ArticleRecord(
            seen=self._seen(source, beside, story.article, {}),
            warnings=(*article.warnings, *version.warnings, *uncredited(article, summary.status)),
            counts=Counts(sentences=len(story.counterparts)),
            summary=summary,
            location=self._store.append(story),
        )
        return ReadResult(path=article.path, slug=article.slug, record=record)

    def _seen(
        self, source: Source, beside: Mapping[str, Signature], article: Article, more: Mapping[str, Signature]
    ) -> dict[str, Signature | None]:
        """Return `ArticleRecord.seen` of an article, with `more` that was read for it."""
        content, path = self._given.config.content, source.path
        places = sidecar_paths(path, other(article.lang))
        seen = {path: source.signature} | {place: beside.get(place) for place in places}
        seen |= {file: signature for file, signature in beside.items() if not file.endswith(SIDECAR)}
        seen |= more
        images = list(media_of(article))
        pictures = [each for image in images for each in (image.path, text_input.bare_address(image.path))]
        seen |= {form: signature_of(content / form) for each in pictures for form in forms(each)}
        companions = [each for image in images if not image.is_picture for each in possible_companions(image.path)]
        seen |= {each: signature_of(content / each) for each in companions}
        files = [link.path for link in article.file_links.values() if link.kind in ("attachment", "missing", "large")]
        seen |= {form: signature_of(content / form) for file in files for form in forms(file)}
        return {file: seen[file] if is_settled(seen[file], self._given.scanned_at) else NEVER_MATCHES for file in seen}

    def _complete(self, incomplete: _IncompleteStory, reply: Reply, asked: str) -> ArticleRecord:
        """Return the record of an article whose story is now complete, and keep the story."""
        story = complete(incomplete.article, incomplete.from_sidecar, reply, incomplete.revision)
        if self._given.config.only_reviewed:
            story = reviewed_only(story)
        summary = summarize(story, fingerprint(incomplete.fingerprint, asked))
        translated = self._given.config.is_translated(story.article.lang)
        counts = Counts(sentences=len(story.counterparts))
        if translated:
            counts = replace(count(story, reply, incomplete.stale), put_aside=incomplete.put_aside)
        return ArticleRecord(
            seen=incomplete.seen,
            strays=incomplete.strays,
            asked=asked,
            warnings=(*incomplete.article.warnings, *(uncredited(story.article, summary.status) if translated else ())),
            counts=counts,
            summary=summary,
            location=self._store.append(story),
        )


def _fingerprint(article: Article, data: bytes, beside: bytes) -> str:
    """Return a fingerprint of what the pages of an article show: its file, the one beside it, its pictures."""
    sizes = [(image.path, image.width, image.height, image.companions) for image in media_of(article)]
    return fingerprint(fingerprint_bytes(data), fingerprint_bytes(beside), f"{article.path} {article.date} {sizes}")
