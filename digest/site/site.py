"""Summaries → `Site`: which stories are published, in which order, in which lists, under which addresses."""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby, islice, takewhile
from typing import Literal
from urllib.parse import quote

from digest.config import Config
from digest.errors import DigestError, Problem
from digest.files import LONGEST_NAME
from digest.messages import counted
from digest.model import LANGS, PAGES, Article, Lang, View, other
from digest.settings import Names
from digest.site.summary import Summary
from digest.site.term_names import aliases, distinct_slugs, fold

HREFLANG: Mapping[View, str] = {"ar": "ar", "en": "en", "both": "x-default"}
"""The `hreflang` of a view, for search engines: the parallel page is for those who want no particular language."""
TermKind = Literal["sections", "tags", "authors"]
_NOUNS: Mapping[TermKind, str] = {"sections": "section", "tags": "tag", "authors": "author"}
_NEWS = timedelta(days=2)
"""How long a story is news to search engines (Google)."""
_BREAKING = timedelta(days=1)
"""How long a breaking story is one on the front page."""
_TICKER = 3
"""Breaking stories above the front page."""
ListKind = Literal["home", "sections", "tags", "authors", "archive"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Term:
    """A section, tag or author.

    Attributes:
        kind: which of the three it is; also the first part of its address.
        slug: the last part of its address.
        names: its name in each language that has one; never empty.
    """

    kind: TermKind
    slug: str
    names: Names

    @property
    def path(self) -> str:
        """The address of its list below a view's, with `/` at the end."""
        return f"{self.kind}/{self.slug}/"

    def name(self, lang: Lang) -> str:
        """Return its name in a language, or in the one that it has."""
        return self.names.get(lang) or self.names.get(other(lang), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One page of a list of stories.

    Attributes:
        kind: what the stories have in common: nothing (`home`), a section, a tag, an author, or a year or
            month (`archive`).
        path: the address of this page below a view's, empty or with `/` at the end (`tags/gold/page/2/`).
        first: the `path` of the list's first page.
        term: the section, tag or author; None for other kinds.
        year: the year of an archive; None for other kinds.
        month: the month of that year; None for a whole year and for other kinds.
        breaking: on the first page of the home, the stories of its ticker, newest first; not its lead.
        blocks: on the first page of the home, each section with its newest stories that are not on that page.
        stories: on this page, newest first.
        number: of this page, from 1.
        count: pages in the list.
        total: stories in the list.
    """

    kind: ListKind
    path: str
    first: str
    term: Term | None = None
    year: int | None = None
    month: int | None = None
    breaking: tuple[Summary, ...] = ()
    blocks: tuple[tuple[Term, tuple[Summary, ...]], ...] = ()
    stories: tuple[Summary, ...]
    number: int
    count: int
    total: int

    def page(self, number: int) -> str | None:
        """Return the `path` of another page of the same list, or None when there is no such page."""
        return page_path(self.first, number) if 1 <= number <= self.count else None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryList:
    """A list of stories; kind, `first`, term, year and month are as in `Listing`."""

    kind: ListKind
    first: str
    stories: tuple[Summary, ...]
    term: Term | None = None
    year: int | None = None
    month: int | None = None

    def pages(self, size: int) -> Iterator[Listing]:
        """Yield its pages of `size` stories; one that is empty where there is no story."""
        count = max(1, -(-len(self.stories) // size))
        for number in range(1, count + 1):
            yield Listing(
                kind=self.kind,
                path=page_path(self.first, number),
                first=self.first,
                term=self.term,
                year=self.year,
                month=self.month,
                stories=self.stories[(number - 1) * size : number * size],
                number=number,
                count=count,
                total=len(self.stories),
            )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Site:
    """Everything that is published.

    Attributes:
        config: the site's settings.
        stories: newest first; ties in the order of their slugs.
        sections: in the order of `site.toml`, then those that only articles name.
        tags: the most used first.
        authors: by slug.
        years: that have stories, newest first, with theirs.
        by_month: year → its months that have stories, newest first, with theirs.
        terms: kind, then the name as an article writes it, to its term.
        members: term to its stories, newest first; none for a section of `site.toml` that has none yet.
        paths: path of an article to that of its page.
        neighbours: slug to the story before it in time (or None) and the one after (or None).
        related: slug to the earlier stories that share most tags with it.
        unlisted: pages of their own, and stories that were withdrawn, in the order of their slugs.
        news: the stories of the last two days, by the clock of the build.
        breaking: the breaking ones of the last day, newest first.
    """

    config: Config
    stories: tuple[Summary, ...]
    sections: tuple[Term, ...]
    tags: tuple[Term, ...]
    authors: tuple[Term, ...]
    years: Mapping[int, tuple[Summary, ...]]
    by_month: Mapping[int, Mapping[int, tuple[Summary, ...]]]
    terms: Mapping[TermKind, Mapping[str, Term]]
    members: Mapping[Term, tuple[Summary, ...]]
    paths: Mapping[str, str]
    neighbours: Mapping[str, tuple[Summary | None, Summary | None]]
    related: Mapping[str, tuple[Summary, ...]]
    unlisted: tuple[Summary, ...] = ()
    news: tuple[Summary, ...] = ()
    breaking: tuple[Summary, ...] = ()

    @property
    def all_stories(self) -> tuple[Summary, ...]:
        """Every story that has pages: those in the lists, then those that are not."""
        return (*self.stories, *self.unlisted)

    @property
    def singles(self) -> tuple[str, ...]:
        """The paths, below a view's, of the pages that there is one of and that search engines may list."""
        search = (SEARCH,) if self.config.search else ()
        corrections = (CORRECTIONS,) if self.has_corrections else ()
        return *SINGLES, *search, *corrections

    @property
    def has_translations(self) -> bool:
        """Whether it is to show anything in another language than it was written in."""
        config = self.config
        return config.languages == "both" or any(config.is_translated(story.article.lang) for story in self.all_stories)

    @property
    def has_corrections(self) -> bool:
        """Whether anything was corrected."""
        return any(story.article.corrected for story in self.all_stories)

    @property
    def corrections(self) -> tuple[tuple[datetime, Summary, int], ...]:
        """What was corrected, the newest first: when, in which story, and which of its corrections it is, from 0."""
        found = (
            (day, story, number) for story in self.all_stories for number, day in enumerate(story.article.corrected)
        )
        return tuple(sorted(found, key=lambda one: (one[0], one[1].article.slug, one[2]), reverse=True))

    @property
    def pages(self) -> tuple[Summary, ...]:
        """The pages of their own, the heaviest first, then in the order of their slugs."""
        pages = (story for story in self.unlisted if story.article.is_page and not story.article.withdrawn)
        return tuple(sorted(pages, key=lambda story: -story.article.weight))

    def href(self, path: str) -> str:
        """Return a link to a path of the output that works under a `base_url` with a path."""
        return self.config.base_path + quote(path)

    def url(self, path: str) -> str:
        """Return the absolute, percent-encoded address of a path of the output."""
        return self.config.base_address + quote(path)

    def indexed_views(self, story: Summary) -> tuple[View, ...]:
        """Return the views in which search engines are to list a story: none of one that was withdrawn.

        They leave out a view that promises a translation and has none, and, unless `index_machine_pages` is set, those
        that show what a machine said and nobody has reviewed.
        """
        status, views = story.status, self.config.views
        if story.article.withdrawn:
            return ()
        if status.code == "untranslated":
            return tuple(view for view in views if view != status.lang)
        if status.has_machine and not self.config.index_machine_pages:
            return tuple(view for view in views if view == story.article.lang)
        return views

    def id_of(self, path: str) -> str:
        """Return what stands in feeds for a path of the output, at whatever address the site is published."""
        return self.config.id_base + quote(path)

    def section(self, article: Article) -> Term | None:
        """Return the term of an article's section."""
        return self.terms["sections"][article.section] if article.section and article.is_listed else None

    def tags_of(self, article: Article) -> list[Term]:
        """Return the terms of an article's tags, in its order, distinct; none of one that is in no list."""
        if not article.is_listed:
            return []
        return list(dict.fromkeys(self.terms["tags"][tag] for tag in article.tags))

    def authors_of(self, article: Article) -> list[Term]:
        """Return the terms of an article's authors, in its order, distinct; none of one that is in no list."""
        if not article.is_listed:
            return []
        return list(dict.fromkeys(self.terms["authors"][author] for author in article.authors))

    def terms_of(self, article: Article) -> Iterator[Term]:
        """Yield the terms of an article: of its section, its tags and its authors."""
        if section := self.section(article):
            yield section
        yield from self.tags_of(article)
        yield from self.authors_of(article)

    def listings(self) -> Iterator[Listing]:
        """Yield every page of every list: the home first; a list without stories has one, empty page."""
        for each in self.lists():
            yield from self.pages_of(each)

    def lists(self) -> Iterator[StoryList]:
        """Yield every list, the home first."""
        yield StoryList(kind="home", first="", stories=_lead_first(self.stories))
        for term in (*self.sections, *self.tags, *self.authors):
            yield StoryList(kind=term.kind, first=term.path, stories=self.members[term], term=term)
        for year, stories in self.years.items():
            yield StoryList(kind="archive", first=f"archive/{year}/", stories=stories, year=year)
            for month, listed in self.months(year).items():
                path = month_path(year, month)
                yield StoryList(kind="archive", first=path, stories=listed, year=year, month=month)

    def pages_of(self, listed: StoryList) -> Iterator[Listing]:
        """Yield the pages of a list."""
        for page in listed.pages(self.config.per_page):
            yield self._front(page) if listed.kind == "home" and page.number == 1 else page

    def _front(self, page: Listing) -> Listing:
        """Return the first page of the home with what it shows beside its list."""
        lead = [story.article.path for story in page.stories[:1]]
        flashes = (story for story in self.breaking if story.article.path not in lead)
        return replace(page, breaking=tuple(islice(flashes, _TICKER)), blocks=_blocks(self, page.stories))

    def months(self, year: int) -> Mapping[int, tuple[Summary, ...]]:
        """Return the months of a year that have stories, newest first, with theirs."""
        return self.by_month[year]


_BLOCK = 4
"""Stories of a section in its block on the front page."""
_RELATED = 3
"""Stories that a page names as related."""
_NEAR = 10
"""Stories of a tag that are looked at for related ones: the newest before a story."""

SINGLES = ("archive/", "about/", "accessibility/", "feeds/")
"""The paths, below a view's, of the pages that are no article's and no list's."""
CORRECTIONS = "corrections/"
"""The path, below a view's, of the page that lists what was corrected, where anything was."""
SEARCH = "search/"
"""The path, below a view's, of the page that searches, where the site has one."""
EDITION = "today/"
"""The path, below a view's, of the edition that is sent by mail, where the site has one."""
_TAKEN = frozenset(
    (
        *SINGLES,
        SEARCH,
        CORRECTIONS,
        EDITION,
        "articles/",
        "sections/",
        "tags/",
        "authors/",
        "theme/",
        "page/",
        "ar/",
        "en/",
    )
)
"""The addresses that no page of a site's own can have."""


def view_langs(view: View, source: Lang) -> tuple[Lang, ...]:
    """Return the languages of a view in the order in which they stand there, the source's first."""
    return (source, other(source)) if view == "both" else (view,)


def article_path(slug: str) -> str:
    """Return the path, below a view's, of the page of an article that is no page of its own."""
    return f"articles/{slug}/"


def path_of(article: Article) -> str:
    """Return the path of an article's page below a view's."""
    return path_of_file(article.path, article.slug)


def alias_of(article: Article) -> str:
    """Return the address of an article as the header of another writes it among its `Aliases`."""
    return f"/{article.slug}/" if article.is_page else article.slug


def path_of_file(file: str, slug: str) -> str:
    """Return the path, below a view's, of the page of an article's file."""
    return f"{slug}/" if file.startswith(PAGES) else article_path(slug)


def file_path(article: Article, path: str) -> str:
    """Return the path at which a picture or an attachment is published: beside its article's first page.

    That is so whatever folder it lies in.
    """
    return path_of(article) + path.rpartition("/")[2]


def page_path(first: str, number: int) -> str:
    """Return the path of a page of a list whose first page is at `first`."""
    return first if number == 1 else f"{first}page/{number}/"


def month_path(year: int, month: int) -> str:
    """Return the path of the archive of a month."""
    return f"archive/{year}/{month:02}/"


def collisions(slugs: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a problem for each article whose pages would have the address of another's, case aside: path to slug."""
    first: dict[str, str] = {}
    for path, slug in slugs.items():
        where = path_of_file(path, slug)
        taken = first.setdefault(where.casefold(), path)
        if where.casefold() in _TAKEN:
            problem = f"its address `/{where}` is one that every site has"
            yield Problem(problem, path, "rename the file, or give it another `Slug:`")
        elif taken != path:
            yield Problem(f"its address `{where}` is taken by `{taken}`", path, "rename one of the two files")


def _same_ids(stories: Iterable[Summary]) -> Iterator[Problem]:
    """Yield a problem for each story that readers of feeds could not tell from another."""
    first: dict[str, str] = {}
    for story in stories:
        article = story.article
        own = article.id or article.slug
        taken = first.setdefault(own, article.path)
        if taken != article.path:
            hint = "give one of the two another `Id:`; the older one keeps it, for readers know it"
            yield Problem(f"its id `{own}` is that of `{taken}` too", article.path, hint)


def build_site(stories: Iterable[Summary], config: Config) -> Site:
    """Return the site of some stories: in order, and in lists, but for those that are in none.

    Raises `DigestError` when two of them would have one address or one id, or when a term has a name too long for an
    address.
    """
    every = list(stories)
    if clashes := list(collisions({story.article.path: story.article.slug for story in every})):
        raise DigestError.of(clashes)
    every.sort(key=lambda story: story.article.slug)
    ordered = [story for story in every if story.article.is_listed]
    if clashes := list(_same_ids(ordered)):
        raise DigestError.of(clashes)
    ordered.sort(key=lambda story: story.article.date, reverse=True)
    years: dict[int, list[Summary]] = defaultdict(list)
    for story in ordered:
        years[story.article.date.astimezone(config.zone).year].append(story)
    members: dict[Term, tuple[Summary, ...]] = {}
    named: dict[TermKind, dict[str, Term]] = {
        "sections": _terms("sections", config.sections, ordered, _section_of, members),
        "tags": _terms("tags", config.tags, ordered, lambda article: article.tags, members),
        "authors": _terms("authors", config.authors, ordered, lambda article: article.authors, members),
    }
    if too_long := list(_too_long(members)):
        raise DigestError.of(too_long)
    padded = (None, *ordered, None)
    neighbours = {
        story.article.slug: (older, newer) for newer, story, older in zip(padded, ordered, padded[2:], strict=False)
    }
    return Site(
        config=config,
        stories=tuple(ordered),
        sections=_distinct(named["sections"]),
        tags=tuple(sorted(_distinct(named["tags"]), key=lambda term: (-len(members[term]), term.slug))),
        authors=tuple(sorted(_distinct(named["authors"]), key=lambda term: term.slug)),
        years={year: tuple(listed) for year, listed in sorted(years.items(), reverse=True)},
        by_month={year: _months(listed, config) for year, listed in years.items()},
        terms=named,
        members=members,
        paths={story.article.path: path_of(story.article) for story in every},
        neighbours=neighbours,
        related=_related(ordered, named["tags"]),
        unlisted=tuple(story for story in every if not story.article.is_listed),
    )


def with_news(site: Site, now: datetime) -> Site:
    """Return a site that knows which of its stories are news, or breaking, at a time (aware): `site`, if it does."""
    recent = takewhile(lambda story: story.article.date > now - _NEWS, site.stories)
    news = tuple(story for story in recent if story.article.date <= now)
    breaking = tuple(story for story in news if story.breaking and story.article.date > now - _BREAKING)
    return site if (news, breaking) == (site.news, site.breaking) else replace(site, news=news, breaking=breaking)


def revise(site: Site, changes: Iterable[tuple[Summary, Summary]]) -> Site:
    """Return a site in which some summaries, objects of `site`, are replaced: pairs of the old one and the new one.

    The two have the same `sitemap_fingerprint`, so that the new one takes the old one's places in all lists.
    """
    newer = {id(old): new for old, new in changes}
    listed = [story.article for story in newer.values() if story.article.is_listed]
    stories = _replaced(site.stories, newer)
    years = {article.date.astimezone(site.config.zone).year for article in listed}
    named = {term for article in listed for term in site.terms_of(article)}
    of_years = {year: _replaced(its, newer) for year, its in site.years.items() if year in years}
    neighbours, related = dict(site.neighbours), dict(site.related)
    for term in named.intersection(site.tags):
        for fellow in site.members[term]:  # what is related shares a tag
            related[fellow.article.slug] = _replaced(related[fellow.article.slug], newer)
    padded = (None, *stories, None)
    for place, story in enumerate(site.stories):
        if id(story) in newer:
            for near in range(max(place - 1, 0), min(place + 2, len(stories))):
                neighbours[stories[near].article.slug] = padded[near + 2], padded[near]
    return replace(
        site,
        stories=stories,
        years={**site.years, **of_years},
        by_month={**site.by_month, **{year: _months(its, site.config) for year, its in of_years.items()}},
        members={term: _replaced(its, newer) if term in named else its for term, its in site.members.items()},
        neighbours=neighbours,
        related=related,
        unlisted=_replaced(site.unlisted, newer),
    )


def _replaced(stories: tuple[Summary, ...], newer: Mapping[int, Summary]) -> tuple[Summary, ...]:
    """Return summaries with those replaced whose `id` is in `newer`."""
    return tuple([newer.get(id(story), story) for story in stories])


def _months(stories: Iterable[Summary], config: Config) -> dict[int, tuple[Summary, ...]]:
    """Return the months of the stories of a year, newest first, with theirs."""
    by_month = groupby(stories, lambda story: story.article.date.astimezone(config.zone).month)
    return {month: tuple(listed) for month, listed in by_month}


def _terms(
    kind: TermKind,
    listed: Mapping[str, Names],
    stories: Sequence[Summary],
    names_of: Callable[[Article], tuple[str, ...]],
    members: dict[Term, tuple[Summary, ...]],
) -> dict[str, Term]:
    """Return the term of each name that articles use, by the name as written: terms of `listed` first, in its order.

    `listed` has the names of terms by slug (of `site.toml`), `names_of` gives those that an article uses. The stories
    of each term are added to `members`.

    Names that are equal when folded are one term: the listed one that they are an alias of; else one that is called as
    most articles call it, and has its address by the spelling of the oldest. Listed sections are terms without any
    story too: they are the site's navigation.
    """
    slugs = aliases(listed)
    used = dict.fromkeys(name for story in stories for name in names_of(story.article))
    folded = {name: fold(name) for name in used}
    spellings: dict[str, Counter[tuple[str, Lang]]] = defaultdict(Counter)
    for story in reversed(stories):
        for name in names_of(story.article):
            if folded[name] not in slugs:
                spellings[folded[name]][name, story.article.lang] += 1
    oldest = {next(iter(counts))[0]: key for key, counts in spellings.items()}
    slugs |= {oldest[name]: slug for name, slug in distinct_slugs(oldest, listed).items()}
    names = dict(listed)
    for key, counts in spellings.items():
        ((name, lang), _), *_ = counts.most_common(1)
        names[slugs[key]] = {lang: name}
    written = {name: slugs[key] for name, key in folded.items()}
    if kind == "sections":
        written = {slug: slug for slug in listed} | written
    stories_of: dict[str, dict[str, Summary]] = defaultdict(dict)
    for story in stories:
        for name in names_of(story.article):
            stories_of[written[name]][story.article.slug] = story
    terms = {
        slug: Term(kind=kind, slug=slug, names=names[slug] or dict.fromkeys(LANGS, slug))
        for slug in (*listed, *sorted(names.keys() - listed.keys()))
    }
    members |= {term: tuple(stories_of[slug].values()) if slug in stories_of else () for slug, term in terms.items()}
    order = {slug: place for place, slug in enumerate(terms)}
    return {name: terms[slug] for name, slug in sorted(written.items(), key=lambda item: order[item[1]])}


def _too_long(members: Mapping[Term, tuple[Summary, ...]]) -> Iterator[Problem]:
    """Yield a problem for each term whose name is too long for a folder, in the first article that uses it."""
    for term, stories in members.items():
        excess = len(term.slug.encode()) - LONGEST_NAME
        if stories and excess > 0:
            hint = f"make it {counted(excess, 'byte')} shorter: an Arabic letter has two"
            yield Problem(
                f"the {_NOUNS[term.kind]} `{term.slug[:40]}…` is too long a name", stories[0].article.path, hint
            )


def _section_of(article: Article) -> tuple[str, ...]:
    return (article.section,) if article.section else ()


def _lead_first(stories: tuple[Summary, ...]) -> tuple[Summary, ...]:
    """Return stories in the order of the front page: the lead, the heavier ones, then the newer ones.

    The lead is the newest that its header calls so; else the heaviest; else the newest that says itself when it was
    published: when a file was saved, or copied, makes no news. Where no story says more, the newest file leads.
    """
    ordered = sorted(stories, key=lambda story: -story.article.weight)
    lead = next((story for story in stories if story.article.lead), None)
    if lead is None and ordered and ordered[0].article.weight <= 0:
        lead = next((story for story in ordered if story.article.date_origin != "file"), None)
    return tuple(ordered) if lead is None else (lead, *(story for story in ordered if story is not lead))


def _blocks(site: Site, shown: Sequence[Summary]) -> tuple[tuple[Term, tuple[Summary, ...]], ...]:
    """Return each section with its newest stories that are not among those shown; none without any."""
    slugs = {story.article.slug for story in shown}
    blocks = []
    for section in site.sections:
        further = (story for story in site.members[section] if story.article.slug not in slugs)
        if stories := tuple(islice(further, _BLOCK)):
            blocks.append((section, stories))
    return tuple(blocks)


def _related(ordered: Sequence[Summary], tags: Mapping[str, Term]) -> Mapping[str, tuple[Summary, ...]]:
    """Return for each slug the earlier stories that share most tags with it, the newest first among equals.

    Only earlier ones, so that a new story changes no page but its own and its neighbour's. `ordered` is newest first.
    """
    recent: dict[Term, deque[int]] = defaultdict(lambda: deque(maxlen=_NEAR))
    related = {}
    for place in range(len(ordered) - 1, -1, -1):
        story = ordered[place]
        own = dict.fromkeys(tags[tag] for tag in story.article.tags)
        shared: dict[int, int] = {}
        for tag in own:
            for near in recent[tag]:
                shared[near] = shared.get(near, 0) + 1
        best = [near for _, near in sorted((-count, near) for near, count in shared.items())[:_RELATED]]
        related[story.article.slug] = tuple(ordered[near] for near in best)
        for tag in own:
            recent[tag].append(place)
    return related


def _distinct(terms: Mapping[str, Term]) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(terms.values()))
