"""The sitemap and `robots.txt`: every page of the site for search engines, each with its versions in both languages.

Sources: sitemaps.org protocol 0.9; Google's `xhtml:link` for language versions; RFC 9309 (robots.txt).
"""

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from itertools import chain, islice
from xml.sax.saxutils import escape, quoteattr

from digest.model import Output
from digest.site.site import HREFLANG, SINGLES, VIEWS, Site, View, article_path, prefix
from digest.site.summary import Summary
from digest.site.times import changed, revision_shown

LIMIT = 50_000
"""Addresses in one sitemap file (sitemaps.org)."""

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def render_sitemap(site: Site) -> Iterator[Output]:
    """Yield `sitemap.xml` (an index of several files where one can't hold all addresses) and `robots.txt`."""
    *parts, main, robots = sitemap_paths(site, sum(1 for listing in site.listings() if listing.stories))
    addresses = (element for page in _pages(site) for element in _elements(site, *page))
    for path in parts or [main]:
        yield Output(path, _document("urlset", islice(addresses, LIMIT)))
    if parts:
        yield Output(main, _document("sitemapindex", (_element("sitemap", site.url(path)) for path in parts)))
    yield Output(robots, f"User-agent: *\nAllow: /\n\nSitemap: {site.url(main)}\n".encode())


def sitemap_paths(site: Site, lists: int) -> tuple[str, ...]:
    """Return the paths of the files that `render_sitemap` yields; `lists` is how many pages of lists have stories."""
    addresses = sum(len(site.indexed_views(story)) for story in site.stories) + len(VIEWS) * (lists + len(SINGLES))
    parts = range(1, -(-addresses // LIMIT) + 1) if addresses > LIMIT else ()
    return (*(f"sitemap-{number}.xml" for number in parts), "sitemap.xml", "robots.txt")


def _pages(site: Site) -> Iterator[tuple[str, Mapping[View, str]]]:
    """Yield the path of each page below a view's, and the views that are to be listed with when each last changed.

    A list without stories is left out. The time is empty where nothing tells it.
    """
    for story in site.stories:
        yield article_path(story.article.slug), {view: _changed(story, view) for view in site.indexed_views(story)}
    for listing in site.listings():
        if listing.stories:
            newest = {
                view: max(changed(story.article, story.status, view) for story in listing.stories) for view in VIEWS
            }
            yield listing.path, {view: time.isoformat(timespec="seconds") for view, time in newest.items()}
    for path in SINGLES:
        yield path, dict.fromkeys(VIEWS, "")


def _changed(story: Summary, view: View) -> str:
    """Return when a story's page last changed (W3C date and time): a day, where no more than that is known."""
    article, status = story.article, story.status
    timed = article.updated_timed if article.updated else article.timed
    moment = changed(article, status, view).isoformat(timespec="seconds")
    return moment if timed or revision_shown(article, status, view) else moment[:10]


def _elements(site: Site, path: str, times: Mapping[View, str]) -> Iterator[str]:
    """Yield the element of a page in some views: as text, for the tree of a large site takes ten times as long."""
    urls = {view: site.url(prefix(view) + path) for view in times}
    links = "".join(
        f'    <xhtml:link rel="alternate" hreflang="{HREFLANG[view]}" href={quoteattr(url)} />\n'
        for view, url in urls.items()
    )
    for view, url in urls.items():
        yield _element("url", url, (f"    <lastmod>{times[view]}</lastmod>\n" if times[view] else "") + links)


def _element(name: str, location: str, more: str = "") -> str:
    return f"  <{name}>\n    <loc>{escape(location)}</loc>\n{more}  </{name}>\n"


def _document(name: str, elements: Iterable[str]) -> bytes:
    """Return a file, put together piece by piece: of a large site it has many megabytes."""
    links = f' xmlns:xhtml="{_XHTML}"' if name == "urlset" else ""
    start = f"<?xml version='1.0' encoding='utf-8'?>\n<{name} xmlns=\"{_SITEMAP}\"{links}>\n"
    body = BytesIO()
    for piece in chain((start,), elements, (f"</{name}>\n",)):
        body.write(piece.encode())
    return body.getvalue()
