"""The sitemaps and `robots.txt`: every page of the site for search engines, each with its versions in both languages.

Sources: sitemaps.org protocol 0.9; Google's `xhtml:link` for language versions, its image and news sitemaps; RFC 9309
(robots.txt).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from itertools import chain, islice

from digest.markup import escape
from digest.model import LANGS, Lang, Output, View
from digest.render.bilingual import plain_name
from digest.render.feed_xml import fit
from digest.render.page_metadata import stamp
from digest.site.site import HREFLANG, Site, file_path, path_of
from digest.site.summary import Summary
from digest.site.times import changed, revision_shown

NEWS_FILE = "sitemap-news.xml"

LIMIT = 50_000
"""Addresses in one sitemap file (sitemaps.org)."""

MAX_BYTES = 50 * 2**20
"""Of one sitemap file (sitemaps.org)."""

MOST_PICTURES = 1000
"""Of one page (Google)."""

MOST_NEWS = 1000
"""Addresses in a sitemap of news (Google)."""

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NAMESPACES = {
    "xhtml": "http://www.w3.org/1999/xhtml",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}


def render_sitemap(site: Site) -> Iterator[Output]:
    """Yield `sitemap.xml` (an index of several files where one can't hold all addresses) and `robots.txt`."""
    *parts, main, robots = sitemap_paths(site, sum(1 for listing in site.listings() if listing.stories))
    addresses = (element for page in _pages(site) for element in _elements(site, *page))
    limit = _limit(site)
    for path in parts or [main]:
        yield Output(path, _document("urlset", islice(addresses, limit)))
    if parts:
        yield Output(main, _document("sitemapindex", (_element("sitemap", site.url(path)) for path in parts)))
    sitemaps = "".join(f"Sitemap: {site.url(path)}\n" for path in (main, *news_paths(site)))
    yield Output(robots, f"User-agent: *\nAllow: /\n\n{sitemaps}".encode())


def render_news(site: Site) -> Iterator[Output]:
    """Yield the sitemap of the stories of the last two days, in each language that search engines may list.

    Without any there is none: a sitemap may not be empty (sitemaps.org's schema).
    """
    for path in news_paths(site):
        yield Output(path, _document("urlset", (_news(site, *page) for page in islice(_news_pages(site), MOST_NEWS))))


def news_paths(site: Site) -> tuple[str, ...]:
    """Return the paths of the files that `render_news` yields."""
    return (NEWS_FILE,) if any(_news_pages(site)) else ()


def _news_pages(site: Site) -> Iterator[tuple[Summary, Lang]]:
    return ((story, lang) for story in site.news for lang in LANGS if lang in site.indexed_views(story))


def _news(site: Site, story: Summary, lang: Lang) -> str:
    name = escape(plain_name(site.config.title, lang)[0] or site.config.base_url)
    return _element(
        "url",
        site.url(site.config.prefix(lang) + path_of(story.article)),
        "    <news:news>\n"
        "      <news:publication>"
        f"<news:name>{name}</news:name><news:language>{lang}</news:language></news:publication>\n"
        f"      <news:publication_date>{stamp(story)}</news:publication_date>\n"
        f"      <news:title>{escape(fit(story.briefs[lang].title))}</news:title>\n"
        "    </news:news>\n",
    )


def sitemap_paths(site: Site, lists: int) -> tuple[str, ...]:
    """Return the paths of the files that `render_sitemap` yields; `lists` is how many pages of lists have stories."""
    addresses = sum(len(site.indexed_views(story)) for story in site.all_stories) + len(site.config.views) * (
        lists + len(site.singles)
    )
    limit = _limit(site)
    parts = range(1, -(-addresses // limit) + 1) if addresses > limit else ()
    return (*(f"sitemap-{number}.xml" for number in parts), "sitemap.xml", "robots.txt")


def _limit(site: Site) -> int:
    """Return how many addresses a file has room for, if each takes as much as the longest can."""
    lists = max((_encoded(term.path) for term in site.members), default=0) + 100
    articles = max((_encoded(path_of(story.article)) for story in site.all_stories), default=0)
    pictures = max(
        (
            sum(
                _encoded(file_path(story.article, picture.path)) + len(site.config.base_address) + 100
                for picture in story.pictures
            )
            for story in site.all_stories
        ),
        default=0,
    )
    address = len(site.config.base_address) + max(lists, articles)
    return max(1, min(LIMIT, MAX_BYTES // (4 * (address + 100) + pictures + 1000)))


def _encoded(path: str) -> int:
    """Return the most letters that a path takes when it is percent-encoded."""
    return 3 * len(path.encode())


def _pages(site: Site) -> Iterator[tuple[str, Mapping[View, str], Sequence[str]]]:
    """Yield the path of each page below a view's, the views to list with when each last changed, and its pictures.

    A list without stories is left out. The time is empty where nothing tells it.
    """
    for story in site.all_stories:
        times = {view: _changed(story, view) for view in site.indexed_views(story)}
        pictures = [site.url(file_path(story.article, image.path)) for image in story.pictures[:MOST_PICTURES]]
        yield path_of(story.article), times, pictures
    for listing in site.listings():
        if listing.stories:
            newest = {
                view: max(changed(story.article, story.status, view) for story in listing.stories)
                for view in site.config.views
            }
            yield listing.path, {view: time.isoformat(timespec="seconds") for view, time in newest.items()}, ()
    for path in site.singles:
        yield path, dict.fromkeys(site.config.views, ""), ()


def _changed(story: Summary, view: View) -> str:
    """Return when a story's page last changed (W3C date and time): a day, where no more than that is known."""
    article, status = story.article, story.status
    if article.is_page and article.date_origin == "file" and not article.updated:
        return ""
    timed = article.updated_timed if article.updated else article.timed
    moment = changed(article, status, view).isoformat(timespec="seconds")
    return moment if timed or revision_shown(article, status, view) else moment[:10]


def _elements(site: Site, path: str, times: Mapping[View, str], pictures: Sequence[str]) -> Iterator[str]:
    """Yield the element of a page in some views: as text, for the tree of a large site takes ten times as long."""
    urls = {view: site.url(site.config.prefix(view) + path) for view in times}
    alternates = urls if len(site.config.views) > 1 else {}
    links = "".join(
        f'    <xhtml:link rel="alternate" hreflang="{HREFLANG[view]}" href="{escape(url)}" />\n'
        for view, url in alternates.items()
    )
    links += "".join(f"    <image:image><image:loc>{escape(url)}</image:loc></image:image>\n" for url in pictures)
    for view, url in urls.items():
        yield _element("url", url, (f"    <lastmod>{times[view]}</lastmod>\n" if times[view] else "") + links)


def _element(name: str, location: str, more: str = "") -> str:
    return f"  <{name}>\n    <loc>{escape(location)}</loc>\n{more}  </{name}>\n"


def _document(name: str, elements: Iterable[str]) -> bytes:
    """Return a file, put together piece by piece: of a large site it has many megabytes."""
    more = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items()) if name == "urlset" else ""
    start = f"<?xml version='1.0' encoding='utf-8'?>\n<{name} xmlns=\"{_SITEMAP}\"{more}>\n"
    body = BytesIO()
    for piece in chain((start,), elements, (f"</{name}>\n",)):
        body.write(piece.encode())
    return body.getvalue()
