"""The pipeline: content → articles → stories → site → targets → output folder. Start reading here, at `_build`.

Every build does the same, whatever was built before: it finds out what the site consists of, and makes what is missing
or outdated. The state that earlier builds kept only saves it from finding the same out again.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from time import perf_counter
from typing import TYPE_CHECKING

from digest import memory
from digest.build import obstacles, state, story_store
from digest.build.article_stage import ArticleStage, BuildTranslator, fresh_records
from digest.build.options import BuildOptions
from digest.build.output_folder import STATE, declare, filesystem_now, locked_output, remove_outdated
from digest.build.render_stage import Rendered, render_stage
from digest.build.report import Report, WarmState
from digest.build.state import ArticleRecord, BuildState, OutputRecord
from digest.build.story_store import DamagedStoreError
from digest.build.targets import SHOWN, SiteTargets, Target, articles_key, outdated, stories_of, targets_of
from digest.config import Config
from digest.content import listing
from digest.content.listing import Source, Sources
from digest.content.warnings import warnings_of
from digest.errors import DigestError, Problem
from digest.files import NEVER_MATCHES, Signature, signature_of
from digest.fingerprint import fingerprint
from digest.render.overrides import misspelt_overrides
from digest.site.lost_addresses import lost_addresses
from digest.site.menu import menu_warnings
from digest.site.redirects import clashes
from digest.site.silent_changes import silent_changes
from digest.site.site import Site, build_site, revise, with_news
from digest.site.term_warnings import term_warnings
from digest.translation.counterparts import Request

if TYPE_CHECKING:
    from digest.build.article_worker import ArticleWorkerFactory

MACHINE_CACHE = Path(".digest") / "machine.sqlite"
"""Where a site keeps what machines said, below its folder."""


def build(
    config: Config,
    options: BuildOptions,
    *,
    warm: WarmState | None = None,
    changed: frozenset[Path] = frozenset(),
    answered: frozenset[str] = frozenset(),
) -> Report:
    """Publish the site into its output folder.

    `warm` is what an earlier build in this process left (`Report.warm`). Since then, only the paths in `changed` have
    changed, outside the output folder, and only of the articles in `answered` has something been answered that was
    owed. Without `warm`, the state on disk is used, and kept for the next run.

    Raises `DigestError` with every problem found; the output folder is then as it was.
    """
    try:
        return _build(config, options, warm, changed, answered)
    except DamagedStoreError:
        story_store.clear(_store_prefix(config))
        return _build(config, options, None, frozenset(), frozenset())


def _build(
    config: Config,
    options: BuildOptions,
    warm: WarmState | None,
    changed: frozenset[Path],
    answered: frozenset[str],
) -> Report:
    clock = _Clock()
    odd = [*obstacles.clear_state(config.root / MACHINE_CACHE.parent), *obstacles.clear_state(config.output / STATE)]
    with (
        locked_output(config.output, warm.published if warm else None) as made_before,
        memory.Cache(config.root / MACHINE_CACHE) as cache,
    ):
        with clock("scan"):
            scan = _scan(config, options, warm, changed, answered, cache)
        stage = _article_stage(config, options, scan, clock)
        new = stage.read(scan.unread(), others=scan.records, previous=scan.state.articles)
        with clock("assemble"):
            records = scan.all_records(new)
            site = with_news(_assemble(records, new, scan, config), options.now)
            targets = targets_of(site, scan.warm.targets if scan.warm else None)
            paths = targets.paths()
            reasons = _outdated(targets, scan)
            wanted = {number: why for number, why in reasons.items() if _is_wanted(targets.targets[number], options)}
            missing = _missing_stories(targets, wanted, records, new, scan)
        read_again = stage.read(missing, others={}, previous=records)
        records = {**records, **read_again} if read_again else records
        with render_stage(
            targets,
            list(wanted),
            locations={path: record.location for path, record in records.items() if record.location},
            made_before=made_before,
            store_prefix=scan.store_prefix,
            jobs=options.jobs,
            lenient=options.lenient,
        ) as renderer:
            with clock("render"):
                rendered = renderer.render(options.progress, options.interrupted)
            with clock("publish"):
                obstacles.check(config.output, rendered.staged)
                declare(config.output, made_before, paths)
                moved = renderer.move(rendered.staged)
                removed = remove_outdated(config.output, made_before, paths)
        later = {number for number in reasons if number not in wanted or number in rendered.left}
        with clock("publish"):
            left = WarmState(
                state=_state(targets, scan.state, records, reasons, later, rendered, moved),
                sources=scan.sources,
                strays=scan.strays,
                targets=targets,
                published=paths,
                store_prefix=scan.store_prefix,
                owed=scan.owed({*new, *read_again}),
            )
            kept = [] if scan.warm or left.state == scan.state else keep(left, config)
    warnings = [*odd, *cache.warnings, *kept]
    return _report(config, options, left, scan, rendered, removed, reasons, later, clock, warnings)


def keep(warm: WarmState, config: Config) -> list[Problem]:
    """Keep on disk what a build knows, for the next run; return a warning when that can't be done."""
    return state.save(warm.state, state.state_file(config), config.user_cache)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scan:
    """What lies in the content folder, and what is still known of it.

    Attributes:
        sources: what the content folder holds.
        strays: the sidecars there that lie beside no article of their name, with the signatures of their files.
        scanned_at: when it was looked at (nanoseconds since 1970, by the clock of the output folder's disk).
        warm: what the last build in this process left; None when there was none that read articles alike.
        state: what the last build knew, here or on disk.
        records: path of an article → what the last build knew of it, where it still holds.
        translator: the machine, for this build.
        store_prefix: of the story store's files.
        story_files: the names of those whose stories can be read; None for all.
    """

    sources: Sources
    strays: Mapping[str, Signature]
    scanned_at: int
    warm: WarmState | None
    state: BuildState
    records: Mapping[str, ArticleRecord]
    translator: BuildTranslator
    store_prefix: str
    story_files: Collection[str] | None

    def unread(self) -> list[Source]:
        """Return the articles of which nothing is known that still holds."""
        return [source for source in self.sources.articles if source.path not in self.records]

    def all_records(self, new: Mapping[str, ArticleRecord]) -> dict[str, ArticleRecord]:
        """Return the records of all articles in the order of their paths, `new` ones among them."""
        return {source.path: new.get(source.path) or self.records[source.path] for source in self.sources.articles}

    def owed(self, new: Collection[str]) -> dict[str, Request]:
        """Return what the machine has yet to be asked for each article, by path; `new` ones were read in this build."""
        before = self.warm.owed if self.warm else {}
        still = {path: request for path, request in before.items() if path in self.records and path not in new}
        return still | self.translator.owed

    def has_story(self, record: ArticleRecord) -> bool:
        """Tell whether an article's story lies in a file that can be read."""
        location = record.location
        return location is not None and (self.story_files is None or location.file in self.story_files)


def _scan(
    config: Config,
    options: BuildOptions,
    warm: WarmState | None,
    changed: frozenset[Path],
    answered: frozenset[str],
    cache: memory.Cache,
) -> _Scan:
    """Return what lies in the content folder and what is still known of it; delete stories that are of no more use."""
    scanned_at = filesystem_now(config.output)
    key = articles_key(config)
    if warm and warm.state.key != key:
        warm = None
        known = BuildState(key=key)
    else:
        known = warm.state if warm else state.load(state.state_file(config), key, config.user_cache)
    if warm:
        sources = listing.refresh(warm.sources, config.content, changed)
        only_changed = None if sources.linked else listing.named(changed, config.content)
    else:
        sources = listing.find(config.content)
        only_changed = None
    if warm and listing.have_same_names(sources, warm.sources):
        strays = {path: sources.sidecars[path] for path in warm.strays}
    else:
        strays = _strays(sources)
    translator = BuildTranslator(config, options, cache)
    records = dict(
        fresh_records(
            known.articles,
            sources,
            config=config,
            options=options,
            translator=translator,
            strays=strays,
            changed=only_changed,
            answered=answered if warm else None,
        )
    )
    store_prefix = _store_prefix(config)
    story_files = None
    if not warm:
        story_files = story_store.usable_files(store_prefix, (record.location for record in records.values()))
        story_store.clear(store_prefix, story_files)
    return _Scan(
        sources=sources,
        strays=strays,
        scanned_at=scanned_at,
        warm=warm,
        state=known,
        records=records,
        translator=translator,
        store_prefix=store_prefix,
        story_files=story_files,
    )


def _article_stage(config: Config, options: BuildOptions, scan: _Scan, clock: "_Clock") -> ArticleStage:
    return ArticleStage(
        worker_factory=partial(_article_workers, config, options, scan),
        sources=scan.sources,
        translator=scan.translator,
        options=options,
        clock=clock,
    )


def _article_workers(config: Config, options: BuildOptions, scan: _Scan) -> "ArticleWorkerFactory":
    from digest.build.article_worker import ArticleWorkerFactory  # what reads articles takes a tenth of a second

    return ArticleWorkerFactory(
        config=config.for_articles(),
        store_prefix=scan.store_prefix,
        now=options.now,
        drafts=options.drafts,
        strays=scan.strays,
        scanned_at=scan.scanned_at,
    )


def _strays(sources: Sources) -> dict[str, Signature]:
    """Return the sidecars that lie beside no article of their name, with the signatures of their files."""
    paths = memory.stray_paths(sources.sidecars, (source.path for source in sources.articles))
    return {path: sources.sidecars[path] for path in paths}


def _assemble(
    records: Mapping[str, ArticleRecord], new: Mapping[str, ArticleRecord], scan: _Scan, config: Config
) -> Site:
    """Return the site of all articles. It is the last one with newer stories in it, if those have the same places."""
    set_as_before = scan.warm and scan.warm.targets.site.config == config
    if scan.warm and set_as_before and records.keys() == scan.state.articles.keys():
        if not new:
            return scan.warm.targets.site
        pairs = [(scan.state.articles[path].summary, record.summary) for path, record in new.items()]
        same_places = [
            (old, now) for old, now in pairs if old and now and old.sitemap_fingerprint == now.sitemap_fingerprint
        ]
        if len(same_places) == len(new):
            return revise(scan.warm.targets.site, same_places)
    stories = [record.summary for record in records.values() if record.summary]
    if problems := list(clashes(stories)):
        raise DigestError.of(problems)
    return build_site(stories, config)


def _outdated(targets: SiteTargets, scan: _Scan) -> dict[int, str]:
    """Return the numbers of the targets to make, and why; files are looked at unless this process published them."""
    if scan.warm:
        return outdated(targets, scan.state, previous=scan.warm.targets)
    return outdated(targets, scan.state, output=targets.site.config.output)


def _is_wanted(target: Target, options: BuildOptions) -> bool:
    """Tell whether an outdated target is to be made in this build."""
    return options.pages is None or target.kind in SHOWN or any(path in options.pages for path in target.paths)


def _missing_stories(
    targets: SiteTargets,
    numbers: Collection[int],
    records: Mapping[str, ArticleRecord],
    new: Collection[str],
    scan: _Scan,
) -> list[Source]:
    """Return the articles whose stories targets show, but which are neither `new` nor kept from an earlier build."""
    shown = {story.article.path for number in numbers for story in stories_of(targets.targets[number], targets.site)}
    missing = {path for path in shown if path not in new and not scan.has_story(records[path])}
    return [source for source in scan.sources.articles if source.path in missing]


def _store_prefix(config: Config) -> str:
    """Return the path that the names of the story store's files are put after: below `.digest/` of the site.

    Where nothing can be written there, it leads into the output folder's state, which is cleared after the build.
    """
    folder = config.root / ".digest"
    try:
        folder.mkdir(exist_ok=True)
        with TemporaryFile(dir=folder):
            return f"{folder}/stories-{fingerprint(str(config.output))}-"
    except OSError:
        return f"{config.output}/{STATE}/new-stories-"


def _state(
    targets: SiteTargets,
    known: BuildState,
    records: Mapping[str, ArticleRecord],
    outdated: Collection[int],
    later: Collection[int],
    rendered: Rendered,
    moved: Mapping[str, Signature],
) -> BuildState:
    """Return what is known after a build that made the `outdated` targets, and `moved` files into place.

    Targets are meant by their numbers; those to be made `later` are left out.
    """
    output = targets.site.config.output
    outputs: dict[str, OutputRecord] = {}
    for number, target in enumerate(targets.targets):
        if number not in outdated:
            outputs[target.key] = known.outputs[target.key]
            continue
        if number in later or number in rendered.faults:
            continue  # nothing is known of its files: the next build makes them
        depends_on_site = number in rendered.depends_on_site
        signatures = (moved.get(path) or signature_of(f"{output}/{path}") or NEVER_MATCHES for path in target.paths)
        outputs[target.key] = OutputRecord(
            targets.fingerprint(target, depends_on_site=depends_on_site), tuple(signatures), depends_on_site
        )
    return BuildState(key=known.key, settings=targets.settings, look=targets.look, articles=records, outputs=outputs)


def _report(
    config: Config,
    options: BuildOptions,
    left: WarmState,
    scan: _Scan,
    rendered: Rendered,
    removed: Collection[str],
    reasons: Mapping[int, str],
    later: Collection[int],
    clock: "_Clock",
    warnings: Collection[Problem],
) -> Report:
    records = left.state.articles.values()
    targets = left.targets.targets
    articles = [record.article for record in records]
    waiting = frozenset(path for number in later for path in targets[number].paths)
    strays = scan.strays
    moved = memory.read_for({record.article.path: record.seen for record in records}, strays) if strays else {}
    return Report(
        articles=len(left.targets.site.all_stories),
        written=len(rendered.staged),
        unchanged=len(left.published) - len(rendered.staged) - len(waiting),
        removed=len(removed),
        changed=frozenset((*rendered.staged, *removed)),
        left=waiting,
        faults={path: problems for number, problems in rendered.faults.items() for path in targets[number].paths},
        translated=scan.translator.translated,
        warnings=(
            *(warning for record in records for warning in record.warnings),
            *warnings_of(scan.sources, articles, now=options.now, drafts=options.drafts, config=config, moved=moved),
            *term_warnings(left.targets.site, removed),
            *menu_warnings(left.targets.site, left.published),
            *lost_addresses((each.article for each in scan.state.articles.values()), left.targets.site, removed),
            *([] if scan.warm else _silent_changes(scan.state, left.targets.site, options)),
            *config.warnings,
            *misspelt_overrides(config),
            *warnings,
        ),
        seconds=clock.seconds,
        made={targets[number].key: reason for number, reason in reasons.items() if number not in later},
        slowest=rendered.seconds,
        templates=rendered.templates,
        warm=left,
    )


def _silent_changes(before: BuildState, site: Site, options: BuildOptions) -> Iterator[Problem]:
    stories = (record.summary for record in before.articles.values() if record.summary)
    return silent_changes(stories, site, options.now)


class _Clock:
    """Measures the stages of a build.

    Attributes:
        seconds: by stage, in the order in which they began.
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = perf_counter()
        yield
        self.seconds[stage] = self.seconds.get(stage, 0.0) + perf_counter() - start
