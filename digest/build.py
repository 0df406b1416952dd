"""The pipeline: content → articles → stories → site → pages → output folder. Start reading here.

Every build does the same, whatever was built before: it finds out what the site consists of, and then makes what is not
there yet. What earlier builds found out (`ledger`) only saves it from finding the same out again.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from functools import cache as cache_calls
from functools import partial
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryFile
from time import perf_counter
from typing import TYPE_CHECKING, Any

from digest import ledger, library, memory, shelf, sources, team
from digest.ask import Progress, quiet
from digest.config import Config
from digest.errors import DigestError, Problem
from digest.feeds import channels
from digest.ledger import Ledger, Made, Record, unpack
from digest.model import LANGS, Article, Lang, other
from digest.plan import Group, Kind, Plan, digest, due, plan, settings
from digest.reading import UNSETTLED, Reader, Reading
from digest.shelf import DamagedError, Shelf
from digest.site import Listing, Site, build_site, collisions, is_published
from digest.sources import SIDECAR, Signature, Source, Sources, signature_of
from digest.summary import Summary
from digest.team import Team, batches
from digest.translate import UNANSWERED, Counts, Reply, Request, reply
from digest.write import STATE, Staged, looked, publish, publishing

if TYPE_CHECKING:
    from digest.argos import Machine

_COUNTED = tuple(each.name for each in fields(Counts))
_COUNTS = attrgetter(*_COUNTED)

CHUNK = 50
"""Articles handed to a process at once: few enough to show progress, enough to make the asking cheap."""

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
    after: "After"

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON: flat, warnings as objects, seconds rounded to milliseconds."""
        return {
            **{key: getattr(self, key) for key in ("articles", "pages", "written", "unchanged", "removed")},
            **asdict(self.counts),
            "warnings": [asdict(warning) for warning in self.warnings],
            "seconds": {stage: round(seconds, 3) for stage, seconds in self.seconds.items()},
            "made": dict(self.made),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """What a build found out, for the next one in the same process.

    Attributes:
        ledger: what is kept for the next run, too.
        sources: what the content folder held.
        plan: what the site consisted of.
        published: the paths of its files.
    """

    ledger: Ledger
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
    before: After | None = None,
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
    except DamagedError:
        shelf.clear(_shelf(config))
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
    before: After | None,
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
            known = before.ledger if before else ledger.load(ledger_file(config), key)
            if known.key != key:
                before, known = None, Ledger(key=key)
            found = (
                sources.refresh(before.sources, config.content, changed or ())
                if before
                else sources.find(config.content)
            )
            asker = _Asker(config, machine, cache, progress, allow_untranslated=allow_untranslated)
            is_current = partial(
                _is_current,
                signatures={source.path: source.signature for source in found.articles} | dict(found.sidecars),
                config=config,
                asker=asker,
                published=lambda article: drafts or is_published(article, now),
            )
            records = {path: record for path, record in known.records.items() if is_current(path, record)}
            prefix = _shelf(config)
            if not before:
                kept = shelf.usable(prefix, (record.place for record in records.values()))
                shelf.clear(prefix, kept)
        make = partial(_reader, config, prefix, now=now, drafts=drafts, looked=started)
        learn = partial(_learn, make=make, jobs=jobs, found=found, asker=asker, progress=progress, clock=clock)
        new = learn([source for source in found.articles if source.path not in records], records)
        records = {source.path: new.get(source.path) or records[source.path] for source in found.articles}
        with clock("assemble"):
            site = build_site((record.summary for record in records.values() if record.summary), config)
            planned = plan(site, before.plan if before else None)
            paths = planned.paths()
            reasons = due(
                planned, known, before=before.plan if before else None, output=None if before else config.output
            )
            needed = {story.article.path for number in reasons for story in _stories(planned.groups[number], site)}
            if not before:
                needed = {path for path in needed - new.keys() if not _is_at_hand(records[path], kept)}
        records |= learn([source for source in found.articles if source.path in needed], {})
        with _presses(reasons, planned, records, published, prefix, jobs) as presses:
            with clock("render"):
                printed = _print(reasons, planned, presses, progress)
            with clock("write"):
                moved: dict[str, Signature] = {}
                move = partial(_move, reasons, planned, printed.staged, presses, moved)
                written = publish(config.output, published, paths, printed.staged, move)
                after = After(
                    ledger=_after(planned, known, reasons, printed.wide, moved, records),
                    sources=found,
                    plan=planned,
                    published=paths,
                )
                warnings = [] if before or after.ledger == known else keep(after, config)
    return Report(
        articles=len(site.stories),
        pages=sum(path.endswith(".html") for path in paths),
        written=len(written.changed),
        unchanged=len(written.unchanged),
        removed=len(written.removed),
        counts=_total((record.counts for record in records.values()), asker.translated),
        warnings=(
            *(warning for record in records.values() for warning in record.warnings),
            *library.warnings_of(
                found, [record.article for record in records.values()], now=now, drafts=drafts, config=config
            ),
            *cache.warnings,
            *warnings,
        ),
        seconds=clock.seconds,
        made={planned.groups[number].id: why for number, why in reasons.items()},
        slowest=printed.seconds,
        templates=printed.templates,
        after=after,
    )


def ledger_file(config: Config) -> Path:
    """Return where what was found out about a site is kept; each output folder has its own, for they differ."""
    return config.root / ".digest" / f"ledger-{digest(str(config.output))}.json"


def _shelf(config: Config) -> str:
    """Return what stands before the names of the files that keep stories.

    Where nothing can be kept for later, it leads into the output folder, and the end of the build clears it.
    """
    folder = config.root / ".digest"
    try:
        folder.mkdir(exist_ok=True)
        with TemporaryFile(dir=folder):
            return f"{folder}/stories-{digest(str(config.output))}-"
    except OSError:
        return f"{config.output}/{STATE}/new-stories-"


class _Asker:
    """Asks the machine.

    Attributes:
        translated: sentences that it translated, rather than the cache remembered.
    """

    def __init__(
        self, config: Config, machine: "Machine", cache: memory.Cache, progress: Progress, *, allow_untranslated: bool
    ) -> None:
        self.translated = 0
        self.glossary = library.read_glossary(config)
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
        return digest(found.digest, *heard, self._machine.settings, self.glossary.key)


def _is_current(
    path: str,
    record: Record,
    *,
    signatures: Mapping[str, Signature],
    config: Config,
    asker: _Asker,
    published: Callable[[Article], bool],
) -> bool:
    """Tell whether what is known of an article still holds."""
    if path not in signatures or published(record.article) != (record.summary is not None):
        return False
    for file, seen in record.seen.items():
        there = signatures.get(file)
        if there is None and not file.endswith(SIDECAR):
            there = signature_of(config.content / file)
        if there != seen:
            return False
    if not record.asked:
        return True
    if record.asked == UNANSWERED and not asker.allow_untranslated:
        return False
    return record.asked == asker.how(record.article.package or config.package, record.article.lang)


def _reader(config: Config, prefix: str, name: str, *, now: datetime, drafts: bool, looked: int) -> Reader:
    return Reader(config, Shelf(prefix, name), now=now, drafts=drafts, looked=looked)


def _learn(
    wanted: Sequence[Source],
    others: Mapping[str, Record],
    *,
    make: Callable[[str], Reader],
    jobs: int,
    found: Sources,
    asker: _Asker,
    progress: Progress,
    clock: "_Clock",
) -> dict[str, Record]:
    """Read articles and give every sentence its counterpart; return what is then known of each by its path.

    `others` are known already. Raises `DigestError` with the problems of all.
    """
    if not wanted:
        return {}
    with Team(make, _size(len(wanted), jobs)) as readers:
        with clock("read"):
            owners: dict[str, int] = {}
            readings: dict[str, Reading] = {}
            tasks = batches([(source, _beside(source.path, found)) for source in wanted], CHUNK)
            for member, packed in readers.share_out("read", tasks):
                for reading in unpack(packed, list[Reading]):
                    readings[reading.path] = reading
                    owners[reading.path] = member
                progress("read", len(readings), len(wanted))
            problems = [problem for source in wanted for problem in readings[source.path].problems]
            slugs = {path: record.article.slug for path, record in others.items()}
            slugs |= {reading.path: reading.slug for reading in readings.values() if reading.slug}
            problems += collisions(dict(sorted(slugs.items())))
            if problems:
                raise DigestError.of(problems)
        with clock("translate"):
            requests = [request for source in wanted if (request := readings[source.path].request)]
            replies: dict[int, dict[str, tuple[Reply, str]]] = {}
            for request, said in zip(requests, asker.reply(requests), strict=True):
                how = asker.how(request.package, request.lang)
                replies.setdefault(owners[request.path], {})[request.path] = said, how
            records = {path: reading.record for path, reading in readings.items() if reading.record}
            for packed in readers.tell("complete", replies):
                records |= {record.article.path: record for record in unpack(packed, list[Record])}
            return records


def _beside(path: str, found: Sources) -> Mapping[str, Signature]:
    """Return the sidecars beside an article, in whichever language."""
    sidecars = (memory.sidecar_path(path, lang) for lang in LANGS)
    return {sidecar: found.sidecars[sidecar] for sidecar in sidecars if sidecar in found.sidecars}


def _stories(group: Group, site: Site) -> Sequence[Summary]:
    """Return the stories whose text a group is made from."""
    if group.kind == "feed":
        return next(stories for section, stories in channels(site) if section is group.of)
    return [group.of] if isinstance(group.of, Summary) else []


def _is_at_hand(record: Record, kept: Set[str]) -> bool:
    """Tell whether the story of an article is in one of the files of the shelf."""
    return record.place is not None and record.place.file in kept


def _size(count: int, jobs: int) -> int:
    """Return in how many processes to do something with so many articles."""
    return max(1, min(jobs, count // team.WORTH))


@contextmanager
def _presses(
    reasons: Mapping[int, str],
    planned: Plan,
    records: Mapping[str, Record],
    published: Mapping[str, None],
    prefix: str,
    jobs: int,
) -> Iterator[Team | None]:
    """Give what makes files; None when none have to be made."""
    if not reasons:
        yield None
        return
    from digest.press import Presses  # Jinja takes a tenth of a second to import

    places = {path: record.place for path, record in records.items() if record.place}
    make = Presses(planned.site, planned.groups, places, published, shelf=prefix)
    with Team(make, _size(len(reasons), jobs)) as presses:
        yield presses


@dataclass(frozen=True, slots=True, kw_only=True)
class _Printed:
    """What came of making all files, as in `press.Printed`; those put aside are in the order in which they appear."""

    staged: Staged = field(default_factory=dict)
    wide: Set[int] = frozenset()
    seconds: Mapping[str, float] = field(default_factory=dict)
    templates: Mapping[str, float] = field(default_factory=dict)


def _print(reasons: Mapping[int, str], planned: Plan, presses: Team | None, progress: Progress) -> _Printed:
    """Make groups of files. Raises `DigestError` for what can't be made or published."""
    if not presses:
        return _Printed()
    staged: dict[str, str] = {}
    wide: set[int] = set()
    seconds: dict[str, float] = {}
    templates: Counter[str] = Counter()
    done = 0
    for _, printed in presses.share_out("make", _tasks(reasons, planned, presses.size)):
        staged |= printed.staged
        wide |= printed.wide
        seconds |= printed.seconds
        templates.update(printed.templates)
        done += printed.groups
        progress("render", done, len(reasons))
    in_order = (path for number in reasons for path in planned.groups[number].paths)
    return _Printed(
        staged={path: staged[path] for path in in_order if path in staged},
        wide=wide,
        seconds=seconds,
        templates=templates,
    )


def _tasks(numbers: Iterable[int], planned: Plan, size: int) -> list[Sequence[int]]:
    """Return groups as `size` presses best make them: what takes long first, and pages with the same stories together.

    What lists show of a story is made once for all lists that a press makes at about the same time.
    """
    place = {story.article.path: number for number, story in enumerate(planned.site.stories)}
    single: list[Sequence[int]] = []
    lists: dict[int, int] = {}
    others: list[int] = []
    for number in numbers:
        group = planned.groups[number]
        if isinstance(group.of, Listing):
            lists[number] = place[group.of.stories[0].article.path] if group.of.stories else 0
        elif group.kind in ("sitemap", "feed", "single"):
            single.append([number])
        else:
            others.append(number)
    in_time = sorted(lists, key=lists.__getitem__)
    return [*reversed(single), *batches(in_time, -(-len(in_time) // (2 * size)) or 1), *batches(others, CHUNK)]


_PHASES: tuple[Set[Kind], ...] = ({"theme", "picture"}, {"article"}, {"listing", "single", "feed", "sitemap"})
"""What is published before what: a page never lacks what it needs, nor does a list lead to a page that is not there."""


def _move(
    numbers: Iterable[int], planned: Plan, staged: Staged, presses: Team | None, moved: dict[str, Signature]
) -> None:
    """Move files that were put aside into place; note in `moved` which signatures they have there."""
    for phase in _PHASES if presses else ():
        groups = (planned.groups[number] for number in numbers)
        paths = [path for group in groups if group.kind in phase for path in group.paths if path in staged]
        tasks = [{path: staged[path] for path in some} for some in batches(paths, 10 * CHUNK)]
        for _, signatures in presses.share_out("move", tasks) if presses else ():
            moved |= signatures


def _after(
    planned: Plan,
    known: Ledger,
    numbers: Mapping[int, str],
    wide: Set[int],
    moved: Mapping[str, Signature],
    records: Mapping[str, Record],
) -> Ledger:
    """Return what the next build need not find out again."""
    output = planned.site.config.output
    made: dict[str, Made] = {}
    for number, group in enumerate(planned.groups):
        if number in numbers:
            signatures = (moved.get(path) or signature_of(f"{output}/{path}") or UNSETTLED for path in group.paths)
            fingerprint = planned.fingerprint(group, wide=number in wide)
            made[group.id] = Made(fingerprint, tuple(signatures), number in wide)
        else:
            made[group.id] = known.made[group.id]
    return Ledger(key=known.key, look=planned.look, records=records, made=made)


def keep(after: After, config: Config) -> list[Problem]:
    """Keep what a build found out for the next run; return a warning when that can't be done."""
    try:
        ledger.save(after.ledger, ledger_file(config))
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


class _Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = perf_counter()
        yield
        self.seconds[stage] = self.seconds.get(stage, 0.0) + perf_counter() - start
