"""The pipeline: content → articles → stories → site → pages → output folder. Start reading here.

Every build does the same, whatever was built before: it finds out what the site consists of, and then makes what is not
there yet. What earlier builds found out (`ledger`) only saves it from finding the same out again.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from functools import cache as cache_calls
from functools import partial
from itertools import islice
from operator import attrgetter
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from digest import ledger, library, memory, sources
from digest.ask import Progress, quiet
from digest.config import Config
from digest.errors import DigestError, Problem
from digest.feeds import Entry, channels, render_feeds
from digest.ledger import Ledger, Made, Record
from digest.model import LANGS, Article, Lang, Output, other
from digest.plan import Group, Plan, digest, due, plan, settings
from digest.share import UNSETTLED, Share
from digest.site import Listing, Site, Term, View, build_site, collisions, is_published
from digest.sitemap import render_sitemap
from digest.sources import SIDECAR, Signature, Source, Sources, signature_of
from digest.summary import Summary
from digest.team import Team
from digest.translate import UNANSWERED, Counts, Reply, Request, reply
from digest.write import Stage, Staged, looked, move, publish, publishing

if TYPE_CHECKING:
    from digest.argos import Machine
    from digest.render import Renderer

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
    """What a build found out, for the next one in the same process."""

    ledger: Ledger
    sources: Sources


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
    clock = _Clock()
    with publishing(config.output) as published, memory.Cache(config.root / MACHINE_CACHE) as cache:
        with clock("look"):
            started = looked(config.output)
            key = settings(config)
            known = before.ledger if before else ledger.load(ledger_file(config), key)
            if known.key != key:
                known = Ledger(key=key)
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
        with Team(partial(Share, config, now=now, drafts=drafts, looked=started), jobs) as team:
            learn = partial(_learn, team=team, found=found, asker=asker, progress=progress, clock=clock)
            records |= learn([source for source in found.articles if source.path not in records], records)
            records = {source.path: records[source.path] for source in found.articles}
            with clock("assemble"):
                site = build_site((record.summary for record in records.values() if record.summary), config)
                planned = plan(site)
                reasons = due(planned, known, None if before else config.output)
                pending = list(reasons)
                needed = {story.article.path for group in pending for story in _stories(group, site)}
            learn([source for source in found.articles if source.path in needed and source.path not in team.paths], {})
            with clock("render"):
                made = _make(pending, site, team, progress)
            with clock("write"):
                paths = planned.paths()
                written = publish(config.output, published, paths, made.staged, lambda: made.move(team, config.output))
                after = _after(planned, known, made, records, pending, config)
                warnings = [] if before or after == known else keep(After(ledger=after, sources=found), config)
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
        made={group.paths[0]: why for group, why in reasons.items()},
        slowest=made.seconds,
        templates=made.templates,
        after=After(ledger=after, sources=found),
    )


def ledger_file(config: Config) -> Path:
    """Return where what was found out about a site is kept; each output folder has its own, for they differ."""
    return config.root / ".digest" / f"ledger-{digest(str(config.output))}.json"


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


def _learn(
    wanted: Sequence[Source],
    others: Mapping[str, Record],
    *,
    team: Team,
    found: Sources,
    asker: _Asker,
    progress: Progress,
    clock: "_Clock",
) -> dict[str, Record]:
    """Read articles and give every sentence its counterpart; return what is then known of each by its path.

    `others` are known already. Raises `DigestError` with the problems of all.
    """
    with clock("read"):
        readings = team.read([(source, _beside(source.path, found)) for source in wanted], progress)
        problems = [problem for reading in readings for problem in reading.problems]
        slugs = {path: record.article.slug for path, record in others.items()}
        slugs |= {reading.path: reading.slug for reading in readings if not reading.problems}
        problems += collisions(dict(sorted(slugs.items())))
        if problems:
            raise DigestError.of(problems)
    with clock("translate"):
        requests = [reading.request for reading in readings if reading.request]
        replies = dict(zip((request.path for request in requests), asker.reply(requests), strict=True))
        asked = {request.path: asker.how(request.package, request.lang) for request in requests}
        return team.complete(replies, asked)


def _beside(path: str, found: Sources) -> Mapping[str, Signature]:
    """Return the sidecars beside an article, in whichever language."""
    sidecars = (memory.sidecar_path(path, lang) for lang in LANGS)
    return {sidecar: found.sidecars[sidecar] for sidecar in sidecars if sidecar in found.sidecars}


def _stories(group: Group, site: Site) -> Sequence[Summary]:
    """Return the stories whose text a group is made from."""
    if group.kind == "feed":
        return next(stories for section, stories in channels(site) if section is group.of)
    return [group.of] if isinstance(group.of, Summary) else []


@dataclass(frozen=True, slots=True, kw_only=True)
class _New:
    """Files made anew, and put aside.

    Attributes:
        assets, articles, rest: those whose bytes changed, in the order in which they are to appear.
        owners: path of each page of `articles` to the path of the article.
        wide: the paths of those that were made from the whole site.
        seconds: path of an article to how long its pages took.
        templates: name of a template to how long it took.
    """

    assets: Staged = field(default_factory=dict)
    articles: Staged = field(default_factory=dict)
    rest: Staged = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    wide: Set[str] = frozenset()
    seconds: Mapping[str, float] = field(default_factory=dict)
    templates: Mapping[str, float] = field(default_factory=dict)

    @property
    def staged(self) -> Staged:
        """All of them."""
        return {**self.assets, **self.articles, **self.rest}

    def move(self, team: Team, folder: Path) -> None:
        """Move them into place."""
        move(folder, self.assets)
        team.move(self.articles, self.owners)
        move(folder, self.rest)


def _make(groups: Sequence[Group], site: Site, team: Team, progress: Progress) -> _New:
    """Make files and put aside those whose bytes changed. Raises `DigestError` for what can't be made or published."""
    if not groups:
        return _New()
    from digest.render import Renderer

    renderer = Renderer(site)
    team.assemble(renderer)
    stage = Stage(site.config.output, f"{os.getpid()}-main")
    wide: set[str] = set()

    def put(outputs: Iterable[Output]) -> None:
        for output in outputs:
            stage.add(output)
            if output.wide:
                wide.add(output.path)

    for group in groups:
        if group.kind in ("theme", "picture"):
            put(_outputs(group, site, renderer, {}))
    assets = stage.take()
    owners = {path: group.of.article.path for group in groups if isinstance(group.of, Summary) for path in group.paths}
    in_feeds = {story.article.path for group in groups if group.kind == "feed" for story in _stories(group, site)}
    entries = team.entries(sorted(in_feeds))
    own = [group for group in groups if group.kind in ("listing", "single", "feed", "sitemap")]
    undone = iter(own)
    articles: dict[str, str] = {}
    seconds: dict[str, float] = {}
    templates: Counter[str] = Counter()
    stories = list(dict.fromkeys(owners.values()))
    for rendered in team.render(stories):
        articles |= rendered.staged
        wide |= rendered.wide
        seconds |= rendered.seconds
        templates.update(rendered.templates)
        for group in islice(undone, len(own) * len(rendered.seconds) // len(stories)):
            put(_outputs(group, site, renderer, entries))
        progress("render", len(seconds), len(stories))
    for group in undone:
        put(_outputs(group, site, renderer, entries))
    if stage.problems:
        raise DigestError.of(stage.problems)
    templates.update(renderer.template.seconds())
    return _New(
        assets=assets,
        articles=articles,
        rest=stage.take(),
        owners=owners,
        wide=wide,
        seconds=seconds,
        templates=templates,
    )


def _outputs(
    group: Group, site: Site, renderer: "Renderer", entries: Mapping[str, Mapping[View, Entry]]
) -> Iterator[Output]:
    """Yield the files of a group, of any kind but a story's pages."""
    match group.kind, group.of:
        case "theme", _:
            yield from renderer.assets()
        case "picture", str(path):
            yield Output(group.paths[0], library.read_bytes(site.config.content / path, path))
        case "listing", Listing() as listing:
            yield from renderer.listing(listing)
        case "single", _:
            yield from renderer.pages()
        case "feed", (Term() | None) as section:
            stories = _stories(group, site)
            yield from render_feeds(site, section, [entries[story.article.path] for story in stories])
        case "sitemap", _:
            yield from render_sitemap(site)


def _after(
    planned: Plan, known: Ledger, made: _New, records: Mapping[str, Record], pending: Sequence[Group], config: Config
) -> Ledger:
    """Return what the next build need not find out again."""
    anew = {path for group in pending for path in group.paths}
    wide = frozenset(path for path in known.wide if path not in anew) | made.wide
    return Ledger(
        key=known.key,
        look=planned.look,
        records=records,
        made={
            path: Made(
                planned.fingerprint(group, wide=path in wide), signature_of(f"{config.output}/{path}") or UNSETTLED
            )
            if path in anew
            else known.made[path]
            for group in planned.groups
            for path in group.paths
        },
        wide=wide,
    )


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
