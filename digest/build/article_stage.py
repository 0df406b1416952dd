"""What is known of every article: taken from the ledger where it still holds, else found out by reading it."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager
from functools import cache as cache_calls
from typing import TYPE_CHECKING

from digest import memory
from digest.build.article_worker import ArticleWorker, ReadArticle
from digest.build.state import ArticleRecord, unpack
from digest.build.worker_pool import CHUNK, WorkerPool, batches, fitting
from digest.config import Config
from digest.content.listing import SIDECAR, Source, Sources, sidecar_paths
from digest.errors import DigestError
from digest.files import NEVER_MATCHES, Signature, signature_of
from digest.fingerprint import fingerprint
from digest.model import LANGS, Article, Lang, other
from digest.progress import Progress
from digest.site.site import collisions
from digest.translation.counterparts import UNANSWERED, Reply, Request, reply
from digest.translation.glossary import read_glossary

if TYPE_CHECKING:
    from digest.argos import Machine


class BuildTranslator:
    """Asks the machine.

    Attributes:
        translated: sentences that it translated, rather than the cache remembered.
    """

    def __init__(
        self, config: Config, machine: "Machine", cache: memory.Cache, progress: Progress, *, allow_untranslated: bool
    ) -> None:
        self.translated = 0
        self.glossary = read_glossary(config)
        self.allow_untranslated = allow_untranslated
        self.how = cache_calls(self._how)
        self._machine = machine
        self._cache = cache
        self._progress = progress

    def reply(self, requests: Sequence[Request]) -> list[Reply]:
        """Return a reply to each request."""
        replies = reply(
            requests,
            machine=self._machine,
            cache=self._cache,
            glossary=self.glossary,
            progress=self._progress,
            allow_untranslated=self.allow_untranslated,
        )
        self.translated += sum(len(each.answers) - each.remembered for each in replies)
        return replies

    def _how(self, package: str | None, lang: Lang) -> str:
        """Return a digest of all that decides what is said to a request, or `none` where no package would answer."""
        found = self._machine.find(package, lang, other(lang))
        if not found:
            return UNANSWERED
        heard = [witness.digest if witness else "" for witness in self._machine.witnesses(found)]
        return fingerprint(found.digest, *heard, self._machine.settings, self.glossary.key)


def still_true(
    records: Mapping[str, ArticleRecord],
    found: Sources,
    *,
    config: Config,
    asker: BuildTranslator,
    published: Callable[[Article], bool],
    touched: Set[str] | None,
) -> Iterator[tuple[str, ArticleRecord]]:
    """Yield what is known of articles and still holds, each with its path.

    `found` is what the content folder holds now, and `published` tells which articles show. `touched` are the only
    files that changed, where that is known.
    """
    signatures = {source.path: source.signature for source in found.articles} | dict(found.sidecars)

    def is_there(file: str, seen: Signature | None) -> bool:
        there = signatures.get(file)
        return there == seen if there or file.endswith(SIDECAR) else signature_of(config.content / file) == seen

    def is_asked(record: ArticleRecord) -> bool:
        if record.asked == UNANSWERED and not asker.allow_untranslated:
            return False
        return record.asked == asker.how(record.article.package or config.package, record.article.lang)

    def is_as_read(record: ArticleRecord) -> bool:
        """Tell whether no file of an article changed; one that was touched as it was read may have."""
        seen = record.seen
        if touched is not None and touched.isdisjoint(seen) and NEVER_MATCHES not in seen.values():
            return True
        return all((seen[file] and signatures.get(file) == seen[file]) or is_there(file, seen[file]) for file in seen)

    for path, record in records.items():
        if path not in signatures or published(record.article) != (record.summary is not None):
            continue
        if is_as_read(record) and (not record.asked or is_asked(record)):
            yield path, record


def learn(
    wanted: Sequence[Source],
    *,
    others: Mapping[str, str],
    settled: Mapping[str, str],
    make: Callable[[str], ArticleWorker],
    jobs: int,
    found: Sources,
    asker: BuildTranslator,
    progress: Progress,
    time: Callable[[str], AbstractContextManager[None]],
) -> dict[str, ArticleRecord]:
    """Read articles and give every sentence its counterpart; return what is then known of each by its path.

    `others` are the slugs of all other articles by path; `settled` those that the wanted ones had when no two of all
    were the same. `make` makes a reader, given a name for it, and `time` measures a stage.
    Raises `DigestError` with the problems of all.
    """
    if not wanted:
        return {}
    with WorkerPool(make, fitting(len(wanted), jobs)) as readers:
        with time("read"):
            owners: dict[str, int] = {}
            readings: dict[str, ReadArticle] = {}
            tasks = batches([(source, _beside(source.path, found)) for source in wanted], CHUNK)
            for member, packed in readers.map_unordered("read", tasks):
                for reading in unpack(packed, list[ReadArticle]):
                    readings[reading.path] = reading
                    owners[reading.path] = member
                progress("read", len(readings), len(wanted))
            problems = [problem for source in wanted for problem in readings[source.path].problems]
            slugs = {path: reading.slug for path, reading in readings.items() if reading.slug}
            if any(settled.get(path) != slug for path, slug in slugs.items()):
                problems += collisions(dict(sorted({**others, **slugs}.items())))
            if problems:
                raise DigestError.of(problems)
        with time("translate"):
            requests = [request for source in wanted if (request := readings[source.path].request)]
            replies: dict[int, dict[str, tuple[Reply, str]]] = {}
            for request, said in zip(requests, asker.reply(requests), strict=True):
                how = asker.how(request.package, request.lang)
                replies.setdefault(owners[request.path], {})[request.path] = said, how
            records = {path: reading.record for path, reading in readings.items() if reading.record}
            for packed in readers.tell("complete", replies):
                records |= {record.article.path: record for record in unpack(packed, list[ArticleRecord])}
            return records


def _beside(path: str, found: Sources) -> Mapping[str, Signature]:
    """Return the sidecars beside an article, in whichever language."""
    sidecars = (sidecar for lang in LANGS for sidecar in sidecar_paths(path, lang))
    return {sidecar: found.sidecars[sidecar] for sidecar in sidecars if sidecar in found.sidecars}
