"""The menu of the pages: what `site.toml` sets, or the front page, the sections with stories, and the pages."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from digest.errors import Problem
from digest.locale import site_words
from digest.messages import nearest
from digest.model import LANGS
from digest.settings import FILE, MenuLink, Names
from digest.site.site import SEARCH, Site, Term, path_of
from digest.site.summary import Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuEntry:
    """An entry of the menu.

    Attributes:
        to: a path below a view's; or the address of somewhere else.
        elsewhere: which of the two.
        names: in each language that has one; never empty.
        current: what tells that a page belongs to it: the slug of its section, or what the page is (`home`, `about`).
        is_section: whether it leads to the list of a section.
    """

    to: str
    elsewhere: bool = False
    names: Names
    current: str
    is_section: bool = False


def menu_of(site: Site) -> tuple[MenuEntry, ...]:
    """Return the entries of a site's menu, in their order."""
    own = _own_entries(site)
    if not site.config.menu:
        pages = tuple(own[path_of(page.article)] for page in site.pages)
        sections = tuple(own[section.path] for section in site.sections if site.members[section])
        return own[""], *sections, *pages
    return tuple(_entry(link, own, site) for link in site.config.menu.values())


def menu_warnings(site: Site, published: Collection[str]) -> Iterator[Problem]:
    """Yield a warning for each entry that leads to no page; `published` has the paths of all files of the site."""
    own = _own_entries(site)
    for key, link in site.config.menu.items():
        path = link.to.partition("#")[0].partition("?")[0][1:]
        is_there = path in own or path in published or f"{path}index.html" in published
        if link.to.startswith("/") and not is_there:
            paths = [f"/{each}" for each in own]
            yield Problem(f"the entry `{key}` of the menu leads to no page: `{link.to}`", FILE, nearest(link.to, paths))


def _entry(link: MenuLink, own: Mapping[str, MenuEntry], site: Site) -> MenuEntry:
    """Return the entry that `site.toml` describes; `own` has those of `_own_entries`."""
    if not link.to.startswith("/"):
        return MenuEntry(to=link.to, elsewhere=True, names=link.names, current=link.to)
    path = link.to[1:]
    page = own.get(path) or _of_tag_or_author(path, site)
    names = {**(page.names if page else {}), **link.names} or dict.fromkeys(LANGS, link.to)
    return MenuEntry(
        to=path, names=names, current=page.current if page else path, is_section=page is not None and page.is_section
    )


def _own_entries(site: Site) -> dict[str, MenuEntry]:
    """Return an entry for each page that every site has, each section and each page of its own, by path."""
    words = site_words(site.config.own_words)
    singles = {"": ("home", "home"), "archive/": ("footer.archive", "index"), SEARCH: ("search.title", "search")}
    singles |= {"about/": ("footer.about", "about"), "feeds/": ("footer.feeds", "feeds")}
    singles["accessibility/"] = ("footer.accessibility", "accessibility")
    entries = {
        path: MenuEntry(to=path, names={lang: words[lang](key) for lang in LANGS}, current=kind)
        for path, (key, kind) in singles.items()
    }
    entries |= {section.path: _of_term(section) for section in site.sections}
    return entries | {path_of(page.article): _of_page(page) for page in site.pages}


def _of_tag_or_author(path: str, site: Site) -> MenuEntry | None:
    terms = (*site.tags, *site.authors) if path.startswith(("tags/", "authors/")) else ()
    return next((_of_term(term) for term in terms if term.path == path), None)


def _of_term(term: Term) -> MenuEntry:
    is_section = term.kind == "sections"
    return MenuEntry(
        to=term.path, names=term.names, current=term.slug if is_section else term.path, is_section=is_section
    )


def _of_page(page: Summary) -> MenuEntry:
    names = {lang: page.briefs[lang].title for lang in LANGS if page.briefs[lang].title_lang == lang}
    return MenuEntry(to=path_of(page.article), names=names, current=path_of(page.article))
