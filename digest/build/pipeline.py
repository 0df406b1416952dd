"""The pipeline: content → articles → stories → site → pages → output folder. Start reading here.

Every build does the same, whatever was built before: it finds out what the site consists of, and then makes what is not
there yet. What earlier builds found out (`ledger`) only saves it from finding the same out again.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from functools import partial
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryFile
from time import perf_counter
from typing import TYPE_CHECKING, Any

from digest import memory
from digest.build import state, story_store
from digest.build.article_stage import BuildTranslator, learn, still_true
from digest.build.article_worker import ArticleWorker
from digest.build.output_folder import STATE, looked, publish, publishing
from digest.build.render_stage import printing
from digest.build.state import ArticleRecord, BuildState, OutputRecord
from digest.build.story_store import DamagedStoreError, StoryStore
from digest.build.targets import PAGES, Plan, due, plan, settings, stories_of
from digest.config import Config
from digest.content import listing
from digest.content.listing import Sources
from digest.content.warnings import warnings_of
from digest.errors import Problem
from digest.files import NEVER_MATCHES, Signature, signature_of
from digest.fingerprint import fingerprint
from digest.progress import Progress, quiet
from digest.render.overrides import misspelt_overrides
from digest.site.site import Site, build_site, revise
from digest.site.term_warnings import term_warnings
from digest.translation.counterparts import Counts

if TYPE_CHECKING:
    from digest.argos import Machine

_COUNTED = tuple(each.name for each in fields(Counts))
_COUNTS = attrgetter(*_COUNTED)

MACHINE_CACHE = Path(".digest") / "machine.sqlite"
"""Where a site keeps what machines said, below its folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a build did.

    Attributes:
        articles: published.
        pages: HTML pages.
        written, unchanged, removed: files of the output folder.
        counts: where the counterparts came from.
        warnings: what the authors should know.
        seconds: by stage, in the order they ran.
        made: the first of each group of files that were made anew, and why.
        slowest: path of an article to the seconds that its pages took; empty where none were made.
        templates: name of a template to the seconds that it took, in all processes together.
        after: what the next build need not find out again.
    """

    articles: int
    pages: int
    written: int
    unchanged: int
    removed: int
    counts: Counts
    warnings: tuple[Problem, ...]
    seconds: Mapping[str, float]
    made: Mapping[str, str] = field(default_factory=dict)
    slowest: Mapping[str, float] = field(default_factory=dict)
    templates: Mapping[str, float] = field(default_factory=dict)
    after: "WarmState"

    def longest(self) -> dict[str, dict[str, float]]:
        """Return the ten templates and the ten articles that took longest, each with its seconds, the slowest first."""
        return {
            what: dict(sorted(times.items(), key=lambda item: -item[1])[:10])
            for what, times in (("templates", self.templates), ("articles", self.slowest))
        }

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON: flat, warnings as objects, seconds rounded (of the slowest to microseconds)."""
        return {
            **{key: getattr(self, key) for key in ("articles", "pages", "written", "unchanged", "removed")},
            **asdict(self.counts),
            "warnings": [asdict(warning) for warning in self.warnings],
            "seconds": {stage: round(seconds, 3) for stage, seconds in self.seconds.items()},
            "slowest": {
                what: {name: round(seconds, 6) for name, seconds in times.items()}
                for what, times in self.longest().items()
            },
            "made": dict(self.made),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class WarmState:
    """What a build found out, for the next one in the same process.

    Attributes:
        ledger: what is kept for the next run, too.
        sources: what the content folder held.
        plan: what the site consisted of.
        published: the paths of its files.
    """

    ledger: BuildState
    sources: Sources
    plan: Plan
    published: Mapping[str, None]


def build(
    config: Config,
    *,
    now: datetime,
    machine: "Machine",
    drafts: bool = False,
    allow_untranslated: bool = False,
    progress: Progress = quiet,
    jobs: int = 1,
    before: WarmState | None = None,
    changed: frozenset[Path] | None = None,
) -> Report:
    """Publish the site into its output folder.

    `now` (aware) decides what is scheduled or expired; `drafts` publishes everything. `machine` is asked only for
    sentences that neither a sidecar nor the machine cache knows. Much is done in up to `jobs` processes.

    `before` is what an earlier build in this process found out, and `changed` are the only paths that changed since, in
    the output folder none; without it, the ledger on disk is used, and kept for the next run.

    Raises `DigestError` with every problem found; the output folder is then as it was.
    """
    options = partial(
        _build,
        config,
        now=now,
        machine=machine,
        drafts=drafts,
        allow_untranslated=allow_untranslated,
        progress=progress,
        jobs=jobs,
    )
    try:
        return options(before=before, changed=changed)
    except DamagedStoreError:
        story_store.clear(_shelf(config))
        return options(before=None, changed=None)


def _build(
    config: Config,
    *,
    now: datetime,
    machine: "Machine",
    drafts: bool,
    allow_untranslated: bool,
    progress: Progress,
    jobs: int,
    before: WarmState | None,
    changed: frozenset[Path] | None,
) -> Report:
    clock = _Clock()
    with (
        publishing(config.output, before.published if before else None) as published,
        memory.Cache(config.root / MACHINE_CACHE) as cache,
    ):
        with clock("look"):
            started = looked(config.output)
            key = settings(config)
            known = before.ledger if before else state.load(ledger_file(config), key)
            if known.key != key:
                before, known = None, BuildState(key=key)
            found = (
                listing.refresh(before.sources, config.content, changed or ())
                if before
                else listing.find(config.content)
            )
            touched = listing.named(changed or (), config.content) if before and not found.linked else None
            asker = BuildTranslator(config, machine, cache, progress, allow_untranslated=allow_untranslated)
            is_due = (lambda _: True) if drafts else (lambda article: article.is_published(now))
            records = dict(
                still_true(known.records, found, config=config, asker=asker, published=is_due, touched=touched)
            )
            kept = _shelf(config)
            at_hand = None if before else story_store.usable(kept, (record.place for record in records.values()))
            if at_hand is not None:
                story_store.clear(kept, at_hand)
        read = partial(
            learn,
            make=partial(_reader, config, kept, now=now, drafts=drafts, looked=started),
            jobs=jobs,
            found=found,
            asker=asker,
            progress=progress,
            time=clock,
        )
        new = read(
            [source for source in found.articles if source.path not in records],
            others={path: record.article.slug for path, record in records.items()},
            settled={path: record.article.slug for path, record in known.records.items() if path not in records},
        )
        records = {source.path: new.get(source.path) or records[source.path] for source in found.articles}
        with clock("assemble"):
            site = _site(records, known, new, before, config)
            planned = plan(site, before.plan if before else None)
            paths = planned.paths()
            reasons = due(
                planned, known, before=before.plan if before else None, output=None if before else config.output
            )
            missing = {
                story.article.path
                for number in reasons
                for story in stories_of(planned.groups[number], site)
                if story.article.path not in new and not _is_at_hand(records[story.article.path], at_hand)
            }
        records |= read([source for source in found.articles if source.path in missing], others={}, settled={})
        places = {path: record.place for path, record in records.items() if record.place}
        with printing(planned, list(reasons), places, published, shelf=kept, jobs=jobs) as printer:
            with clock("render"):
                prints = printer.make(progress)
            with clock("write"):
                moved: dict[str, Signature] = {}
                written = publish(
                    config.output, published, paths, prints.staged, lambda: moved.update(printer.move(prints.staged))
                )
        with clock("write"):
            after = WarmState(
                ledger=_after(planned, known, reasons, prints.depends_on_site, moved, records),
                sources=found,
                plan=planned,
                published=paths,
            )
            warnings = [] if before or after.ledger == known else keep(after, config)
    return Report(
        articles=len(site.stories),
        pages=sum(len(group.paths) for group in planned.groups if group.kind in PAGES),
        written=len(written.changed),
        unchanged=written.unchanged,
        removed=len(written.removed),
        counts=_total((record.counts for record in records.values()), asker.translated),
        warnings=(
            *(warning for record in records.values() for warning in record.warnings),
            *warnings_of(found, [record.article for record in records.values()], now=now, drafts=drafts, config=config),
            *term_warnings(site, frozenset(written.removed)),
            *config.warnings,
            *misspelt_overrides(config),
            *cache.warnings,
            *warnings,
        ),
        seconds=clock.seconds,
        made={planned.groups[number].id: why for number, why in reasons.items()},
        slowest=prints.seconds,
        templates=prints.templates,
        after=after,
    )


def _site(
    records: Mapping[str, ArticleRecord],
    known: BuildState,
    new: Collection[str],
    before: WarmState | None,
    config: Config,
) -> Site:
    """Return the site of all articles; the one before with other stories in it, if `new` ones have the same places."""
    if before and records.keys() == known.records.keys():
        pairs = ((known.records[path].summary, records[path].summary) for path in new)
        changes = [
            (old, now) for old, now in pairs if old and now and old.sitemap_fingerprint == now.sitemap_fingerprint
        ]
        if len(changes) == len(new):
            return revise(before.plan.site, changes)
    return build_site((record.summary for record in records.values() if record.summary), config)


def ledger_file(config: Config) -> Path:
    """Return where what was found out about a site is kept; each output folder has its own, for they differ."""
    return config.root / ".digest" / f"ledger-{fingerprint(str(config.output))}.json"


def _shelf(config: Config) -> str:
    """Return what stands before the names of the files that keep stories.

    Where nothing can be kept for later, it leads into the output folder, and the end of the build clears it.
    """
    folder = config.root / ".digest"
    try:
        folder.mkdir(exist_ok=True)
        with TemporaryFile(dir=folder):
            return f"{folder}/stories-{fingerprint(str(config.output))}-"
    except OSError:
        return f"{config.output}/{STATE}/new-stories-"


def _after(
    planned: Plan,
    known: BuildState,
    numbers: Mapping[int, str],
    depends_on_site: Set[int],
    moved: Mapping[str, Signature],
    records: Mapping[str, ArticleRecord],
) -> BuildState:
    """Return what the next build need not find out again."""
    output = planned.site.config.output
    made: dict[str, OutputRecord] = {}
    for number, group in enumerate(planned.groups):
        if number in numbers:
            signatures = (moved.get(path) or signature_of(f"{output}/{path}") or NEVER_MATCHES for path in group.paths)
            fingerprint = planned.fingerprint(group, depends_on_site=number in depends_on_site)
            made[group.id] = OutputRecord(fingerprint, tuple(signatures), number in depends_on_site)
        else:
            made[group.id] = known.made[group.id]
    return BuildState(key=known.key, look=planned.look, records=records, made=made)


def keep(after: WarmState, config: Config) -> list[Problem]:
    """Keep what a build found out for the next run; return a warning when that can't be done."""
    try:
        state.save(after.ledger, ledger_file(config))
    except OSError as error:
        what = f"cannot keep what was found out: {(error.strerror or '').lower()}"
        return [Problem(what, str(ledger_file(config)), "the next build takes as long as this one")]
    return []


def _total(counts: Iterable[Counts], translated: int) -> Counts:
    """Return where the counterparts of the site came from; `translated` sentences were, by a machine in this run."""
    added = map(sum, zip(*map(_COUNTS, counts), strict=True))
    total = Counts(**dict(zip(_COUNTED, added, strict=False)))
    machine = total.from_cache + total.machine_translated
    return replace(total, from_cache=machine - translated, machine_translated=translated)


def _reader(config: Config, kept: str, name: str, *, now: datetime, drafts: bool, looked: int) -> ArticleWorker:
    return ArticleWorker(config, StoryStore(kept, name), now=now, drafts=drafts, looked=looked)


def _is_at_hand(record: ArticleRecord, files: Set[str] | None) -> bool:
    """Tell whether the story of an article is in one of these files of the shelf, or in any (None)."""
    return record.place is not None and (files is None or record.place.file in files)


class _Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = perf_counter()
        yield
        self.seconds[stage] = self.seconds.get(stage, 0.0) + perf_counter() - start
