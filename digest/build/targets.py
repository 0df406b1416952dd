"""What a site consists of: its targets, each some files made together, with a fingerprint of all that they show.

A target is made again when its fingerprint is another one, and else left as it is. The fingerprint covers exactly what
the files show: a story's pages its text, the names of its section, tags and authors, and its neighbours in short; a
page of a list the stories on it in short; a feed those in it; and all of them the templates. What a template reads of
the whole site beyond that is noticed when it is rendered (`Output.depends_on_site`).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Literal

from digest.build.output_folder import collision
from digest.build.social_cards import card_text
from digest.build.state import BuildState, OutputRecord
from digest.build.static_files import static_files
from digest.config import Config
from digest.errors import DigestError, Problem
from digest.files import PROGRAM, signature_of
from digest.fingerprint import fingerprint, fingerprint_files
from digest.model import Image
from digest.render import feeds
from digest.render.feed_archives import FeedArchive, archives_of, newest_of
from digest.render.host_files import host_paths
from digest.render.redirects import redirect_paths
from digest.render.share_picture import site_picture
from digest.render.sitemap import news_paths, sitemap_paths
from digest.render.theme_files import asset_path, everything, files, folders
from digest.render.translation_record import record_path
from digest.search.volumes import INDEX, Volume, volumes_of
from digest.settings import FILE
from digest.site.edition import Edition, edition_of, edition_paths
from digest.site.menu import menu_of
from digest.site.picture_sizes import copy_formats, copy_path, copy_widths
from digest.site.redirects import redirects_of
from digest.site.site import Listing, Site, StoryList, Term, file_path, path_of
from digest.site.social_cards import card_path
from digest.site.summary import Summary

TargetKind = (
    Literal["theme", "static", "picture", "attachment", "card", "article", "listing", "single"]
    | Literal["redirects", "search", "feed", "archive", "sitemap", "news", "edition", "hosts"]
)

PAGES: Set[TargetKind] = {"article", "listing", "single"}
"""The kinds whose files are HTML pages."""

SHOWN: Set[TargetKind] = {"theme", "static", "picture", "attachment"}
"""The kinds whose files pages show or link: a page needs them when it appears."""


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """Files that are made together.

    Attributes:
        kind: what they are.
        subject: what they show: a story, a page of a list, a volume of the search index (None for what names these),
            the term of a feed (None for the feeds of the whole site), the path of a picture or attachment below the
            content folder, of a static file below its folder; None for a kind with a single target.
        paths: of the files, relative to the output folder.
        fingerprint: of all that they show.
    """

    kind: TargetKind
    subject: str | Image | Summary | Listing | Term | Volume | FeedArchive | Edition | None
    paths: tuple[str, ...]
    fingerprint: str

    @property
    def key(self) -> str:
        """The path of its first file, which no other target has; the kind for a target without files."""
        return self.paths[0] if self.paths else self.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteTargets:
    """All targets of a site. They depend on the site alone, so the number of a target is the same in every process.

    Attributes:
        site: the site.
        targets: in the order in which their files appear: what pages need before the pages, what leads to them after.
        settings: the site's `settings_key`.
        look: a fingerprint of the templates, the menu and the links to the theme: what all pages have in common.
        names: a fingerprint of that, and of the names of all sections, tags and authors.
        stories: a fingerprint of all stories in short, for targets that show more of the site than their subject.
    """

    site: Site
    targets: tuple[Target, ...]
    settings: str
    look: str
    names: str
    stories: str

    def paths(self) -> dict[str, None]:
        """Return the paths of all files, in their order. Raises `DigestError` for each that two targets have."""
        every = list(chain.from_iterable(target.paths for target in self.targets))
        paths = dict.fromkeys(every)
        if len(paths) < len(every):
            raise DigestError.of(self._collisions())
        return paths

    def _collisions(self) -> Iterator[Problem]:
        """Yield a problem for each path that two targets have."""
        taken: set[str] = set()
        for target in self.targets:
            for path in target.paths:
                if path in taken:
                    yield _former(path) if target.kind == "redirects" else collision(path)
                taken.add(path)

    def fingerprint(self, target: Target, *, depends_on_site: bool) -> str:
        """Return a target's fingerprint, together with that of all stories if it depends on the whole site."""
        return target.fingerprint + self.stories if depends_on_site else target.fingerprint

    def of_kind(self, kind: TargetKind) -> list[Target]:
        """Return the targets of a kind."""
        return [target for target in self.targets if target.kind == kind]

    def static_paths(self) -> set[str]:
        """Return the paths of the static files."""
        return {target.key for target in self.of_kind("static")}

    def numbering(self) -> str:
        """Return a fingerprint of which target has which number, to compare those of two processes."""
        return fingerprint(*(target.key for target in self.targets))


def targets_of(site: Site, previous: SiteTargets | None = None) -> SiteTargets:
    """Return the targets of a site. Of `previous` ones, those that show the same are taken over as they are."""
    templates = fingerprint(_templates(site.config), *(_term(section) for section in site.sections))
    shared = repr(site_picture(site.config))
    menu = map(repr, menu_of(site))
    look = fingerprint(
        templates, _theme_links(site.config), *menu, str(site.has_corrections), str(site.has_translations), shared
    )
    terms = {term: _term(term) for kind in site.terms.values() for term in kind.values()}
    names = fingerprint(look, *terms.values())
    settings = settings_key(site.config)
    reusable = previous if previous and (previous.settings, previous.names) == (settings, names) else None
    return SiteTargets(
        site=site,
        targets=tuple(_Enumeration(site, templates, look, terms, reusable).targets()),
        settings=settings,
        look=look,
        names=names,
        stories=fingerprint(*(story.list_fingerprint for story in site.stories)),
    )


def outdated(
    targets: SiteTargets, state: BuildState, *, previous: SiteTargets | None = None, output: Path | None = None
) -> dict[int, str]:
    """Return the numbers of the targets that have to be made, in their order, each with the reason in words.

    `state` is what is known of the published files, `previous` the targets that they were made for. With `output`, the
    published files are looked at: whether they are as they were.
    """
    before = set(previous.targets) if previous and previous.settings == targets.settings else set()
    reasons = {}
    for number, target in enumerate(targets.targets):
        record = state.outputs.get(target.key)
        if record and target in before and not record.depends_on_site:
            continue
        if reason := _reason(target, record, targets, state, output):
            reasons[number] = reason
    return reasons


def _reason(
    target: Target, record: OutputRecord | None, targets: SiteTargets, state: BuildState, output: Path | None
) -> str:
    """Return why the files of a target, of which a `record` is known, have to be made; empty when they have not."""
    if record is None:
        return "it is new" if state.outputs else "nothing is known of an earlier build"
    if state.settings != targets.settings:
        return f"`{FILE}` changed"
    if record.fingerprint != targets.fingerprint(target, depends_on_site=record.depends_on_site):
        return _change(target, targets, state, record)
    if output and record.signatures != tuple(signature_of(f"{output}/{path}") for path in target.paths):
        return "the published file was changed or removed"
    return ""


def _change(target: Target, targets: SiteTargets, state: BuildState, record: OutputRecord) -> str:
    """Return in words what has changed of all that a target shows."""
    if target.kind == "theme":
        return "the theme changed"
    if state.look != targets.look:
        return "templates, theme or menu changed"
    if isinstance(target.subject, Summary):
        article = state.articles.get(target.subject.article.path)
        same = article and article.summary and article.summary.page_fingerprint == target.subject.page_fingerprint
        return "a neighbour, or the name of a section, tag or author changed" if same else "its text changed"
    return "the site changed" if record.depends_on_site or target.kind == "sitemap" else "what it shows changed"


def stories_of(target: Target, site: Site) -> Sequence[Summary]:
    """Return the stories whose whole text a target shows."""
    match target.kind, target.subject:
        case "feed", (Term() | None) as subject:
            return feeds.stories_of(site, subject)
        case "article", Summary() as story:
            return [story]
        case _, (Volume() | FeedArchive()) as part:
            return part.stories
    return []


def articles_key(config: Config) -> str:
    """Return a fingerprint of the program and the settings that all that is known of a site's articles depends on."""
    libraries = (f"{name} {version(name)}" for name in ("babel", "jinja2", "markdown-it-py", "mdit-py-plugins"))
    return fingerprint(_program(), *libraries, repr(config.for_articles()))


def settings_key(config: Config) -> str:
    """Return a fingerprint of all settings: every published file may depend on them."""
    return fingerprint(repr(config))


@dataclass(frozen=True, slots=True)
class _Enumeration:
    """The enumeration of a site's targets.

    Attributes:
        site: the site.
        templates: a fingerprint of the templates and the menu.
        look: as in `SiteTargets`.
        terms: a fingerprint of the names of each section, tag and author.
        previous: targets to take over where they show the same; they have the same `names`.
    """

    site: Site
    templates: str
    look: str
    terms: Mapping[Term, str]
    previous: SiteTargets | None

    def targets(self) -> Iterator[Target]:
        """Yield all targets, in the order in which their files appear."""
        config = self.site.config
        yield Target("theme", None, tuple(asset_path(name) for name in files("theme", config)), _theme(config))
        static = static_files(config.static)
        for path, seen in static.items():
            yield Target("static", path, (path,), repr(seen))
        yield from self._pictures()
        yield from self._cards()
        before = self.previous
        if before and before.site is self.site and before.static_paths() == static.keys():
            yield from (target for target in before.targets if target.kind not in SHOWN and target.kind != "card")
        else:
            yield from self._others(static)

    def _others(self, static: Mapping[str, object]) -> Iterator[Target]:
        """Yield the targets of a site with these static files that show its stories alone."""
        site, config = self.site, self.site.config
        yield from self._articles()
        made: dict[str, list[Target]] = defaultdict(list)
        for target in self._made("listing"):
            if isinstance(target.subject, Listing):
                made[target.subject.first].append(target)
        listings = [target for each in site.lists() for target in self._listings(each, made[each.first])]
        yield from listings
        singles = (*(path for each in site.singles for path in _in_views(each, config)), "404.html")
        yield Target("single", None, singles, self.look)
        yield from self._redirects(static)
        yield from self._search()
        archives = archives_of(site)
        for archive in archives:
            own = (part for story in archive.stories for part in self._own(story))
            shown = fingerprint(self.templates, *archive.previous.values(), *own)
            yield Target("archive", archive, tuple(archive.paths.values()), shown)
        for subject, stories in feeds.channels(site):
            own = (part for story in stories for part in self._own(story))
            before = () if subject else newest_of(archives).values()
            shown = fingerprint(self.templates, self.terms[subject] if subject else "", *before, *own)
            yield Target("feed", subject, feeds.feed_paths(subject, config), shown)
        news = tuple(path for path in news_paths(site) if path not in static)
        yield Target("news", None, news, fingerprint(self.templates, *(story.list_fingerprint for story in site.news)))
        if edition := edition_of(site):
            shown = fingerprint(self.templates, *_in_short(edition.stories))
            yield Target("edition", edition, edition_paths(config), shown)
        hosts = tuple(path for path in host_paths(site) if path not in static)
        yield Target("hosts", None, hosts, self.templates)
        filled = sum(bool(target.subject.stories) for target in listings if isinstance(target.subject, Listing))
        entries = (story.sitemap_fingerprint for story in site.all_stories)
        more = (*site.singles, *news_paths(site))
        shown = fingerprint(self.templates, str(len(listings)), str(filled), *more, *entries)
        known = self.previous
        old = known.of_kind("sitemap")[0] if known and known.static_paths() == static.keys() else None
        if old and old.fingerprint == shown:
            yield old
        else:
            paths = tuple(path for path in sitemap_paths(site, filled) if path not in static)
            yield Target("sitemap", None, paths, shown)

    def _redirects(self, static: Mapping[str, object]) -> Iterator[Target]:
        if paths := tuple(path for path in redirect_paths(self.site) if path not in static):
            pairs = redirects_of(self.site).items()
            shown = fingerprint(self.site.config.languages, *(part for pair in pairs for part in pair))
            yield Target("redirects", None, paths, shown)

    def _search(self) -> Iterator[Target]:
        if not self.site.config.search:
            return
        made = (target.subject for target in self._made("search"))
        previous = {volume.name: volume for volume in made if isinstance(volume, Volume)}
        volumes = list(volumes_of(self.site, previous))
        for volume in volumes:
            yield Target("search", volume, volume.paths, volume.version)
        yield Target("search", None, (INDEX,), fingerprint(*(f"{each.name} {each.version}" for each in volumes)))

    def _made(self, kind: TargetKind) -> list[Target]:
        """Return the targets of a kind among those to take over."""
        return self.previous.of_kind(kind) if self.previous else []

    def _pictures(self) -> Iterator[Target]:
        formats = copy_formats(self.site.config)
        for story in self.site.all_stories:
            if not (story.pictures or story.attachments):
                continue
            for picture in story.pictures:
                seen = signature_of(self.site.config.content / picture.path)
                path = file_path(story.article, picture.path)
                copies = (copy_path(path, width, kind) for kind in formats for width in copy_widths(picture))
                paths = (path, *copies)
                yield Target("picture", picture, paths, f"{seen} {picture.width} {picture.height}")
            for file in story.attachments:
                seen = signature_of(self.site.config.content / file)
                yield Target("attachment", file, (file_path(story.article, file),), repr(seen))

    def _cards(self) -> Iterator[Target]:
        fonts = self.site.config.card_font_files
        seen = [repr(signature_of(path)) for path in fonts.values()]
        for story in self.site.stories if fonts else ():
            if path := card_path(story.article, story.lead_picture, self.site.config):
                yield Target("card", story, (path,), fingerprint(*seen, card_text(story, self.site).version))

    def _articles(self) -> Iterator[Target]:
        before = self._made("article")
        made = {each.subject.article.path: each for each in before if isinstance(each.subject, Summary)}
        near_as_before = self._near_as_before()
        for story in self.site.all_stories:
            article = story.article
            old = made.get(article.path)
            is_near_the_same = article.slug in near_as_before or not article.is_listed
            if old and old.subject is story and is_near_the_same and not article.file_links:  # which lead elsewhere
                yield old
                continue
            neighbours, related = _near(self.site, story)
            near = (near.list_fingerprint if near else "" for near in (*neighbours, *related))
            shown = fingerprint(self.look, *self._own(story), *near)
            record = filter(None, (record_path(article, story.status),))
            yield Target("article", story, (*_in_views(path_of(article), self.site.config), *record), shown)

    def _near_as_before(self) -> Set[str]:
        """Return the slugs of the listed stories whose pages show the same of others as those to take over."""
        site, before = self.site, self.previous.site if self.previous else None
        if not before:
            return set()
        return {
            slug
            for slug, neighbours in site.neighbours.items()
            if neighbours == before.neighbours.get(slug) and site.related[slug] == before.related.get(slug)
        }

    def _listings(self, listed: StoryList, made: Sequence[Target]) -> Iterator[Target]:
        """Yield the pages of a list; `made` are those to take over."""
        pages = [target.subject for target in made if isinstance(target.subject, Listing)]
        same = tuple(chain.from_iterable(page.stories for page in pages)) == listed.stories
        if same and made and listed.kind != "home":  # whose first page also shows the newest of each section
            yield from made
            return
        for place, page in enumerate(self.site.pages_of(listed)):
            if place < len(made) and pages[place] == page:
                yield made[place]
                continue
            number = (page.path, str(page.number), str(page.count), str(page.total))
            term = self.terms[page.term] if page.term else ""
            further = (part for section, stories in page.blocks for part in (section.slug, *_in_short(stories)))
            flashes = _in_short(page.breaking)
            shown = fingerprint(
                self.look, *number, term, *_in_short(page.stories), str(len(page.breaking)), *flashes, *further
            )
            yield Target("listing", page, _in_views(page.path, self.site.config), shown)

    def _own(self, story: Summary) -> tuple[str, ...]:
        """Return fingerprints of a story's text, of its terms, and of the addresses of the articles that it links."""
        linked = (link.path for link in story.article.file_links.values() if link.kind == "article")
        paths = (self.site.paths.get(path, "") for path in linked)
        return story.page_fingerprint, *(self.terms[term] for term in self.site.terms_of(story.article)), *paths


def _near(site: Site, story: Summary) -> tuple[tuple[Summary | None, ...], tuple[Summary, ...]]:
    """Return the stories that a story's pages show in short: its neighbours, and those related to it."""
    if not story.article.is_listed:
        return (), ()
    return site.neighbours[story.article.slug], site.related[story.article.slug]


def _in_short(stories: Sequence[Summary]) -> Iterator[str]:
    return (story.list_fingerprint for story in stories)


def _former(path: str) -> Problem:
    """Return the problem of a former address at which there is another page."""
    return Problem(
        "an article names this as its former address, and it is that of a page", path, "take it out of `Aliases`"
    )


def _in_views(path: str, config: Config) -> tuple[str, ...]:
    return tuple(f"{config.prefix(view)}{path}index.html" for view in config.views)


def _term(term: Term) -> str:
    return repr((term.kind, term.slug, *sorted(term.names.items())))


def _templates(config: Config) -> str:
    """Return a fingerprint of all templates: of the defaults too that are overridden, for those may be extended."""
    return _fingerprint_folders(folders("templates", config))


def _theme(config: Config) -> str:
    """Return a fingerprint of all files of the theme, and of the logo that its icons are made of."""
    logo = repr(signature_of(config.static / config.logo)) if config.logo else ""
    return fingerprint(_fingerprint_folders(folders("theme", config)), logo)


def _theme_links(config: Config) -> str:
    """Return a fingerprint of the links to theme files: of the files if the links carry versions, else of the names."""
    return _theme(config) if config.versioned_assets else fingerprint(*files("theme", config))


def _fingerprint_folders(own: Sequence[Path]) -> str:
    numbered = ((number, path) for number, folder in enumerate(own) for path in everything(folder))
    return fingerprint_files((f"{number} {path}", path) for number, path in numbered)


@cache
def _program() -> str:
    """Return a fingerprint of the program's own files."""
    own = (path for path in PROGRAM.rglob("*") if path.suffix in (".py", ".toml", ".js"))
    return fingerprint_files((str(path), path) for path in own)
