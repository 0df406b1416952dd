"""The article stage: a record of every article, taken from the build state where it still holds, else by reading it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import cache as cache_calls
from typing import TYPE_CHECKING

from digest import memory
from digest.build.options import BuildOptions
from digest.build.state import ArticleRecord, strays_fingerprint
from digest.build.worker_pool import BATCH, WorkerPool, batches, unpack, worthwhile_size
from digest.config import Config
from digest.content.listing import SIDECAR, Source, Sources, sidecar_paths
from digest.errors import DigestError
from digest.files import NEVER_MATCHES, Signature, signature_of
from digest.fingerprint import fingerprint
from digest.model import LANGS, Lang, other
from digest.quality.arabic_style import ArabicStyle
from digest.site.site import collisions
from digest.translation.counterparts import UNANSWERED, Reply, Request, recall, reply
from digest.translation.glossary import read_glossary

if TYPE_CHECKING:
    from digest.build.article_worker import ArticleWorkerFactory, ReadResult

OWED = "owed"
"""How `ArticleRecord.asked` begins where the machine has yet to be asked for some sentences."""


class BuildTranslator:
    """The machine, as one build asks it: with the site's glossary and style, and with the cache of what it said before.

    Attributes:
        translated: how many sentences the machine translated in this build, those from the cache left out.
        owed: path of an article → what the machine has yet to be asked, of those that this build asked about.
        allow_untranslated: whether a request may be left without an answer.
        asks: as in `BuildOptions`.
        method_of: a function from a package's name (or None) and a language to `ArticleRecord.asked`; it remembers.
    """

    def __init__(self, config: Config, options: BuildOptions, cache: memory.Cache) -> None:
        self.translated = 0
        self.owed: dict[str, Request] = {}
        self.allow_untranslated = options.allow_untranslated
        self.asks = options.asks
        self.method_of = cache_calls(self._method_of)
        self._glossary = read_glossary(config)
        self._style = ArabicStyle(months=config.arabic_months, digits=config.arabic_digits)
        self._options = options
        self._cache = cache

    def reply(self, requests: Sequence[Request]) -> list[Reply]:
        """Return a reply to each request. Raises `DigestError` for those that no package can answer."""
        options = self._options
        if not self.asks:
            replies = recall(
                requests,
                machine=options.machine,
                cache=self._cache,
                glossary=self._glossary,
                style=self._style,
            )
            for request, given in zip(requests, replies, strict=True):
                if given.owed:
                    texts = {text: plain for text, plain in request.texts.items() if text in given.owed}
                    self.owed[request.path] = replace(request, texts=texts)
            return replies
        replies = reply(
            requests,
            machine=options.machine,
            cache=self._cache,
            glossary=self._glossary,
            style=self._style,
            progress=options.progress,
            allow_untranslated=self.allow_untranslated,
        )
        self.translated += sum(len(each.answers) - each.remembered for each in replies)
        return replies

    def asked(self, request: Request, given: Reply) -> str:
        """Return what `ArticleRecord.asked` says of a reply."""
        method = self.method_of(request.package, request.lang)
        return f"{OWED} {method} {fingerprint(*sorted(given.answers))}" if given.owed else method

    def _method_of(self, package_name: str | None, lang: Lang) -> str:
        machine = self._options.machine
        package = machine.find(package_name, lang, other(lang))
        if not package:
            return UNANSWERED
        opinions = [each.digest if each else "" for each in machine.second_opinions(package)]
        least = str(machine.least_score_of(package))
        return fingerprint(package.digest, *opinions, machine.settings, least, self._glossary.key)


def fresh_records(
    records: Mapping[str, ArticleRecord],
    sources: Sources,
    *,
    config: Config,
    options: BuildOptions,
    translator: BuildTranslator,
    strays: Mapping[str, Signature],
    changed: Set[str] | None,
    answered: Set[str] | None = None,
) -> Iterator[tuple[str, ArticleRecord]]:
    """Yield those records that still hold, each with the path of its article.

    `sources` is what the content folder holds now, and `strays` the sidecars there that lie beside no article.
    `changed` has the paths of the only files that changed there since the records were made, and `answered` those of
    the only articles of which something owed has been answered since; None when that is not known, and all have to be
    looked at.
    """
    articles = {source.path: source.signature for source in sources.articles}
    versions = {source.path: source.signature for beside in sources.versions.values() for source in beside}
    signatures = {**articles, **sources.sidecars, **versions}
    among = strays_fingerprint(strays)
    for path, record in records.items():
        if (
            path in articles
            and all(source.path in record.seen for source in sources.versions.get(path, ()))
            and record.strays in (None, among)
            and options.publishes(record.article) == (record.summary is not None)
            and _files_are_as_seen(record, signatures, changed, config)
            and (not record.asked or _answers_are_the_same(path, record, config, translator, answered))
        ):
            yield path, record


def _files_are_as_seen(
    record: ArticleRecord, signatures: Mapping[str, Signature], changed: Set[str] | None, config: Config
) -> bool:
    """Tell whether no file that an article was read from has changed, as far as signatures tell."""
    seen = record.seen
    if changed is not None and changed.isdisjoint(seen) and NEVER_MATCHES not in seen.values():
        return True
    for file in seen:
        present = signatures.get(file)
        if present is None and not file.endswith(SIDECAR):  # a picture, which no listing has
            present = signature_of(config.content / file)
        if present != seen[file]:
            return False
    return True


def _answers_are_the_same(
    path: str, record: ArticleRecord, config: Config, translator: BuildTranslator, answered: Set[str] | None
) -> bool:
    """Tell whether the machine, if it was asked, would be asked in the same way now, and what it owed is still owed."""
    if record.asked == UNANSWERED and not translator.allow_untranslated:
        return False
    method = translator.method_of(record.article.package or config.package, record.article.lang)
    if record.asked.startswith(OWED):
        still_owed = not translator.asks and answered is not None and path not in answered
        return still_owed and record.asked.startswith(f"{OWED} {method} ")
    return record.asked == method


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleStage:
    """Reads articles, and gives every sentence its counterpart.

    Attributes:
        worker_factory: returns what makes the workers; called when there is something to read.
        sources: what the content folder holds.
        translator: the machine.
        options: of the build.
        clock: measures a stage of the build, by its name.
    """

    worker_factory: Callable[[], "ArticleWorkerFactory"]
    sources: Sources
    translator: BuildTranslator
    options: BuildOptions
    clock: Callable[[str], AbstractContextManager[None]]

    def read(
        self, wanted: Sequence[Source], *, others: Mapping[str, ArticleRecord], previous: Mapping[str, ArticleRecord]
    ) -> dict[str, ArticleRecord]:
        """Return the records of articles, by path.

        `others` has the records of all other articles, by path, and `previous` those that the wanted ones had in an
        earlier build: while a slug stays the same it can't have become that of another article.
        Raises `DigestError` with the problems of all articles.
        """
        if not wanted:
            return {}
        with WorkerPool(self.worker_factory(), worthwhile_size(len(wanted), self.options.jobs)) as pool:
            with self.clock("read"):
                results, workers = self._read(pool, wanted)
                _raise_problems(wanted, results, others, previous)
            with self.clock("translate"):
                replies = self._replies(results[source.path].request for source in wanted)
                records = {path: result.record for path, result in results.items() if result.record}
                return records | self._completed(pool, workers, replies)

    def _read(self, pool: WorkerPool, wanted: Sequence[Source]) -> tuple[dict[str, "ReadResult"], dict[str, int]]:
        """Return the result and the number of the worker of each article, by path."""
        from digest.build.article_worker import ReadResult  # by now the factory's import has taken its time

        results: dict[str, ReadResult] = {}
        workers: dict[str, int] = {}
        tasks = batches([(source, self._beside(source.path)) for source in wanted], BATCH)
        for worker, packed in pool.map_unordered("read", tasks):
            for result in unpack(packed, list[ReadResult]):
                results[result.path] = result
                workers[result.path] = worker
            self.options.progress("read", len(results), len(wanted))
        return results, workers

    def _replies(self, requests: Iterable[Request | None]) -> dict[str, tuple[Reply, str]]:
        """Return each reply and how the machine was asked (`ArticleRecord.asked`), by the path of the article.

        The machine is asked once for all.
        """
        needed = [request for request in requests if request]
        return {
            request.path: (answer, self.translator.asked(request, answer))
            for request, answer in zip(needed, self.translator.reply(needed), strict=True)
        }

    def _completed(
        self, pool: WorkerPool, workers: Mapping[str, int], replies: Mapping[str, tuple[Reply, str]]
    ) -> dict[str, ArticleRecord]:
        """Return the records of the articles that lacked something, by path; each from the worker that read it."""
        tasks: dict[int, dict[str, tuple[Reply, str]]] = {}
        for path, answered in replies.items():
            tasks.setdefault(workers[path], {})[path] = answered
        packed = pool.call("complete", tasks)
        return {record.article.path: record for each in packed for record in unpack(each, list[ArticleRecord])}

    def _beside(self, path: str) -> Mapping[str, Signature]:
        """Return the signatures of the sidecars and versions of an article, in whichever language, by path."""
        signatures = self.sources.sidecars
        sidecars = {
            file: signatures[file] for lang in LANGS for file in sidecar_paths(path, lang) if file in signatures
        }
        return sidecars | {source.path: source.signature for source in self.sources.versions.get(path, ())}


def _raise_problems(
    wanted: Sequence[Source],
    results: Mapping[str, "ReadResult"],
    others: Mapping[str, ArticleRecord],
    previous: Mapping[str, ArticleRecord],
) -> None:
    """Raise `DigestError` with the problems of articles, in their order, and with addresses that two of all have."""
    problems = [problem for source in wanted for problem in results[source.path].problems]
    slugs = {path: result.slug for path, result in results.items() if result.slug}
    if any(path not in previous or previous[path].article.slug != slug for path, slug in slugs.items()):
        slugs_of_others = {path: record.article.slug for path, record in others.items()}
        problems += collisions(dict(sorted({**slugs_of_others, **slugs}.items())))
    if problems:
        raise DigestError.of(problems)
