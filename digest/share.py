"""The articles that one process works on: read, made into stories, their pages rendered and put aside.

A build has one share, or one in each of several processes (`team`). A share keeps what it has read, so that texts don't
travel between processes; what does is small: what the machine is asked, what it answers, what other pages need to know.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter

from digest import library, memory
from digest.config import Config
from digest.errors import DigestError, Problem
from digest.feeds import Entry, entries_of
from digest.ledger import Record, pack, unpack_summaries
from digest.model import Article, Counterpart, Story, other
from digest.read import read
from digest.render import Renderer
from digest.site import View, build_site, is_published
from digest.sources import Signature, Source, is_settled, signature_of
from digest.summary import facts, summarize
from digest.translate import Counts, Reply, Request, complete, count, request
from digest.write import Stage, Staged, move


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What came of reading an article.

    Attributes:
        path: of the article.
        problems: why it can't be published; the rest is empty then.
        slug: of its address.
        request: what it lacks; None when nothing, or when it is not published now.
    """

    path: str
    problems: tuple[Problem, ...] = ()
    slug: str = ""
    request: Request | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """What came of rendering the pages of stories.

    Attributes:
        staged: those whose bytes changed.
        wide: the paths of those that were made from the whole site.
        seconds: path of an article to how long its pages took.
        templates: name of a template to how long it took.
    """

    staged: Staged
    wide: frozenset[str]
    seconds: Mapping[str, float]
    templates: Mapping[str, float]


class Share:
    """Articles, and what was made of them so far."""

    def __init__(self, config: Config, name: str = "0", *, now: datetime, drafts: bool, looked: int) -> None:
        """Begin without articles.

        `name` tells the files that it puts aside from those of other shares. `now` and `drafts` say what is published,
        `looked` when the signatures of the files were taken (nanoseconds since 1970).
        """
        self._config = config
        self._now = now
        self._drafts = drafts
        self._looked = looked
        self._stage = Stage(config.output, name)
        self._unfinished: dict[str, _Unfinished] = {}
        self._stories: dict[str, Story] = {}

    def read(self, sources: Sequence[tuple[Source, Mapping[str, Signature]]]) -> list[Reading]:
        """Read articles, each with the signatures of the sidecars beside it. Problems are told, not raised."""
        return [self._read(source, beside) for source, beside in sources]

    def complete(self, replies: Mapping[str, Reply], asked: Mapping[str, str]) -> bytes:
        """Make stories of the articles just read; return their records, packed.

        `replies` holds what a machine says to the requests by path, `asked` a digest of how it was asked.
        """
        unfinished, self._unfinished = self._unfinished, {}
        return pack(
            [
                self._complete(article, replies.get(path, Reply()), asked.get(path, ""))
                for path, article in unfinished.items()
            ]
        )

    def assemble(self, summaries: bytes) -> None:
        """Learn of the whole site, from its packed summaries, before pages are rendered."""
        self.join(Renderer(build_site(unpack_summaries(summaries), self._config)))

    def join(self, renderer: Renderer) -> None:
        """Learn of the whole site, from what renders its pages."""
        self._renderer = renderer
        self._summaries = {summary.article.path: summary for summary in renderer.site.stories}

    def render(self, paths: Sequence[str]) -> Rendered:
        """Render the pages of stories, by the paths of their articles, and put aside those that changed.

        Raises `DigestError` for a template that is wrong, or a page that can't be published.
        """
        wide: set[str] = set()
        seconds: dict[str, float] = {}
        for path in paths:
            start = perf_counter()
            for output in self._renderer.article(self._summaries[path], self._stories[path]):
                self._stage.add(output)
                if output.wide:
                    wide.add(output.path)
            seconds[path] = perf_counter() - start
        if self._stage.problems:
            raise DigestError.of(self._stage.problems)
        return Rendered(
            staged=self._stage.take(),
            wide=frozenset(wide),
            seconds=seconds,
            templates=self._renderer.template.seconds(),
        )

    def entries(self, paths: Sequence[str]) -> list[tuple[str, Mapping[View, Entry]]]:
        """Return stories as feeds show them, by the paths of their articles."""
        return [(path, entries_of(self._renderer.site, self._stories[path])) for path in paths]

    def move(self, staged: Staged) -> None:
        """Move pages that were put aside into place."""
        move(self._config.output, staged)

    def _read(self, source: Source, beside: Mapping[str, Signature]) -> Reading:
        path, content = source.path, self._config.content
        try:
            data = library.read_bytes(content / path, path)
            article = read(data, path=path, modified=source.modified, config=self._config)
            sidecar = memory.sidecar_path(path, other(article.lang))
            published = self._drafts or is_published(article, self._now)
            notes = library.read_bytes(content / sidecar, sidecar) if published and sidecar in beside else None
            known = {} if notes is None else memory.lookup(memory.parse(notes, sidecar), article)
        except DigestError as error:
            return Reading(path=path, problems=error.problems)
        images = [block.image for block in article.blocks if block.image and ":" not in block.image.path]
        seen = {path: source.signature, sidecar: beside.get(sidecar)}
        seen |= {image.path: signature_of(content / image.path) for image in images}
        sizes = [(image.path, image.width, image.height) for image in images]
        self._unfinished[path] = _Unfinished(
            article=article,
            known=known,
            published=published,
            seen={path: seen[path] if is_settled(seen[path], self._looked) else UNSETTLED for path in seen},
            digest=_digest(data, notes or b"", f"{article.path} {article.date} {sizes}".encode()),
        )
        wanted = request(article, known, self._config.package) if published else None
        return Reading(path=path, slug=article.slug, request=wanted if wanted and wanted.texts else None)

    def _complete(self, read: "_Unfinished", reply: Reply, asked: str) -> Record:
        if not read.published:
            return Record(
                seen=read.seen,
                asked="",
                article=facts(read.article),
                warnings=read.article.warnings,
                counts=Counts(),
                summary=None,
            )
        story = complete(read.article, read.known, reply)
        summary = summarize(story, _digest(read.digest.encode(), asked.encode()))
        self._stories[read.article.path] = story
        return Record(
            seen=read.seen,
            asked=asked,
            article=summary.article,
            warnings=read.article.warnings,
            counts=count(story, reply),
            summary=summary,
        )


UNSETTLED: Signature = (-1, -1, -1, -1)
"""The signature of no file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unfinished:
    """An article that was read, before the machine has filled in what its sidecar lacks."""

    article: Article
    known: Mapping[str, Counterpart]
    published: bool
    seen: Mapping[str, Signature | None]
    digest: str


def _digest(*parts: bytes) -> str:
    total = hashlib.blake2b(digest_size=12)
    for part in parts:
        total.update(b"%d " % len(part))
        total.update(part)
    return total.hexdigest()
