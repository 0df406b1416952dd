"""What a site consists of: its files, in groups made together, each with a fingerprint of what it is made from.

A file is made again when its fingerprint is another one, and else left as it is. A fingerprint covers exactly what the
files show: a story's pages its text, the names of its section, tags and authors, and its neighbours in short; a page of
a list the stories on it in short; a feed those in it; and all of them the look of the site. What a template asks of the
whole site beyond that is noticed when it is rendered (`Output.depends_on_site`).
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from digest.build.output_folder import collision
from digest.build.state import BuildState
from digest.config import Config
from digest.errors import DigestError, Problem
from digest.files import PROGRAM, signature_of
from digest.fingerprint import fingerprint, fingerprint_files
from digest.render import feeds
from digest.render.sitemap import sitemap_paths
from digest.render.theme_files import KINDS, asset_path, everything, files, folders
from digest.site.site import SINGLES, VIEWS, Listing, Site, Term, article_path, image_path, prefix
from digest.site.summary import Summary

Kind = Literal["theme", "picture", "article", "listing", "single", "feed", "sitemap"]

PAGES: Set[Kind] = {"article", "listing", "single"}
"""Whose files are HTML pages."""


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """Files that are made together.

    Attributes:
        kind: what they are.
        of: what they are of: the path of a picture below the content folder, a story, a page of a list, the section of
            a feed; None where there is but one group of the kind.
        paths: where they are published.
        fingerprint: of what they are made from.
    """

    kind: Kind
    of: str | Summary | Listing | Term | None
    paths: tuple[str, ...]
    fingerprint: str

    @property
    def id(self) -> str:
        """What tells it from all others: where its first file is published."""
        return self.paths[0] if self.paths else self.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All files of a site.

    Attributes:
        site: the site.
        groups: in the order in which their files appear: what pages need before them, what leads to them after.
        look: a digest of templates, theme and menu.
        names: a digest of that, and of the names of all sections, tags and authors.
        whole: a digest of all stories in short, for files that are made from more than what they are of.
    """

    site: Site
    groups: tuple[Target, ...]
    look: str
    names: str
    whole: str

    def paths(self) -> dict[str, None]:
        """Return the paths of all files, in their order. Raises `DigestError` for each that two groups have."""
        paths: dict[str, None] = {}
        problems: list[Problem] = []
        for group in self.groups:
            for path in group.paths:
                if path in paths:
                    problems.append(collision(path))
                paths[path] = None
        if problems:
            raise DigestError.of(problems)
        return paths

    def fingerprint(self, group: Target, *, depends_on_site: bool) -> str:
        """Return the fingerprint of a group's files, or of those that were made from the whole site."""
        return group.fingerprint + self.whole if depends_on_site else group.fingerprint


def plan(site: Site, before: Plan | None = None) -> Plan:
    """Return what a site consists of. From the plan `before`, groups that are made from the same are taken over."""
    look = fingerprint(_look(site.config), *(_term(section) for section in site.sections))
    terms = {term: _term(term) for kind in site.terms.values() for term in kind.values()}
    names = fingerprint(look, *terms.values())
    same = before if before and before.names == names else None
    return Plan(
        site=site,
        groups=tuple(_groups(site, look, terms, same)),
        look=look,
        names=names,
        whole=fingerprint(*(story.list_fingerprint for story in site.stories)),
    )


def due(planned: Plan, known: BuildState, *, before: Plan | None = None, output: Path | None = None) -> dict[int, str]:
    """Return the numbers of the groups that have to be made, in their order, and in words why.

    `known` is what an earlier build published, `before` its plan. With `output`, the published files are looked at,
    whether they are still the same.
    """
    depends_on_site = {path for path, made in known.made.items() if made.depends_on_site}
    same = {group for group in before.groups if group.id not in depends_on_site} if before else set()
    found = {}
    for number, group in enumerate(planned.groups):
        if group not in same and (why := _why(group, planned, known, output)):
            found[number] = why
    return found


def _why(group: Target, planned: Plan, known: BuildState, output: Path | None) -> str:
    """Say why files have to be made; nothing when they have not."""
    made = known.made.get(group.id)
    if made is None:
        return "it is new" if known.made else "nothing is known of an earlier build"
    if made.fingerprint != planned.fingerprint(group, depends_on_site=made.depends_on_site):
        if known.look != planned.look:
            return "templates, theme or menu changed"
        if isinstance(group.of, Summary):
            record = known.records.get(group.of.article.path)
            same = record and record.summary and record.summary.page_fingerprint == group.of.page_fingerprint
            return "a neighbour, or the name of a section, tag or author changed" if same else "its text changed"
        return "the site changed" if made.depends_on_site or group.kind == "sitemap" else "what it shows changed"
    if output and made.signatures != tuple(signature_of(f"{output}/{path}") for path in group.paths):
        return "the published file was changed or removed"
    return ""


def stories_of(group: Target, site: Site) -> Sequence[Summary]:
    """Return the stories whose text a group is made from."""
    match group.kind, group.of:
        case "feed", (Term() | None) as section:
            return feeds.stories_of(site, section)
        case _, Summary() as story:
            return [story]
    return []


def settings(config: Config) -> str:
    """Return a digest of the program and of a site's settings: what all that is known of a site depends on."""
    libraries = (f"{name} {version(name)}" for name in ("babel", "jinja2", "markdown-it-py", "mdit-py-plugins"))
    return fingerprint(_program(), *libraries, repr(config))


def _groups(site: Site, look: str, terms: Mapping[Term, str], before: Plan | None) -> Iterator[Target]:
    def own(story: Summary) -> tuple[str, ...]:
        return (story.page_fingerprint, *(terms[term] for term in site.terms_of(story.article)))

    yield Target("theme", None, tuple(asset_path(name) for name in files("theme", site.config)), look)
    for story in site.stories:
        for picture in story.pictures:
            seen = signature_of(site.config.content / picture)
            yield Target("picture", picture, (image_path(story.article, picture),), repr(seen))
    pages: dict[str, Target] = {}
    lists: dict[str, Target] = {}
    for group in before.groups if before else ():
        if isinstance(group.of, Summary):
            pages[group.of.article.slug] = group
        elif isinstance(group.of, Listing):
            lists[group.of.path] = group
    for story in site.stories:
        slug = story.article.slug
        old = pages.get(slug)
        if before and old and old.of is story and site.neighbours[slug] == before.site.neighbours[slug]:
            yield old
            continue
        near = (beside.list_fingerprint if beside else "" for beside in site.neighbours[slug])
        yield Target("article", story, _in_views(article_path(slug)), fingerprint(look, *own(story), *near))
    count = filled = 0
    for page in site.listings():
        count += 1
        filled += bool(page.stories)
        old = lists.get(page.path)
        if old and old.of == page:
            yield old
            continue
        place = (page.path, str(page.number), str(page.count), str(page.total), terms[page.term] if page.term else "")
        made_from = fingerprint(look, *place, *(story.list_fingerprint for story in page.stories))
        yield Target("listing", page, _in_views(page.path), made_from)
    yield Target("single", None, (*(path for each in SINGLES for path in _in_views(each)), "404.html"), look)
    for section, stories in feeds.channels(site):
        made_from = fingerprint(
            look, terms[section] if section else "", *(part for story in stories for part in own(story))
        )
        yield Target("feed", section, feeds.feed_paths(section), made_from)
    entries = (story.sitemap_fingerprint for story in site.stories)
    yield Target("sitemap", None, sitemap_paths(site, filled), fingerprint(look, str(count), str(filled), *entries))


def _in_views(path: str) -> tuple[str, ...]:
    return tuple(f"{prefix(view)}{path}index.html" for view in VIEWS)


def _term(term: Term) -> str:
    return repr((term.kind, term.slug, *sorted(term.names.items())))


def _look(config: Config) -> str:
    """Return a digest of templates and theme: of all, for a template may extend the default that it overrides."""
    own = [folder for kind in KINDS for folder in folders(kind, config)]
    return fingerprint_files(
        (f"{number} {path}", path) for number, folder in enumerate(own) for path in everything(folder)
    )


@cache
def _program() -> str:
    """Return a digest of the program's own files."""
    own = PROGRAM.rglob("*")
    return fingerprint_files((str(path), path) for path in own if path.suffix in (".py", ".toml", ".js"))
